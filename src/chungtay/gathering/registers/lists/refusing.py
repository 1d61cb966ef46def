"""How every register refuses: the same shape of problem, with the register's own name and remedy."""

from dataclasses import dataclass
from typing import Final

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal

_MEND: Final = Both("sửa rồi ghi lại", "mend it and save again")


@dataclass(frozen=True)
class Refusing:
    """What the problems of one register have in common: where they are, and what to do unless one says otherwise."""

    where: Both
    todo: Both = _MEND

    def problem(self, code: str, read: str, expected: Both, vi: str, en: str, todo: Both | None = None) -> Problem:
        """One problem. `read` never repeats a name."""
        return Problem(code, self.where, read, expected, todo or self.todo, vi, en)

    def refusal(self, code: str, read: str, expected: Both, vi: str, en: str) -> Refusal:
        """A refusal with one problem."""
        return Refusal([self.problem(code, read, expected, vi, en)])

    def not_allowed(self, code: str, read: str, expected: Both, vi: str, en: str) -> NotAllowed:
        """A refusal of the account: it may not, or there is nothing for it to see."""
        return NotAllowed([self.problem(code, read, expected, vi, en)])
