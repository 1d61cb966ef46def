"""Making figures public on purpose: prepared, looked at, released, withdrawn, corrected. Who may is told by `may`."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import match_key
from chungtay.reference.actors.policies import sees_place
from chungtay.reference.actors.queries import Role
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import lies_within
from chungtay.reference.sources.masking import check_names_nobody
from chungtay.results.publishing.locking import releasing_wait
from chungtay.results.publishing.log.entries import Entry, LeafKind
from chungtay.results.publishing.log.queries import log_size
from chungtay.results.publishing.log.services import head_sign, leaves_append
from chungtay.results.publishing.models import Publication
from chungtay.results.publishing.shelf import refusals
from chungtay.results.publishing.shelf.asking import slots_of
from chungtay.results.publishing.shelf.guarding import needs_others
from chungtay.results.publishing.shelf.keeping import lines_keep
from chungtay.results.publishing.shelf.lines import Line
from chungtay.results.publishing.shelf.points import PointTold, points_kept
from chungtay.results.publishing.shelf.queries import is_visible
from chungtay.results.publishing.shelf.reckoning import Reckoned, digest_of, lines_of, pieces_of, reckon
from chungtay.results.publishing.shelf.terms import CLOCKS, LEVELS, STEPS, whole_period
from chungtay.results.warehouse.queries import snapshot_facts

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place
    from chungtay.results.warehouse.models import Snapshot

REASONS = {
    "wrong_figures": Both("Số liệu có sai sót", "The figures are wrong"),
    "too_fine": Both("Chi tiết hơn mức được công bố", "Finer than may be public"),
    "source_withdrawn": Both("Báo cáo gốc đã được rút", "A report behind it was withdrawn"),
    "superseded": Both("Đã có bản thay thế", "Another publication takes its place"),
}
"""Why a publication is withdrawn, as the public reads it."""
_WORD = Both("đợt công bố", "publication")
_AT_ONCE = 2_000
_IN_A_PROVINCE = {"province": 1, "commune": 170}


@dataclass(frozen=True)
class Terms:
    """What a publication is to hold. `step` total, year, quarter or month on the `clock`; `frame_day` None as was."""

    title: str
    title_en: str
    snapshot: Snapshot
    place: Place
    indicators: Sequence[str]
    level: str
    step: str
    start: date
    end: date
    clock: str = "calendar"
    frame_day: date | None = None
    cells: bool = False
    points: bool = False
    note_vi: str = ""
    note_en: str = ""


def may_publish(user: User, place: Place) -> bool:
    """Whether an account makes figures of a place public: an approver of the territory."""
    return user.role == Role.APPROVER and sees_place(user, place)


def refused_to_publish() -> Refusal:
    """CONGBO-004: the account makes nothing public here."""
    return refusals.not_yours(_WORD)


def lines_estimated(terms: Terms) -> int:
    """How many lines a publication has at most, breakdowns aside, without asking for one."""
    slots = len(slots_of(terms.step, terms.clock, whole_period(terms.start, terms.end)))
    below = {"country": 1, "province": 64, "commune": 3_400} if terms.place.level == "country" else _IN_A_PROVINCE
    return len(terms.indicators) * below[terms.level] * slots


@transaction.atomic
def publication_prepare(
    *, by: User, terms: Terms, corrects: Publication | None = None, most: int | None = None
) -> Publication:
    """A draft with what it would tell and hide (`summary`). Nothing of it stands on the shelf. One of more than `most`
    lines is only laid down, without a digest, for the worker to reckon.

    NotAllowed CONGBO-004; Refusal CONGBO-001 of an illustration outside a demonstration, 011 where the terms make no
    publication, 012 where no figure is left, 003 and 016 beside what is public already;
    NGUON-106 of a title that may name a person; of a map those of the warehouse (KHO-007 to 009).
    """
    if not may_publish(by, terms.place):
        raise refusals.not_yours(_WORD)
    check_names_nobody("title", terms.title, terms.title_en, terms.note_vi, terms.note_en)
    _check_terms(terms)
    if corrects is not None and not is_visible(corrects):
        raise _state(corrects, "chưa công bố, đang chờ giờ công bố hoặc đã rút", "not public yet, or withdrawn")
    made = Publication(
        body=by.body,
        created_at=timezone.now(),
        created_by=by,
        corrects=corrects,
        is_illustration=settings.DEMO or _is_illustration(terms.snapshot),
        **{name: getattr(terms, name) for name in Terms.__dataclass_fields__},
    )
    made.indicators = list(terms.indicators)
    _check_real(made)
    if most is None or lines_estimated(terms) <= most:
        _reckon(made)
    # Last, for reckoning is long: of two drafts at once the second sees the code that the first one took.
    releasing_wait()
    made.code = _code(terms)
    made.save()
    return made


@transaction.atomic
def publication_reckon(*, by: User, publication: Publication) -> Publication:
    """A draft reckoned again, beside what has become public since."""
    draft = _draft(by, publication)
    _reckon(draft)
    draft.save(update_fields=["summary", "digest", "figure_count"])
    return draft


def publication_reckon_long(*, by: User, publication: Publication, told: Callable[[float], None]) -> None:
    """The same for the worker, outside a transaction until it is kept; `told` hears which share is done."""
    with transaction.atomic():
        draft = _draft(by, publication)
    _reckon(draft, told)
    with transaction.atomic():
        _draft(by, publication)
        draft.save(update_fields=["summary", "digest", "figure_count"])


def publication_discard(*, by: User, publication: Publication) -> None:
    """A draft is thrown away; NotAllowed CONGBO-004, Refusal CONGBO-019 of what was released."""
    _draft(by, publication).delete()


def publication_preview(publication: Publication, place: Place, *, whole: bool = True) -> list[Line]:
    """The lines of one place as the public would read them, by indicator, cell and period; none of another's land.
    Not `whole`: without those that are only known once all of their indicator are."""
    if not lies_within(place, publication.place):
        return []
    pieces = pieces_of(publication)
    told = [item for item in pieces.terms if item.definition.code in publication.summary and place.level in item.levels]
    found = [claim.line for claim in pieces.of_place((t for t in told if not needs_others(t.definition)), place)]
    for item in told if whole else ():
        if needs_others(item.definition):
            for lines in lines_of(publication, pieces, item):
                found += (line for line in lines if line.place[:2] == (place.code, place.vintage))
    order = {item.definition.code: rank for rank, item in enumerate(told)}
    return sorted(found, key=lambda line: (order[line.indicator], line.cell, line.period.start, line.period.end))


@transaction.atomic
def publication_release(
    *,
    by: User,
    publication: Publication,
    embargo_until: datetime | None = None,
    points: Iterable[PointTold] = (),
    heard: Callable[[float], None] = lambda share: None,
) -> Publication:
    """Put a draft on the shelf, and with it into the log, in one transaction; seen from `embargo_until` on.

    `points` are told where the draft says so; `heard` is told which share of the figures is laid down.
    NotAllowed CONGBO-004; Refusal CONGBO-018 where it is not what was previewed, CONGBO-019 where it is
    released already or the embargo lies in the past, CONGBO-101 without a key.
    """
    releasing_wait()
    draft = _draft(by, publication)
    _check_real(draft)
    if not draft.digest:
        raise refusals.changed(draft)
    now = timezone.now()
    if embargo_until is not None and embargo_until <= now:
        raise _state(draft, "thời điểm công bố đã qua", "the embargo lies in the past")
    draft.released_at, draft.released_by, draft.embargo_until = now, by, embargo_until
    draft.secret = secrets.token_hex(16)
    told = _Released(draft, points if draft.points else (), heard)
    draft.first_leaf = leaves_append(told)
    if digest_of(draft, told.reckoned) != draft.digest:
        raise refusals.changed(draft)
    draft.figure_count, draft.point_count = told.figures, told.points
    draft.leaf_count = 1 + told.figures + told.points
    draft.save()
    head_sign()
    return draft


@transaction.atomic
def publication_withdraw(*, by: User, publication: Publication, reason_code: str) -> Publication:
    """From now on nothing of it is told but that it was withdrawn, when and why; the log keeps its leaves, unread.

    NotAllowed CONGBO-004; Refusal CONGBO-019 where it is not released, or withdrawn; KeyError for an unknown reason.
    """
    REASONS[reason_code]
    found = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if not may_publish(by, found.place):
        raise refusals.not_yours(_WORD)
    if found.released_at is None or found.withdrawn_at is not None:
        raise _state(found, "chưa công bố hoặc đã rút", "not public, or withdrawn")
    found.withdrawn_at, found.withdrawn_by, found.reason_code = timezone.now(), by, reason_code
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "reason_code"])
    told = {"publication": found.code, "reason": reason_code, "at": found.withdrawn_at.isoformat()}
    if found.embargo_until is not None and found.embargo_until > found.withdrawn_at:
        told["secret"] = found.secret  # It was never public, and nobody may try codes against the leaf's hash.
    leaves_append([Entry(LeafKind.WITHDRAWAL, told)])
    head_sign()
    return found


def publication_correct(
    *, by: User, publication: Publication, snapshot: Snapshot, most: int | None = None
) -> Publication:
    """A draft of the same terms from a later snapshot; once it is public, readers of the old one are led to it."""
    terms = {name: getattr(publication, name) for name in Terms.__dataclass_fields__}
    return publication_prepare(by=by, terms=Terms(**{**terms, "snapshot": snapshot}), corrects=publication, most=most)


class _Released:
    """The leaves of a publication in their order, each figure and point going onto the shelf as its leaf is made.

    It is read inside the log's lock, so that the positions are known beforehand.
    """

    def __init__(self, publication: Publication, points: Iterable[PointTold], heard: Callable[[float], None]) -> None:
        self.figures = self.points = 0
        self.reckoned: list[Reckoned] = []
        self._publication, self._given, self._heard = publication, points, heard

    def __iter__(self) -> Iterator[Entry]:
        p, first = self._publication, log_size()
        same = {"publication": p.code, "secret": p.secret}
        yield Entry(LeafKind.PUBLICATION, {**same, **_head(p)}, (p.digest,))
        pieces = pieces_of(p)
        for told in pieces.terms:
            if told.definition.code not in p.summary:
                continue
            self.reckoned.append(Reckoned(told.definition))
            for lines in lines_of(p, pieces, told):
                self.reckoned[-1].add(lines)
                for begin in range(0, len(lines), _AT_ONCE):
                    some = lines[begin : begin + _AT_ONCE]
                    lines_keep(p.pk, some, first + 1 + self.figures)
                    self.figures += len(some)
                    self._heard(self.figures / max(1, p.figure_count))
                    yield from (Entry(LeafKind.FIGURE, {**same, **line.told()}) for line in some)
        for point in points_kept(p.pk, self._given, first + 1 + self.figures):
            self.points += 1
            yield Entry(LeafKind.POINT, {**same, **point})


def _head(p: Publication) -> dict[str, Any]:
    return {
        "body": p.body.code,
        "clock": p.clock,
        "corrects": p.corrects.code if p.corrects else None,
        "digest": p.digest,
        "embargo_until": p.embargo_until.isoformat() if p.embargo_until else None,
        "end": p.end.isoformat(),
        "frame_day": p.frame_day.isoformat() if p.frame_day else None,
        "illustration": p.is_illustration,
        "indicators": sorted(p.summary),
        "level": p.level,
        "place": p.place.key,
        "released_at": p.released_at.isoformat() if p.released_at else None,
        "snapshot": p.snapshot.digest,
        "start": p.start.isoformat(),
        "step": p.step,
        "title": p.title,
        "title_en": p.title_en,
    }


def _reckon(publication: Publication, told: Callable[[float], None] = lambda share: None) -> list[Reckoned]:
    reckoned = reckon(publication, told)
    if not any(item.counts["told"] or item.counts["threshold"] for item in reckoned) and not publication.points:
        raise refusals.nothing_left(", ".join(publication.indicators)[:200])
    publication.summary = {item.definition.code: item.counts for item in reckoned}
    publication.digest = digest_of(publication, reckoned)
    publication.figure_count = sum(item.counts["lines"] for item in reckoned)
    return reckoned


def _draft(by: User, publication: Publication) -> Publication:
    related = Publication.objects.select_related("place", "body", "snapshot", "corrects")
    found = related.select_for_update(of=("self",)).get(pk=publication.pk)
    if not may_publish(by, found.place):
        raise refusals.not_yours(_WORD)
    if found.released_at is not None:
        raise _state(found, "đã công bố", "released already")
    return found


def _state(publication: Publication, vi: str, en: str) -> Refusal:
    return refusals.wrong_state(
        publication, Both(vi, en), Both("Tải lại trang để xem tình trạng hiện nay", "Reload to see how it stands now")
    )


def _check_terms(terms: Terms) -> None:
    """Refusal CONGBO-011 naming the first thing that does not fit, DANHMUC-002 for an unknown indicator."""
    for code in terms.indicators:
        definition(code)
    levels = ("country", "province", "commune")
    checks = (
        (bool(terms.title.strip()), terms.title, Both("tên đợt công bố", "a title")),
        (bool(terms.indicators) or terms.points, "0", Both("ít nhất một chỉ tiêu", "at least one indicator")),
        (
            terms.place.level in levels[:2],
            terms.place.full_name,
            Both("tỉnh hoặc cả nước", "a province or the country"),
        ),
        (
            lies_within(terms.place, terms.snapshot.place),
            terms.place.full_name,
            Both("địa bàn trong bản chốt", "a place of the snapshot"),
        ),
        (
            terms.level in LEVELS and terms.step in STEPS and terms.clock in CLOCKS,
            terms.step,
            Both("cấp và bước có trong danh sách", "a level and step of the list"),
        ),
        (
            terms.snapshot.start <= terms.start <= terms.end <= terms.snapshot.end,
            f"{terms.start} – {terms.end}",
            Both(
                f"trong {terms.snapshot.start:%d/%m/%Y} – {terms.snapshot.end:%d/%m/%Y} của bản chốt",
                f"within {terms.snapshot.start} – {terms.snapshot.end} of the snapshot",
            ),
        ),
    )
    for is_right, read, expected in checks:
        if not is_right:
            raise refusals.wrong_terms(read, expected, Both("Sửa rồi lập lại", "Change it and prepare again"))
    if LEVELS.index(terms.level) < LEVELS.index(terms.place.level):
        raise refusals.wrong_terms(
            terms.level,
            Both("cấp của địa bàn hoặc thấp hơn", "the place's level or below"),
            Both("Chọn cấp khác", "Choose another level"),
        )
    if not slots_of(terms.step, terms.clock, whole_period(terms.start, terms.end)):
        raise refusals.wrong_terms(
            f"{terms.start} – {terms.end}",
            Both("chứa trọn ít nhất một kỳ", "at least one whole period in it"),
            Both("Chọn thời gian dài hơn hoặc kỳ ngắn hơn", "Choose a longer time or a shorter step"),
        )


def _check_real(publication: Publication) -> None:
    if publication.is_illustration and not settings.DEMO:
        raise refusals.illustration(publication)


def _is_illustration(snapshot: Snapshot) -> bool:
    return any(batch.is_illustration for batch in snapshot_facts(snapshot).batches.values())


def _code(terms: Terms) -> str:
    """'2013-2023-viet-nam', with a number behind it where that is taken."""
    years = str(terms.end.year) if terms.start.year == terms.end.year else f"{terms.start.year}-{terms.end.year}"
    stem = f"{years}-{match_key(terms.place.name).replace(' ', '-')}"[:50]
    taken = set(Publication.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
