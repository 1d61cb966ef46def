"""What the desk leaves to the worker process (`chungtay work`), so that no request waits for it."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task

from chungtay import flow_lists, flow_publishing, flow_reviews
from chungtay.flow_documents import documents_go_on
from chungtay.flow_many import upload_go_on
from chungtay.gathering.intake.uploads.queries import upload_for_work
from chungtay.gathering.intake.uploads.spool import spool_drop, spool_get
from chungtay.results.analysis.studies.services import study_carry_out
from chungtay.results.issuing.runs import run_for_work


@task()
def upload_work(upload_id: int) -> None:
    """Go on with an upload, in the name of the account that began it. Done twice, it does nothing the second time."""
    upload = upload_for_work(upload_id)
    for progress in upload_go_on(by=upload.begun_by, upload=upload, read=spool_get, is_illustration=settings.DEMO):
        spool_drop(settled.file for settled in progress.group)


@task()
def documents_work(upload_id: int) -> None:
    """Go on reading the reports of an upload; done twice, it does nothing the second time."""
    upload = upload_for_work(upload_id)
    for settled in documents_go_on(by=upload.begun_by, upload=upload, read=spool_get, is_illustration=settings.DEMO):
        spool_drop([settled.file], with_refused=True)


@task()
def list_work(list_id: int) -> None:
    """Try or write a long list of a register, in the name of the account that sent it."""
    flow_lists.list_work(id=list_id, is_illustration=settings.DEMO)


@task()
def reviews_work(run_id: int) -> None:
    """Go on with the reviews of many places; done twice, it makes nothing twice."""
    for _done in flow_reviews.reviews_go_on(run=run_for_work(run_id)):
        pass


@task()
def study_work(study_id: int) -> None:
    """Carry out a study that was registered; done twice, it looks once."""
    study_carry_out(id=study_id)


@task()
def publication_work(publication_id: int) -> None:
    """Reckon or release a large publication; done twice, it does nothing the second time."""
    flow_publishing.publication_go_on(id=publication_id)
