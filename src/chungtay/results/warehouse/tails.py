"""What the ledger says beyond a generation, as plain data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chungtay.results.warehouse.facts import Fact, Receipt, Rule, with_ratios

_NONE: Mapping[int, int] = {}


@dataclass(frozen=True)
class Tail:
    """What counts at a transaction beyond a generation, and what of the generation no longer does."""

    version: int = 0
    ended: frozenset[int] = frozenset()
    """Batches of the generation that no longer count."""
    ended_facts: Mapping[str, Sequence[Fact]] = field(default_factory=dict)
    """By indicator, what those batches said."""
    facts: Mapping[str, Sequence[Fact]] = field(default_factory=dict)
    """By indicator, what counts now and did not in the generation."""
    receipts: tuple[Receipt, ...] = ()
    ranks: Callable[[Sequence[int]], Mapping[int, int]] = field(default=lambda figures: _NONE, compare=False)
    """The ranks of figures of the generation, where they now stand beside a new one."""

    def __bool__(self) -> bool:
        return bool(self.ended or self.facts or self.receipts)

    def facts_of(self, rule: Rule) -> Iterable[Fact]:
        """What counts now of an indicator, computed ratios among it."""
        return _of(self.facts, rule)

    def ended_of(self, rule: Rule) -> Iterable[Fact]:
        """What the generation holds of an indicator that no longer counts, computed ratios among it."""
        return _of(self.ended_facts, rule)


def _of(facts: Mapping[str, Sequence[Fact]], rule: Rule) -> Iterable[Fact]:
    own = facts.get(rule.code, ())
    if not rule.numerator:
        return own
    parts = [*own, *facts.get(rule.numerator, ()), *facts.get(rule.denominator, ())]
    return (fact for fact in with_ratios(parts, {rule.code: rule}) if fact.indicator == rule.code)
