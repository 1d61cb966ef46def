"""Recipients of a draft from its proposer's list: read, tried and written in one go.

The one list of the registers that bears names. So it is never kept on its way in, as other lists are (`lists.keeping`):
its rows stand in memory until they are awards or are gone, and what is found is told by row and column alone, without
what was read: in a list whose columns were shifted, a name may stand in any cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.registers.commendations import checking
from chungtay.gathering.registers.commendations.checking import AwardDraft
from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements
from chungtay.gathering.registers.commendations.listfields import NAMES, achievement_words, kind_words, names_told
from chungtay.gathering.registers.commendations.models import Award, Bringing, Deed, Fate
from chungtay.gathering.registers.commendations.services import award_row, check_edit, locked, stepped
from chungtay.gathering.registers.lists.bringings import bringing_close, bringing_held
from chungtay.gathering.registers.lists.cells import day_of, needed, rows_read, text_of, word_of, wrong, yes_of
from chungtay.gathering.registers.lists.places import Places
from chungtay.gathering.registers.lists.refusals import refusal
from chungtay.gathering.registers.lists.types import Finding, Outcome
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.gathering.registers.lists.columns import Value
    from chungtay.kernel.errors import Problem
    from chungtay.reference.actors.models import User

MOST_RECIPIENTS = 1_000
_FIELD_OF = {"KHE-002": "from", "KHE-003": "place", "KHE-004": "name", "KHE-005": "told", "KHE-006": "told"}
_Once = tuple[str, int, int, int]


@dataclass(frozen=True)
class _Row:
    row: int
    draft: AwardDraft


@transaction.atomic
def awards_bring(
    *, by: User, id: int, rows: Sequence[tuple[int, Mapping[str, Value]]], is_trial: bool, keeps_good: bool = False
) -> Outcome:
    """The recipients of a list come into a draft: all of them, or (`keeps_good`) the good rows; or nothing does and
    they are only counted.

    Codes are DSA-21… and those of `award_add`; no finding repeats what was read. NotAllowed KHE-404, -403; Refusals
    KHE-008, DSA-203 for more rows than a round has.
    """
    held = locked(by, id)
    check_edit(by, held)
    if len(rows) > MOST_RECIPIENTS:
        expected = Both(f"tối đa {MOST_RECIPIENTS} dòng", f"{MOST_RECIPIENTS} rows at most")
        raise refusal("DSA-203", str(len(rows)), expected, "danh sách quá lớn", "the list is too large")
    places = Places(by.body.place)
    told, unread = rows_read(rows, lambda number, cells: _row(places, number, cells))
    good, refused = _checked(held, told)
    findings = tuple(_nameless(found) for found in sorted((*unread, *refused), key=lambda found: found.row))
    if is_trial or not good or (findings and not keeps_good):
        return Outcome(len(good), findings)
    made = Bringing.objects.create(body=by.body, round=held, rows=len(good), made_by=by)
    for award in good:
        award.brought = made
    Award.objects.bulk_create(good, batch_size=200)
    stepped(by, held, Deed.BROUGHT)
    return Outcome(len(good), findings, made.pk)


@transaction.atomic
def bringing_undo(*, by: User, id: int) -> int:
    """The recipients of a list are taken out of the draft, their names with them; gives how many were still in it.

    NotAllowed DSA-404 a list of others, KHE-403; Refusals DSA-221 taken back already, KHE-008 once it was sent.
    """
    made = bringing_held(Bringing, by=by, id=id)
    held = locked(by, made.round_id)
    check_edit(by, held)
    left = Award.objects.filter(round=held, brought=made).exclude(fate=Fate.STRUCK)
    taken = left.update(fate=Fate.STRUCK, name="", name_key="", told="", version=2)
    bringing_close(made, by=by)
    stepped(by, held, Deed.BROUGHT_BACK)
    return taken


def bringings_of(by: User, held: Round) -> list[Bringing]:
    """The lists that stand in a draft, latest first, for those who may take them back: the proposer's officers."""
    if by.body_id != held.proposer_id:
        return []
    return list(Bringing.objects.filter(round=held, undone_at=None).select_related("made_by").order_by("-pk"))


def _row(places: Places, number: int, cells: Mapping[str, Value]) -> _Row:
    """What a row says. Raises CellWrong at the first cell that cannot be used."""

    def text(field: str) -> str:
        return text_of(field, cells.get(field, ""))

    def day(field: str) -> date:
        found = day_of(field, cells.get(field, ""))
        if found is None:
            raise wrong(field, "DSA-211", "", NAMES[field], "ô còn trống", "the cell is empty")
        return found

    kinds = names_told(name for _, name in RECIPIENTS.values())
    kind = word_of("kind", needed("kind", text("kind"), NAMES["kind"]), kind_words(), kinds)
    name = needed("name", text("name"), NAMES["name"])
    for_what = names_told(one.name for one in achievements().values())
    written = needed("achievement", text("achievement"), NAMES["achievement"])
    achievement = word_of("achievement", written, achievement_words(), for_what)
    first, last = day("from"), day("to")
    # A body names places of today, as on the round's own page; its own land where the cells are empty.
    empty = not text("place") and not text("code")
    place = places.own if empty else places.found(cells, places.today)[0]
    is_minor = yes_of("minor", cells.get("minor", ""))
    return _Row(number, AwardDraft(int(kind), name, place, int(achievement), first, last, text("told"), is_minor))


def _checked(held: Round, told: Sequence[_Row]) -> tuple[list[Award], list[Finding]]:
    keys = sorted({checking.name_key(squeeze(one.draft.name)) for one in told})
    known: dict[_Once, list[tuple[date, date]]] = {}
    for award in checking.already_open(keys):
        known.setdefault(_once(award), []).append((award.achieved_from, award.achieved_to))
    good: list[Award] = []
    findings: list[Finding] = []
    for one in told:
        award = award_row(held, one.draft)
        problems = checking.recipient_problems(held, one.draft) + checking.name_problems(one.draft)
        days = known.setdefault(_once(award), [])
        if not problems and any(first <= award.achieved_to and last >= award.achieved_from for first, last in days):
            problems = [checking.again_problem(award.kind)]
        findings += [Finding(one.row, _field_of(problem, one.draft), problem) for problem in problems]
        if not problems:
            days.append((award.achieved_from, award.achieved_to))
            good.append(award)
    return good, findings


def _once(award: Award) -> _Once:
    return award.name_key, award.kind, award.place_id, award.achievement


def _field_of(problem: Problem, draft: AwardDraft) -> str:
    """Which column the register speaks of; of a text that may not be kept, the one that says so by itself."""
    if problem.code.startswith("NGUON-"):
        return "told" if checking.text_problems(squeeze(draft.told)) else "name"
    return _FIELD_OF.get(problem.code, "")


def _nameless(found: Finding) -> Finding:
    return replace(found, problem=replace(found.problem, read=""))
