"""What the weighing of a number looks at: telling phrases, and the number with what it counts."""

from dataclasses import dataclass

from chungtay.gathering.intake.readers.numerals import Numeral
from chungtay.gathering.intake.readers.scene import Counted


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that tells something, at tokens [first, last)."""

    first: int
    last: int
    label: str


@dataclass(frozen=True)
class Mark:
    """A number with its noun, as the weighing sees it: number at [first, last), noun up to `unit_end`."""

    number: Numeral
    counted: Counted | None
    kinds: tuple[str, ...]
    inherited: bool = False

    @property
    def unit_end(self) -> int:
        """Token after the noun, or after the number."""
        return self.counted.last if self.counted and self.counted.last > self.number.last else self.number.last
