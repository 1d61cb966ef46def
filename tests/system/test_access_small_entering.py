"""Who enters for a body two levels below states what nobody stated yet, and is told nothing of what was."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from chungtay import flow
from chungtay.gathering.intake.drafts.queries import draft_lines
from chungtay.gathering.intake.workbooks import services as workbooks
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import batches_visible
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.actors.models import Role
from chungtay.reference.actors.services import account_create
from chungtay.reference.forms.queries import form_get
from gathering.intake.workbook_builders import TIPS
from uploads_builders import NOVEMBER, filled, taken, told

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User
    from conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def high(cast: Cast) -> User:
    """A reporter at the centre: two levels above Ba Đình."""
    centre = cast.bodies["BCA"]
    return account_create(
        username="lan", password="mat-khau-thu-nghiem-2025", display_name="Cán bộ lan", body=centre, role=Role.REPORTER
    )


def opened(by: User, cast: Cast) -> Any:
    body = cast.an.body
    return flow.draft_open(by=by, body=body, form_code="monthly-commune", place=body.place, period=NOVEMBER)


@pytest.fixture
def approved(cast: Cast) -> None:
    """Ba Đình's month, sent from a workbook and approved: three tips."""
    taken(cast.an, {"a.xlsx": filled(cast.an.body, {TIPS: 3})})
    [batch] = batches_visible(cast.an)
    flow.batch_decide(by=cast.binh, batch=batch, kind=DecisionKind.APPROVED)


@pytest.mark.usefixtures("approved")
def test_a_correction_is_opened_by_the_body_or_the_one_above_it_alone(cast: Cast, high: User) -> None:
    with pytest.raises(NotAllowed, match="DUYET-106"):
        opened(high, cast)
    assert "3" in {line.content.text for line in draft_lines(opened(cast.chi, cast))}


def test_what_the_body_has_begun_is_not_opened_two_levels_above(cast: Cast, high: User) -> None:
    opened(cast.an, cast)
    with pytest.raises(NotAllowed, match="NHAP-202"):
        opened(high, cast)


@pytest.mark.usefixtures("approved")
def test_a_workbook_is_answered_alike_whether_it_guesses_what_was_sent_or_not(cast: Cast, high: User) -> None:
    answers = []
    for guess in (2, 3):
        upload = taken(high, {f"{guess}.xlsx": filled(cast.an.body, {TIPS: guess})}, f"goi-{guess}")
        answers.append(told(upload))
    assert answers[0] == answers[1]
    assert "DUYET-106" in str(answers[0])
    assert len(batches_visible(cast.an)) == 1


def parts(workbook: bytes) -> dict[str, bytes]:
    """What a workbook holds but the second at which it was made."""
    with ZipFile(BytesIO(workbook)) as held:
        return {name: held.read(name) for name in held.namelist() if name != "docProps/core.xml"}


@pytest.mark.usefixtures("approved")
def test_a_workbook_for_filling_in_comes_empty_two_levels_above(cast: Cast, high: User) -> None:
    form, body = form_get("monthly-commune", NOVEMBER.end), cast.an.body
    key = {"form": form, "place": body.place, "periods": [NOVEMBER], "body": body}
    made = {by: parts(workbooks.workbook_make(by=by, **key)) for by in (cast.chi, high)}
    assert made[high] == parts(workbooks.workbook_make(by=high, **key, is_blank=True))
    assert made[cast.chi] != parts(workbooks.workbook_make(by=cast.chi, **key, is_blank=True))


@pytest.mark.parametrize(("who", "is_told"), [("chi", True), ("high", False)])
def test_a_question_about_a_first_report_quotes_nothing_to_who_may_not_read_it(
    cast: Cast, high: User, who: str, is_told: bool
) -> None:
    by, body = high if who == "high" else cast.chi, cast.an.body
    claims = [
        Claim(code, body.place_id, NOVEMBER, Quantity.read(n)) for code, n in (("tips.received", 2), ("tips.useful", 4))
    ]
    with pytest.raises(Refusal) as refused:
        flow.figures_submit(
            by=by, body=body, form_code="monthly-commune", place=body.place, period=NOVEMBER, claims=claims, reasons={}
        )
    assert any(problem.read for problem in refused.value.problems) is is_told
