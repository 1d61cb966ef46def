"""What a register that takes lists in has to offer, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from chungtay.kernel.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.registers.lists.columns import Field, Value
    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Finding:
    """What is wrong with a row, numbered as in the file, and with which of its fields ("": the row as a whole)."""

    row: int
    field: str
    problem: Problem


@dataclass(frozen=True)
class Outcome:
    """What became of a list, or would: how many rows are good, what is wrong with the others, and the id under which
    the register holds what came in (None: nothing did)."""

    good: int
    findings: tuple[Finding, ...]
    result: int | None = None


class Taker(Protocol):
    """A register that takes lists in."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is asked of a row."""

    def may_bring(self, by: User) -> bool:
        """Whether the account brings lists into this register."""

    def bring(
        self,
        *,
        by: User,
        rows: Sequence[tuple[int, Mapping[str, Value]]],
        file_name: str,
        is_trial: bool,
        is_illustration: bool,
    ) -> Outcome:
        """The good rows come in, or are only counted. `rows`: number in the file, and the cells by field."""

    def undo(self, *, by: User, id: int) -> tuple[int, int]:
        """What came in by a list is taken back; gives how many rows were, and how many stay."""
