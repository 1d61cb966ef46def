"""The reviews of all provinces, or of all communes of one: asked for at once, made one after the other by the worker.

    reviews_begin -> reviews_go_on, again and again until none waits

Each place is frozen, composed and printed by itself, so that what was made stays when the work is cut short.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.flow_attaching import text_opened
from chungtay.flow_issuing import term_opened_again
from chungtay.gathering.approval import policies
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import services as ledger
from chungtay.reference.places.queries import descendants, provinces_on
from chungtay.reference.sources.masking import filename_masked
from chungtay.results.issuing import queries as papers
from chungtay.results.issuing import runs
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.reviews import owntemplates
from chungtay.results.reviews import services as reviews
from chungtay.results.warehouse import services as warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from chungtay.gathering.programmes.models import Programme
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.issuing.models import ReviewRun, RunPart
    from chungtay.results.reviews.models import Review, ReviewTemplate


_log = logging.getLogger(__name__)
_CODES = ("XET-025", "XET-026")
"""Of pictures in a template, and of one that is too large to be read."""


def template_receive(
    *, by: User, content: bytes, filename: str, level: str, kinds: Sequence[str], size: int = 0
) -> ReviewTemplate:
    """An outline of the body's own out of a Word file or text, on trial. The file is read and not kept.

    Refusals DOC- of a file that is none, XET-025 pictures, -026 too large, those of `owntemplates.template_receive`.
    """
    document = text_opened(content, filename, size, _CODES, _refusal)
    lines = [(document.text[p.start : p.end], p.kind == "heading") for p in document.paragraphs]
    return owntemplates.template_receive(by=by, name=filename_masked(filename), level=level, kinds=kinds, lines=lines)


def _refusal(code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
    todo = Both("Sửa tệp rồi gửi lại", "Change the file and send it again")
    return Refusal.of(code, Both("mẫu đề cương", "template"), read=read, expected=expected, todo=todo, vi=vi, en=en)


@dataclass(frozen=True)
class PlaceDone:
    """One place of a run that was just settled; `refused` is the code of the refusal, '' where it was made."""

    position: int
    of: int
    place: str
    refused: str
    took: float


def places_of(place: Place, on: date) -> list[Place]:
    """Whose reviews a run of a place makes: the provinces of the country on a day, the communes of a province."""
    if place.level == "country":
        return list(provinces_on(on))
    return list(descendants(place, on, "commune")) if place.level == "province" else []


@transaction.atomic
def reviews_begin(
    *, by: User, programme: Programme, period: Period, on: date, kind: str = "", files: Sequence[FileKind]
) -> ReviewRun:
    """A run over the units below the account's own place; the one under way where the same is asked for again.

    Refusals of `check_freeze` and `run_begin`.
    """
    place = by.body.place
    policies.check_freeze(by, place)
    ledger.writing_wait()
    under_way = runs.run_unfinished(by=by, programme=programme, period=period, kind=kind)
    if under_way is not None and under_way.on == on and set(under_way.files) == set(files):
        return under_way
    return runs.run_begin(
        by=by,
        programme=programme,
        place=place,
        period=period,
        on=on,
        kind=kind,
        files=files,
        places=places_of(place, on),
    )


def reviews_go_on(*, run: ReviewRun) -> Iterator[PlaceDone]:
    """Make what still waits, in the name of the account that began it; ends early where somebody stops the run.

    A place that is refused is told with the reason, and the next one is made; so is one at which something broke, which
    the log of the installation then tells. Two that go on with one run never make the same review.
    """
    waiting, of = list(runs.parts_waiting(run)), runs.counts_of(run)["all"]
    for part in waiting:
        if runs.is_ended(run):
            return
        began = monotonic()
        try:
            review = _composed(run, part)
            if review is None:
                continue
            files = {FileKind(kind): papers.draft_file(review, FileKind(kind)) for kind in run.files}
        except Exception as broken:
            refusal = broken if isinstance(broken, Refusal) else _broken(part)
            if refusal is not broken:
                _log.exception("Run %s stopped at part %s and goes on", run.pk, part.position)
            took = monotonic() - began
            runs.part_refused(part=part, refusal=refusal, took=took)
            yield PlaceDone(part.position, of, part.place.full_name, refusal.code, took)
        else:
            took = monotonic() - began
            runs.part_made(part=part, files=files, took=took)
            yield PlaceDone(part.position, of, part.place.full_name, "", took)
    runs.run_end(run=run)


@transaction.atomic
def _composed(run: ReviewRun, part: RunPart) -> Review | None:
    """Composed and noted in one: after a stop it is not composed a second time. None where somebody else settled it."""
    ledger.writing_wait()
    held = runs.part_held(part)
    if held.review is not None or held.state != runs.RunState.WAITING:
        return held.review if held.state == runs.RunState.WAITING else None
    by = run.begun_by
    policies.check_freeze(by, part.place)
    period = Period(run.start, run.end, Regime(run.regime))
    term_opened_again(by, run.programme, part.place, period)
    snapshot = warehouse.snapshot_freeze(by=by, programme=run.programme, place=part.place, period=period)
    kind = run.kind or ("final" if snapshot.end >= run.programme.term_end else "interim")
    issued = papers.issued_reviews(run.programme_id, part.place_id)
    review = reviews.review_compose(by=by, snapshot=snapshot, kind=kind, issued=issued)
    runs.part_composed(part=part, review=review)
    return review


def _broken(part: RunPart) -> Refusal:
    return Refusal.of(
        "BANHANH-018",
        Both(part.place.full_name, part.place.full_name),
        todo=Both(
            "Bấm Thử lại nơi bị từ chối; nếu vẫn vậy, báo quản trị", "Try again; if it stays, tell the administrator"
        ),
        vi="Có lỗi khi lập báo cáo của nơi này",
        en="Something broke while this place's review was made",
    )
