"""An invented year of one commune in the registers of standards and commendations. Every row is marked as invented and
is no figure's evidence; the names are of nobody, nothing was recognised or commended by anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.registers.commendations import deciding, naming
from chungtay.gathering.registers.commendations import queries as rounds
from chungtay.gathering.registers.commendations import services as commendations
from chungtay.gathering.registers.commendations.services import AwardDraft
from chungtay.gathering.registers.standards import scoping
from chungtay.gathering.registers.standards import services as standards
from chungtay.gathering.registers.standards.services import EntryDraft

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.gathering.registers.standards.models import Entry
    from chungtay.reference.actors.models import User

SAFE, MOVEMENT, DRUG_FREE, EXEMPLARY = 1, 2, 3, 4
AREA, COMMUNE, AGENCY, FIRM, SCHOOL = 1, 2, 3, 4, 5
MET, NOT_MET, NOT_APPLICABLE = 1, 2, 3
COLLECTIVE, HOUSEHOLD, INDIVIDUAL = 1, 2, 3
DIRECTOR, COMMITTEE, THEMATIC = 5, 6, 3
UNITS = (
    *((AREA, 0, f"Khu dân cư số {n}") for n in range(1, 9)),
    (AGENCY, 1, "Trạm y tế"),
    (FIRM, 1, "Công ty may số 1"),
    (SCHOOL, 1, "Trường trung học cơ sở số 1"),
)
IN_SCOPE = ((AREA, 11), (AGENCY, 3), (FIRM, 2), (SCHOOL, 2))
"""How many of each kind the commune reviews in the year that ended."""
EXEMPLARY_MET = 28
"""Of the 34 criteria."""
NAMED = (
    (COLLECTIVE, "Tổ bảo vệ an ninh, trật tự số 1", 5, ""),
    (COLLECTIVE, "Ban công tác Mặt trận Thôn 2", 3, ""),
    (
        COLLECTIVE,
        "Câu lạc bộ phòng, chống tội phạm và tuyên truyền pháp luật, khu dân cư liên thôn số 3, 4",
        1,
        "",
    ),
    (HOUSEHOLD, "Hộ gia đình Giả Thị Mẫu", 1, "Cho mượn sân để lắp camera an ninh"),
    (INDIVIDUAL, "Giả Văn Mẫu", 2, ""),
    (INDIVIDUAL, "Giả Thị Thử", 4, "Hòa giải bền bỉ ở tổ dân phố"),
    (INDIVIDUAL, "Giả Văn Kín", 9, ""),
)
"""Kind, invented name, achievement and words about it; the last is seen by the awarding body alone."""


def create(cast: Cast) -> int:
    """What the commune of the demonstration's reporter registered and proposed; gives how many rows there are."""
    by, over = cast.accounts["baocao.xa"], cast.accounts["duyet.ht"]
    return _standards(by, over) + _commendations(cast, by, over)


def _standards(by: User, over: User) -> int:
    today = timezone.localdate()
    running = today.year + ((today.month, today.day) > (11, 15))
    ended, on = running - 1, min(today, date(running - 1, 12, 1))
    made = 0
    for number, (kind, sort, name) in enumerate(UNITS):
        entry = _registered(by, SAFE, ended, kind, sort, name)
        made += 1
        if number < 9:
            _decided(by, over, entry, on, recognised=number != 6)
        if number % 3 == 0:
            _registered(by, SAFE, running, kind, sort, name)
            made += 1
    _decided(by, over, _registered(by, SAFE, ended, COMMUNE), on)
    for kind, inside in IN_SCOPE:
        told = {"rule": SAFE, "year": ended, "kind": kind, "inside": inside}
        scoping.scope_state(by=by, place=by.body.place, document="07/KH-UBND", is_illustration=True, **told)
    rated = _registered(by, MOVEMENT, ended, COMMUNE)
    _decided(by, over, rated, on, rating="good")
    _registered(by, DRUG_FREE, running, COMMUNE)
    exemplary = _registered(by, EXEMPLARY, ended, COMMUNE)
    criteria = standards.subject_of(exemplary).criteria
    marks = {number: MET if n < EXEMPLARY_MET else NOT_MET for n, number in enumerate(criteria)}
    standards.entry_assess(by=by, id=exemplary.pk, marks=marks)
    standards.entry_propose(by=by, id=exemplary.pk, document="31/TTr-UBND")
    return made + 4


def _registered(by: User, rule: int, year: int, kind: int, sort: int = 0, name: str = "") -> Entry:
    draft = EntryDraft(rule, year, kind, by.body.place, name, sort)
    return standards.entry_register(by=by, draft=draft, is_illustration=True)


def _decided(by: User, over: User, entry: Entry, on: date, *, recognised: bool = True, rating: str = "") -> None:
    criteria = standards.subject_of(entry).criteria
    marks = dict.fromkeys(criteria, MET) | ({criteria[-1]: NOT_APPLICABLE} if len(criteria) > 1 else {})
    standards.entry_assess(by=by, id=entry.pk, marks=marks)
    standards.entry_propose(by=by, id=entry.pk, document="24/TTr-UBND")
    told = {"number": f"{entry.year}/QĐ-GĐ"} if recognised else {"reason": "Có vụ việc trong danh mục"}
    standards.entry_decide(by=over, id=entry.pk, recognised=recognised, on=on, rating=rating, **told)


def _commendations(cast: Cast, by: User, over: User) -> int:
    """A round with its decision, one that waits for it, and a draft."""
    today = timezone.localdate()
    held = commendations.round_open(
        by=by, form=DIRECTOR, sort=THEMATIC, on=today - timedelta(60), document="12/TTr-GĐ", is_illustration=True
    )
    for kind, name, achievement, told in NAMED:
        commendations.award_add(by=by, id=held.pk, draft=_draft(by, kind, name, achievement, told))
    commendations.round_send(by=by, id=held.pk)
    deciding.round_minute(by=cast.accounts["baocao.ht"], id=held.pk, number="05/BB-GĐ", on=today - timedelta(50))
    deciding.round_decide(by=over, id=held.pk, number="112/QĐ-GĐ", on=today - timedelta(45))
    first = next(a for a in rounds.awards_page(by, held).rows if a.kind == INDIVIDUAL)
    on = today - timedelta(40)
    naming.award_publish(by=by, id=held.pk, award_id=first.pk, consent="Đơn đồng ý giả định", on=on)
    for name, is_sent in (("Tổ hòa giải Thôn 1", True), ("Tổ hòa giải Thôn 3", False)):
        small = commendations.round_open(
            by=by, form=COMMITTEE if is_sent else DIRECTOR, sort=THEMATIC, on=today - timedelta(9), is_illustration=True
        )
        commendations.award_add(by=by, id=small.pk, draft=_draft(by, COLLECTIVE, name, 4, ""))
        if is_sent:
            commendations.round_send(by=by, id=small.pk)
    return len(NAMED) + 2


def _draft(by: User, kind: int, name: str, achievement: int, told: str) -> AwardDraft:
    year = timezone.localdate().year - 1
    days = date(year, 1, 1), date(year, 12, 31)
    return AwardDraft(kind, name, by.body.place, achievement, *days, told=told)
