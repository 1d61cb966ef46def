"""What the warehouse's tests are written with: approved batches in few words, and short questions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger import services as ledger
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.results.warehouse.queries import answer
from chungtay.results.warehouse.questions import Question, Row

NOVEMBER = decree_month(2025, 11)
SESSIONS = "communication.sessions"
HANOI = "p01@2025"


@dataclass
class Office:
    """Bodies of Hà Nội whose batches are approved at once."""

    cast: Any
    form: Any

    def reports(
        self, code: str, *values: int, indicator: str = SESSIONS, period: Period = NOVEMBER, **extra: Any
    ) -> Any:
        """An approved batch of a body with a claim about its own place per value."""
        body = self.cast.bodies[code]
        claims = [Claim(indicator, body.place_id, period, Quantity.read(Decimal(value)), **extra) for value in values]
        return self.appends(code, claims, period)

    def appends(self, code: str, claims: list[Claim], period: Period = NOVEMBER, **extra: Any) -> Any:
        """An approved batch of these claims."""
        body = self.cast.bodies[code]
        batch = ledger.batch_append(
            by=self.cast.an, body=body, form=self.form, place=body.place, period=period, claims=claims, **extra
        )
        self.decides(batch, DecisionKind.APPROVED)
        return batch

    def decides(self, batch: Any, kind: DecisionKind) -> None:
        """Bình decides, with a reason where one is needed."""
        ledger.decision_append(by=self.cast.binh, batch=batch, kind=kind, reason="số liệu sai")

    def asks(self, place: str = HANOI, indicator: str = SESSIONS, **extra: Any) -> Row:
        """The one row about November."""
        [row] = answer(Question((indicator,), place, extra.pop("period", NOVEMBER), **extra))
        return row

    def total(self, **extra: Any) -> int | None:
        """The total of November in Hà Nội."""
        row = self.asks(**extra)
        return None if row.total is None else int(row.total.value)
