"""A handful of invented villages of the one commune whose account can sign in, so that their form, and the sum of it
that the commune is offered in its own, can be tried. Names are numbers; nothing was reported by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay import flow
from chungtay.faces.commands.demo import invented
from chungtay.faces.commands.demo.cast import PASSWORD
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.queries import Role
from chungtay.reference.actors.services import account_create
from chungtay.reference.actors.villages import villages_register
from chungtay.reference.forms.queries import form_get, form_indicators
from chungtay.reference.forms.services import obligation_create

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.reference.actors.models import Body, User

NAMES = ("Thôn 1", "Thôn 2", "Thôn 3", "Tổ dân phố số 1", "Tổ dân phố số 2")
FORM = "village-monthly"
PEOPLE = 1000
MONTH = invented.MONTHS[-1]


def create(cast: Cast) -> int:
    """The villages with who reports for them, who approves in the commune, and who keeps their list; all but the last
    have sent the month that the commune still has to report, and were approved. Gives how many villages there are."""
    commune = cast.accounts["baocao.xa"].body.place
    keeper = _account(cast, "quantri.ht", "Quản trị, Công an tỉnh Hà Tĩnh", cast.bodies["CA-HT"], Role.ADMINISTRATOR)
    # Whoever looks after the programme's own house: she reads what all accounts of the province did, and no figure.
    _account(cast, "giamsat.ht", "Giám sát, Công an tỉnh Hà Tĩnh", cast.bodies["CA-HT"], Role.OVERSIGHT)
    bodies = villages_register(by=keeper, commune=commune, text="\n".join(NAMES), valid_from=MONTH.start)
    form = form_get(FORM, MONTH.end)
    for body in bodies:
        obligation_create(form=form, body=body, place=body.place, valid_from=MONTH.start)
    committee = bodies[0].parent
    assert committee is not None
    approver = _account(cast, "duyet.xa", f"Người duyệt, {committee.name_vi}", committee, Role.APPROVER)
    reporters = [
        _account(cast, f"thon.{number}", f"Người báo cáo, {body.name_vi}", body, Role.REPORTER)
        for number, body in enumerate(bodies, 1)
    ]
    _report(reporters[:-1], approver)
    return len(bodies)


def _account(cast: Cast, name: str, office: str, body: Body, role: Role) -> User:
    cast.accounts[name] = account_create(
        username=name, password=PASSWORD, display_name=office, body=body, role=role, weak_password_ok=True
    )
    return cast.accounts[name]


def _report(reporters: list[User], approver: User) -> None:
    asked = set(form_indicators(form_get(FORM, MONTH.end)))
    by_place = {by.body.place_id: by for by in reporters}
    for month in invented.commune_months([(pk, PEOPLE) for pk in by_place], lambda period: asked):
        if month.period != MONTH:
            continue
        by = by_place[month.place_id]
        batch = flow.figures_submit(
            by=by,
            body=by.body,
            form_code=FORM,
            place=by.body.place,
            period=month.period,
            claims=month.claims,
            is_illustration=True,
        )
        flow.batch_decide(by=approver, batch=batch, kind=DecisionKind.APPROVED)
