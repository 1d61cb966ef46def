"""Uploads of many workbooks: which an account may see, how far they are, and what became of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from chungtay.gathering.intake.models import Upload, UploadedFile
from chungtay.gathering.intake.uploads.services import KNOWN, READ, REFUSED, SENT, WAITING
from chungtay.kernel.errors import Both, NotAllowed
from chungtay.reference.actors.queries import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import User

STATES = (WAITING, SENT, READ, KNOWN, REFUSED)


def uploads_visible(by: User) -> QuerySet[Upload]:
    """The uploads of workbooks of the account's own body, latest first; none for whoever does not report."""
    if by.role != Role.REPORTER:
        return Upload.objects.none()
    return (
        Upload.objects.filter(begun_by__body=by.body_id, form=None).select_related("begun_by", "layout").order_by("-pk")
    )


def upload_get(*, by: User, id: int) -> Upload:
    """One of them; NotAllowed GOI-404 for any other, whether it exists or not."""
    found = uploads_visible(by).filter(pk=id).first()
    if found is None:
        raise not_there(Both(f"Lần nhập {id}", f"Upload {id}"))
    return found


def not_there(where: str) -> NotAllowed:
    """What does not exist and what is not for this account look alike."""
    return NotAllowed.of(
        "GOI-404",
        where,
        todo=Both("Mở lại danh sách", "Open the list again"),
        vi="Không có lần nhập này",
        en="There is no such upload",
    )


def files_of(upload: Upload, *, state: str = "", words: str = "") -> QuerySet[UploadedFile]:
    """The files of an upload by name; of one state, with a word in their names."""
    found = UploadedFile.objects.filter(upload=upload).order_by("name", "pk")
    found = found.filter(state=state) if state in STATES else found
    return found.filter(name__icontains=words) if words else found


def file_get(*, by: User, id: int) -> UploadedFile:
    """One file of an upload that the account may see; NotAllowed GOI-404."""
    found = UploadedFile.objects.select_related("upload").filter(pk=id, upload__in=uploads_visible(by)).first()
    if found is None:
        raise not_there(Both(f"Tệp {id}", f"File {id}"))
    return found


def files_waiting(upload: Upload) -> list[UploadedFile]:
    """The files whose turn has not come yet, in the order in which they were listed."""
    return list(UploadedFile.objects.filter(upload=upload, state=WAITING).order_by("pk"))


def counts_of(upload: Upload) -> dict[str, int]:
    """How many files are in each state, all states named, and "figures" that were sent."""
    rows = UploadedFile.objects.filter(upload=upload).values_list("state").annotate(n=Count("pk"), sum=Sum("figures"))
    counts = {**dict.fromkeys(STATES, 0), "figures": 0}
    for state, number, figures in rows:
        counts[state] = number
        counts["figures"] += figures or 0
    return counts


def sent_before(body_id: int, digests: Iterable[str]) -> dict[str, int]:
    """Which of these files an account of the body brought in before with everything in them taken: hash to the id of
    their original."""
    rows = UploadedFile.objects.filter(
        upload__begun_by__body=body_id, sha256__in=list(digests), state=SENT, problems=[], source__isnull=False
    )
    return dict(rows.order_by("pk").values_list("sha256", "source_id"))


def upload_for_work(id: int) -> Upload:
    """An upload whoever asks: for the worker, which acts in the name of the account that began it."""
    beside = ("begun_by__body__place", "begun_by__body__parent", "layout__form", "form", "place")
    return Upload.objects.select_related(*beside).get(pk=id)
