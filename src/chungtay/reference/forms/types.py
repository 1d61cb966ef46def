"""What a form asks for, as the rooms above read it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ItemFacts:
    """One row of a form version: an indicator as a whole (`cell` "") or one cell of its breakdown.

    `position` counts from 0 over the whole form. Section names are "" where the form has no sections.
    """

    id: int
    position: int
    indicator: str
    cell: str
    section_vi: str
    section_en: str
    allows_precision: bool
    must_answer: bool
    two_attest: bool
    status: str = "result"
    """What a number in it is: 'result' or 'target'."""

    @property
    def key(self) -> str:
        """What names the row wherever a form is filled in: "tips.received|tip_category=crime"."""
        return f"{self.indicator}|{self.cell}"

    def section(self, language: str = "vi") -> str:
        """The heading over the row in the language."""
        return self.section_vi if language == "vi" else self.section_en


@dataclass(frozen=True, slots=True)
class Duty:
    """A form is owed for a place by a body (None: by whichever is set up there), for periods that end within the dates.

    `level` is that of the body, which its deadlines go by.
    """

    place_id: int
    body_id: int | None
    level: str
    valid_from: date
    valid_to: date | None

    def covers(self, on: date) -> bool:
        """Whether a period that ends on the day is owed."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
