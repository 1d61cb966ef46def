"""Runs: the reviews of many places asked for at once, made one after the other, each settled as soon as it is done.

What is settled stays settled, so a run that was cut short goes on where it stopped, and a run begun twice at the same
moment makes nothing twice.
"""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.text import match_key
from chungtay.reference.actors.queries import Role
from chungtay.results.issuing.files import ENDINGS, MADE
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.models import ReviewRun, RunFile, RunPart, RunState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from chungtay.gathering.programmes.models import Programme
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.reviews.models import Review

__all__ = ["RunState"]

KEPT = 3
"""Latest runs of a body whose files are kept; the reviews of the others can be printed again one by one."""
_IN_MEMORY = 8 * 1024 * 1024
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


@transaction.atomic
def run_begin(
    *,
    by: User,
    programme: Programme,
    place: Place,
    period: Period,
    on: date,
    kind: str,
    files: Sequence[FileKind],
    places: Sequence[Place],
) -> ReviewRun:
    """A run of these places, nothing made yet. Refusal BANHANH-016 without a place or a file to make."""
    wanted = [FileKind(item) for item in MADE if item in files]
    if not places or not wanted:
        raise _nothing(Both(place.full_name, place.full_name))
    made = ReviewRun.objects.create(
        programme=programme,
        place=place,
        body=by.body,
        start=period.start,
        end=period.end,
        regime=period.regime.value,
        on=on,
        kind=kind,
        files=wanted,
        begun_at=timezone.now(),
        begun_by=by,
    )
    RunPart.objects.bulk_create(
        RunPart(run=made, position=position, place=item) for position, item in enumerate(places, 1)
    )
    kept = runs_visible(by).values_list("pk", flat=True)[:KEPT]
    RunFile.objects.filter(part__run__body=by.body).exclude(part__run__in=list(kept)).delete()
    return made


def part_held(part: RunPart) -> RunPart:
    """The part as it stands now, held until the caller's transaction ends."""
    held = RunPart.objects.select_for_update(of=("self",)).select_related("review__snapshot")
    return held.get(pk=part.pk)


def part_composed(*, part: RunPart, review: Review) -> None:
    """The part's review is composed, its files are still to be printed."""
    part.review = review
    part.save(update_fields=["review"])


@transaction.atomic
def part_made(*, part: RunPart, files: Mapping[FileKind, bytes], took: float) -> bool:
    """The part is done, with its files; False where somebody else settled it meanwhile."""
    if not _settled(part, RunState.MADE, took=took):
        return False
    stem = f"{part.place.code}-{match_key(part.place.full_name).replace(' ', '-')}"
    RunFile.objects.bulk_create(
        RunFile(part=part, kind=kind, name=f"{stem}{ENDINGS[kind]}", content=content, size=len(content))
        for kind, content in files.items()
    )
    return True


def part_refused(*, part: RunPart, refusal: Refusal, took: float) -> bool:
    """The part cannot be made, and why; False where somebody else settled it meanwhile."""
    told = {side: " ".join(problem.in_words(side) for problem in refusal.problems) for side in ("vi", "en")}
    return _settled(part, RunState.REFUSED, took=took, code=refusal.code, told=told)


def _settled(part: RunPart, state: RunState, **changes: object) -> bool:
    waiting = RunPart.objects.filter(pk=part.pk, state=RunState.WAITING)
    return waiting.update(state=state, **changes) == 1


def run_end(*, run: ReviewRun) -> None:
    """Nothing more is made of it, unless somebody goes on with it."""
    ReviewRun.objects.filter(pk=run.pk, ended_at=None).update(ended_at=timezone.now())


def run_reopen(*, run: ReviewRun, refused_too: bool = False) -> int:
    """Those that wait are made after all, and where asked the refused ones tried again; gives how many wait."""
    if refused_too:
        refused = RunPart.objects.filter(run=run, state=RunState.REFUSED)
        refused.update(state=RunState.WAITING, code="", told={}, took=None)
    waiting = parts_waiting(run).count()
    if waiting:
        ReviewRun.objects.filter(pk=run.pk).update(ended_at=None)
    return waiting


def runs_visible(by: User) -> QuerySet[ReviewRun]:
    """The runs of the account's body, latest first; none for whoever composes no reviews."""
    if by.role != Role.APPROVER:
        return ReviewRun.objects.none()
    return _runs().filter(body=by.body_id).order_by("-pk")


