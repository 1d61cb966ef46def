"""For which days a row of a form asks."""

from chungtay.kernel.periods import Period, day
from chungtay.reference.indicators.queries import definition


def period_asked(indicator_code: str, period: Period) -> Period:
    """The period of a claim made from a form's row: what flows is counted over the report's period, what stands (and
    what is told apart) on its last day."""
    return day(period.end) if definition(indicator_code).nature in ("stock", "distinct") else period
