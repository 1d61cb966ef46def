"""Who may send, return, approve, withdraw, freeze and release, and when.

Each rule stands twice: `check_x` raises a refusal with its reason, `may_x` answers yes or no for the
pages' buttons. "Who" is role, body and territory; "when" is the table of transitions and the findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.checks import queries as checks
from chungtay.gathering.approval.delegations import givers_of
from chungtay.gathering.approval.transitions import NEEDS_REASON, STATE_NAMES, State, next_state
from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import decides_for, is_above, reads_small_counts, sees_place
from chungtay.reference.actors.queries import Level, Role
from chungtay.reference.forms.queries import form_indicators
from chungtay.reference.indicators.queries import definition
from chungtay.reference.places.queries import lies_within, places_by_id
from chungtay.reference.sources.masking import mask_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from chungtay.checks.models import Finding
    from chungtay.kernel.periods import Period
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place

DISTRICTS_ENDED = date(2025, 7, 1)
"""From this day on there are no districts: bodies of districts decide of no report whose period ends later."""


@dataclass(frozen=True)
class Standing:
    """How a batch stands: the latest decision, who sent it, and the findings that stop its approval."""

    state: State
    senders: frozenset[int]
    blocking: tuple[Finding, ...]


def standings_of(batch_ids: Collection[int]) -> Mapping[int, Standing]:
    """How each of some batches stands, in three questions however many they are."""
    states, senders = ledger.batch_statuses(batch_ids), ledger.senders_of(batch_ids)
    open_findings = checks.blocking_in(batch_ids)
    return {
        pk: Standing(states.get(pk), senders.get(pk, frozenset()), tuple(open_findings.get(pk, ()))) for pk in batch_ids
    }


def check_submit(user: User, body: Body, place: Place) -> None:
    """A reporter sends for the own body, about places of its territory. NotAllowed DUYET-101 to DUYET-103."""
    if user.role != Role.REPORTER:
        raise _no_reporter()
    if user.body_id != body.pk:
        raise _not_allowed(
            "DUYET-102",
            Both("tài khoản của chính cơ quan báo cáo", "an account of the reporting body"),
            "không gửi thay cơ quan khác",
            "does not report for another body",
        )
    if not sees_place(user, place):
        raise _no_such_territory()


def check_enter_for(user: User, body: Body, place: Place) -> None:
    """A reporter enters for the own body, or for one that reports up to it; about places of that body's territory.

    NotAllowed DUYET-101 to DUYET-103. Who enters for another body is its sender: never the one who decides of it.
    """
    if user.body_id == body.pk:
        check_submit(user, body, place)
        return
    if user.role != Role.REPORTER:
        raise _no_reporter()
    if not is_above(user.body, body):
        raise _not_allowed(
            "DUYET-102",
            Both(
                "tài khoản của cơ quan báo cáo hoặc của cấp trên", "an account of the reporting body or of one above it"
            ),
            "không nhập thay cơ quan này",
            "does not enter for this body",
        )
    if not (sees_place(user, place) and lies_within(place, body.place)):
        raise _no_such_territory()


def check_correct(user: User, body: Body, form: Form) -> None:
    """What was sent is put right by the body, or by the one that it reports to. NotAllowed DUYET-106 for others.

    Who enters for a body further below states what nobody stated yet; a correction would begin from the small counts
    of what was sent, and tell by its answer what they are. A form that asks for none of these leaves it open.
    """
    counts_low = any(definition(code).threshold is not None for code in form_indicators(form))
    if counts_low and not reads_small_counts(user, body):
        raise _not_allowed(
            "DUYET-106",
            Both("tài khoản của cơ quan báo cáo hoặc của cấp trên trực tiếp", "the reporting body or the one above it"),
            "không sửa báo cáo đã gửi của cơ quan này",
            "does not correct what this body has sent",
        )


def check_not_ended(body: Body, period: Period) -> None:
    """A body that ended reports late for the days that it lived through, and for none after them. Refusal DUYET-105."""
    if body.valid_to is not None and period.start > body.valid_to:
        raise Refusal.of(
            "DUYET-105",
            Both("Kỳ báo cáo", "Period"),
            read=Both(period.label("vi"), period.label("en")),
            expected=Both(f"đến {body.valid_to:%d/%m/%Y}", f"up to {body.valid_to.isoformat()}"),
            todo=Both("Báo cáo bằng cơ quan kế tiếp của địa bàn", "Report through the body that came after it"),
            vi="Cơ quan này đã kết thúc trước kỳ báo cáo",
            en="The body had ended before the period began",
        )


def check_claims(user: User, claims: Sequence[Claim], body: Body | None = None) -> None:
    """What a report states of places outside the body's territory is not its to state. Refusal DUYET-104, each figure.

    `body`: the reporting one, where the account enters for another than its own.

    A report may well mention a neighbour or the country; the sentence stays in the original, the figure is left out.
    """
    places = places_by_id({claim.place_id for claim in claims})
    territory = (body or user.body).place
    outside = [
        Problem(
            "DUYET-104",
            Both(f"Số liệu {number}", f"Figure {number}"),
            places[claim.place_id].full_name,
            Both(f"{territory.full_name} và địa bàn trực thuộc", f"{territory.full_name} and what lies in it"),
            Both("Sửa địa bàn hoặc bỏ số này", "Correct the place or drop this number"),
            "Số liệu về địa bàn không thuộc cơ quan",
            "A figure about a place outside the body's territory",
        )
        for number, claim in enumerate(claims, 1)
        if not (sees_place(user, places[claim.place_id]) and lies_within(places[claim.place_id], territory))
    ]
    if outside:
        raise Refusal(outside)


def check_decide(
    user: User, batch: Batch, kind: DecisionKind, reason: str = "", standing: Standing | None = None
) -> User | None:
    """Whether this account may decide this now. NotAllowed where it is not for them, Refusal where it is not the time.

    Gives the account for which a delegate decides; None for whoever decides in their own right. `standing` where it is
    known already. Codes: DUYET-404 a batch that the account may not see, DUYET-201 and 202 who, DUYET-301 the state,
    DUYET-302 no reason, DUYET-303 findings that stop approval, DUYET-304 a reason that may name a person.
    """
    stands = standing or standings_of([batch.pk])[batch.pk]
    behalf = check_who(user, batch, kind, stands.state, stands.senders)
    check_when(batch, kind, stands)
    check_reason_names_nobody(reason)
    if kind in NEEDS_REASON and not squeeze(reason):
        raise Refusal.of(
            "DUYET-302",
            Both("Lý do", "Reason"),
            todo=Both("Ghi lý do để nơi gửi biết cần sửa gì", "Say why, so that the sender knows what to mend"),
            vi="Trả lại hoặc rút phải có lý do",
            en="Returning or withdrawing takes a reason",
        )
    return behalf


def check_reason_names_nobody(reason: str, where: str = Both("Lý do", "Reason")) -> None:
    """Refusal DUYET-304 for words that may name a person."""
    if mask_spans(reason):
        raise Refusal.of(
            "DUYET-304",
            where,
            todo=Both("Nêu lý do mà không nêu tên người", "Give the reason without naming anybody"),
            vi="Lý do có thể nêu tên người",
            en="The reason may name a person",
        )


def check_who(
    user: User, batch: Batch, kind: DecisionKind, state: State, senders: Collection[int] | None = None
) -> User | None:
    """Role, line and territory. What stands outside the territory is refused as if it did not exist.

    Gives the account for which a delegate decides, as `check_decide`.
    """
    if not sees_place(user, batch.place):
        raise _not_there(batch.pk)
    sent_by = ledger.senders_of([batch.pk]).get(batch.pk, frozenset()) if senders is None else senders
    if kind is DecisionKind.SUBMITTED or (kind is DecisionKind.WITHDRAWN and state is DecisionKind.SUBMITTED):
        # Whoever entered it for another body may take it back; the others of that account's body may not.
        check = check_enter_for if user.pk in sent_by else check_submit
        check(user, batch.body, batch.place)
        return None
    if not _stands_above(user.body, batch):
        raise _no_approver()
    if user.pk in sent_by:
        raise _not_allowed(
            "DUYET-202",
            Both("người khác với người gửi", "another account than the sender's"),
            "không tự duyệt báo cáo do mình gửi",
            "does not approve what it sent itself",
        )
    if user.role == Role.APPROVER:
        return None
    givers = [giver for giver in givers_of(user) if giver.pk not in sent_by]
    if not givers:
        raise _no_approver()
    return givers[0]


def _stands_above(body: Body, batch: Batch) -> bool:
    if body.level == Level.DISTRICT and batch.end >= DISTRICTS_ENDED:
        return False
    return decides_for(body, batch.body, timezone.localdate())


def check_there(batch: Batch | None, id: int) -> Batch:
    """The batch; NotAllowed DUYET-404 where there is none, the same as for one that the account may not see."""
    if batch is None:
        raise _not_there(id)
    return batch


def _not_there(id: int) -> NotAllowed:
    return NotAllowed.of(
        "DUYET-404",
        Both(f"Lô {id}", f"Batch {id}"),
        todo=Both("Mở lại danh sách báo cáo", "Open the list of reports again"),
        vi="Không có báo cáo này",
        en="There is no such report",
    )


def check_when(batch: Batch, kind: DecisionKind, standing: Standing) -> None:
    """The table of transitions, and no open blocking finding at approval."""
    if next_state(standing.state, kind) is None:
        before, wanted = STATE_NAMES[standing.state], STATE_NAMES[kind]
        raise Refusal.of(
            "DUYET-301",
            Both(f"Lô {batch.pk}", f"Batch {batch.pk}"),
            read=Both(before[0], before[1]),
            todo=Both("Tải lại trang để xem tình trạng hiện nay", "Reload to see how it stands now"),
            vi=f"Báo cáo {before[0]} nên không chuyển sang “{wanted[0]}” được",
            en=f"A report that is {before[1]} cannot become “{wanted[1]}”",
        )
    if kind is DecisionKind.APPROVED and standing.blocking:
        raise Refusal.of(
            "DUYET-303",
            Both(f"Lô {batch.pk}", f"Batch {batch.pk}"),
            read=", ".join(sorted({finding.rule for finding in standing.blocking})),
            todo=Both(
                "Trả lại để sửa, hoặc bỏ qua từng phát hiện có lý do", "Return it, or set findings aside with reasons"
            ),
            vi=f"Còn {len(standing.blocking)} phát hiện chặn duyệt",
            en=f"{len(standing.blocking)} findings stop approval",
        )


def check_freeze(user: User, place: Place) -> None:
    """An approver freezes and composes for places of the own territory. NotAllowed DUYET-401 and DUYET-103."""
    if user.role != Role.APPROVER:
        raise _not_allowed(
            "DUYET-401",
            Both("tài khoản duyệt", "an approver"),
            "chỉ tài khoản duyệt chốt số liệu",
            "does not freeze figures",
        )
    if not sees_place(user, place):
        raise _no_such_territory()


def check_release(user: User, place: Place) -> None:
    """What becomes public is released from the province up, by an approver. NotAllowed as check_freeze, DUYET-402."""
    check_freeze(user, place)
    if user.body.level not in (Level.PROVINCE, Level.CENTRE):
        raise _not_allowed(
            "DUYET-402",
            Both("cơ quan cấp tỉnh trở lên", "a body of the province or the centre"),
            "cấp dưới tỉnh không công bố báo cáo",
            "does not publish",
        )


def may_submit(user: User, body: Body, place: Place) -> bool:
    """`check_submit` as yes or no."""
    return _passes(lambda: check_submit(user, body, place))


def may_enter_for(user: User, body: Body, place: Place) -> bool:
    """`check_enter_for` as yes or no."""
    return _passes(lambda: check_enter_for(user, body, place))


def may_decide(user: User, batch: Batch, kind: DecisionKind) -> bool:
    """`check_decide` as yes or no, before a reason is written."""
    return _passes(lambda: _decided(user, batch, kind))


def may_freeze(user: User, place: Place) -> bool:
    """`check_freeze` as yes or no."""
    return _passes(lambda: check_freeze(user, place))


def may_release(user: User, place: Place) -> bool:
    """`check_release` as yes or no."""
    return _passes(lambda: check_release(user, place))


def _decided(user: User, batch: Batch, kind: DecisionKind) -> None:
    check_decide(user, batch, kind, reason="…")


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True


def _no_reporter() -> NotAllowed:
    return _not_allowed(
        "DUYET-101",
        Both("tài khoản báo cáo", "a reporter's account"),
        "tài khoản này không gửi báo cáo",
        "does not report",
    )


def _no_such_territory() -> NotAllowed:
    return _not_allowed(
        "DUYET-103",
        Both("địa bàn thuộc cơ quan", "a place of the body's territory"),
        "địa bàn này không thuộc cơ quan",
        "has no such place in its territory",
    )


def _no_approver() -> NotAllowed:
    return _not_allowed(
        "DUYET-201",
        Both("tài khoản duyệt của cơ quan cấp trên", "an approver of a body above"),
        "tài khoản này không duyệt báo cáo của cơ quan đó",
        "does not approve that body's reports",
    )


def _not_allowed(code: str, expected: str, vi: str, en: str) -> NotAllowed:
    return NotAllowed.of(
        code,
        Both("Tài khoản", "Account"),
        expected=expected,
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi=vi[:1].upper() + vi[1:],
        en=f"This account {en}",
    )