def run_get(*, by: User, id: int) -> ReviewRun:
    """One of them; NotAllowed BANHANH-405 for any other, as if there were none."""
    found = runs_visible(by).filter(pk=id).first()
    if found is None:
        raise NotAllowed.of(
            "BANHANH-405",
            Both(f"Đợt lập {id}", f"Run {id}"),
            todo=Both("Mở lại danh sách", "Open the list again"),
            vi="Không có đợt lập này",
            en="There is no such run",
        )
    return found


def run_for_work(id: int) -> ReviewRun:
    """A run whoever asks: for the worker, which acts in the name of the account that began it."""
    return _runs().get(pk=id)


def run_unfinished(*, by: User, programme: Programme, period: Period, kind: str) -> ReviewRun | None:
    """The latest run of the same reviews that was cut short."""
    same = runs_visible(by).filter(programme=programme, start=period.start, end=period.end, kind=kind, ended_at=None)
    return same.first()


def is_ended(run: ReviewRun) -> bool:
    """Asked anew: somebody may have stopped it meanwhile."""
    return ReviewRun.objects.filter(pk=run.pk, ended_at__isnull=False).exists()


def parts_of(run: ReviewRun) -> list[RunPart]:
    """Its places in order, with their reviews."""
    return list(RunPart.objects.filter(run=run).select_related("place", "review").order_by("position"))


def parts_waiting(run: ReviewRun) -> QuerySet[RunPart]:
    """Those that are still to be made, in order."""
    waiting = RunPart.objects.filter(run=run, state=RunState.WAITING).select_related("place", "review__snapshot")
    return waiting.order_by("position")


def counts_of(run: ReviewRun) -> dict[str, int]:
    """How many places are in each state, all states named; "all" of them, and "size" of their files in bytes."""
    found = dict(RunPart.objects.filter(run=run).values_list("state").annotate(n=Count("pk")))
    size = RunFile.objects.filter(part__run=run).aggregate(size=Sum("size"))["size"]
    return {state: found.get(state, 0) for state in RunState.values} | {"all": sum(found.values()), "size": size or 0}


def files_of(run: ReviewRun) -> dict[int, list[RunFile]]:
    """The files by part, without their bytes."""
    found: dict[int, list[RunFile]] = {}
    for file in RunFile.objects.filter(part__run=run).defer("content").order_by("pk"):
        found.setdefault(file.part_id, []).append(file)
    return found


def file_get(*, by: User, run: int, id: int) -> RunFile:
    """One file of a run with its bytes; NotAllowed BANHANH-405."""
    held = run_get(by=by, id=run)
    found = RunFile.objects.filter(pk=id, part__run=held).first()
    if found is None:
        raise NotAllowed.of(
            "BANHANH-405",
            Both(f"Tệp {id}", f"File {id}"),
            todo=Both("Tải lại từ trang của báo cáo", "Take it from the review's page"),
            vi="Tệp này không còn được giữ",
            en="This file is no longer kept",
        )
    return found


def archive(run: ReviewRun) -> IO[bytes]:
    """All files in one zip, on disk where it is large; the caller closes it. One file is in memory at a time."""
    made = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed to the caller, who closes it
    ids = RunFile.objects.filter(part__run=run).order_by("part__position", "pk").values_list("pk", flat=True)
    with zipfile.ZipFile(made, "w") as bundle:
        for pk in list(ids):
            file = RunFile.objects.get(pk=pk)
            # Word files and PDFs are packed already.
            bundle.writestr(zipfile.ZipInfo(file.name, _FIXED_DATE), bytes(file.content))
    made.seek(0)
    return made


def _runs() -> QuerySet[ReviewRun]:
    return ReviewRun.objects.select_related("programme", "place", "begun_by__body__place")


def _nothing(where: str) -> Refusal:
    return Refusal.of(
        "BANHANH-016",
        where,
        expected=Both("địa bàn có cấp dưới và ít nhất một loại tệp", "a place with units below and a kind of file"),
        todo=Both("Chọn lại địa bàn, loại tệp", "Choose the place and files again"),
        vi="không có báo cáo nào để lập",
        en="there is no review to make",
    )
