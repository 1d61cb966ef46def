"""What the ledger's tests are written with: claims in few words, and the places and bodies of the cast."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chungtay.kernel.periods import Period, decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger import services
from chungtay.ledger.types import Claim, DecisionKind

NOVEMBER = decree_month(2025, 11)
APPROVED, PUBLISHED = DecisionKind.APPROVED, DecisionKind.PUBLISHED
SUBMITTED, RETURNED, WITHDRAWN = DecisionKind.SUBMITTED, DecisionKind.RETURNED, DecisionKind.WITHDRAWN


@dataclass
class Desk:
    """Ba Đình's desk: An appends, Bình decides."""

    an: Any
    binh: Any
    giang: Any
    body: Any
    form: Any
    other_body: Any

    def claim(self, value: int | str = 15, indicator: str = "communication.sessions", **extra: Any) -> Claim:
        """A claim about Ba Đình in November."""
        fields = {"place_id": self.body.place_id, "period": NOVEMBER, "quantity": Quantity.read(Decimal(value))}
        return Claim(indicator, **{**fields, **extra})

    def append(self, *values: int | Claim, period: Period = NOVEMBER, body: Any = None, **extra: Any) -> Any:
        """A batch with a claim per value."""
        body = body or self.body
        claims = [value if isinstance(value, Claim) else self.claim(value) for value in values]
        fields = {"by": self.an, "body": body, "form": self.form, "place": body.place, "period": period}
        return services.batch_append(claims=claims, **{**fields, **extra})

    def decide(self, batch: Any, *kinds: DecisionKind, reason: str = "") -> Any:
        """The decisions one after another; the last is returned."""
        return [services.decision_append(by=self.binh, batch=batch, kind=kind, reason=reason) for kind in kinds][-1]

    def approved(self, *values: int | Claim, **extra: Any) -> Any:
        """A batch that was approved at once."""
        batch = self.append(*values, **extra)
        self.decide(batch, APPROVED)
        return batch


def values_of(figures: Sequence[Any]) -> list[int]:
    """The values of recorded figures, sorted."""
    return sorted(int(figure.claim.quantity.value) for figure in figures)
