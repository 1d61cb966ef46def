"""Refusals that a person can act on.

One shape for all of them: a stable code, where it was met, what was read, what was expected and
what to do next. Vietnamese first, English complete. Nothing here may carry text about a person.
"""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `code` is stable ("NGUON-003"); `where` is a file, sheet, cell or paragraph as people say it.
    """

    code: str
    where: str
    read: str
    expected: str
    todo: str
    message_vi: str = ""
    message_en: str = ""

    def in_words(self, language: str = "vi") -> str:
        """The whole problem in one paragraph of the given language ('vi' or 'en')."""
        labels = ("Đọc được", "Cần", "Cách xử lý") if language == "vi" else ("Read", "Expected", "What to do")
        message = self.message_vi if language == "vi" else self.message_en
        parts = [f"[{self.code}] {self.where}: {message}".rstrip(": ")]
        parts += [
            f"{label}: {text}"
            for label, text in zip(labels, (self.read, self.expected, self.todo), strict=True)
            if text
        ]
        return ". ".join(part.rstrip(".") for part in parts) + "."


@dataclass
class Refusal(Exception):
    """Raised when something asked for cannot be done; carries one or more problems, never a traceback for people."""

    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        code: str,
        where: str,
        *,
        read: str = "",
        expected: str = "",
        todo: str = "",
        vi: str = "",
        en: str = "",
    ) -> Self:
        """A refusal with a single problem."""
        return cls([Problem(code, where, read, expected, todo, vi, en)])

    @property
    def code(self) -> str:
        """The first problem's stable code."""
        return self.problems[0].code if self.problems else "?"

    def __str__(self) -> str:
        return " ".join(p.in_words() for p in self.problems)


class NotAllowed(Refusal):
    """The actor may not do this, or may not know that the thing exists."""
