"""Refusals that a person can act on.

One shape for all of them: a stable code, where it was met, what was read, what was expected and
what to do next. Vietnamese first, English complete. Nothing here may carry text about a person.
"""

from dataclasses import dataclass, field
from typing import Self


class Both(str):
    """One text in two languages. To whoever takes it for plain text it is "tiếng Việt / English".

    What was read from a file or typed by somebody is no such text: it stands as it is in either language.
    """

    vi: str
    en: str

    def __new__(cls, vi: str, en: str) -> Self:
        """Both languages, neither of them taken apart again later."""
        made = super().__new__(cls, f"{vi} / {en}")
        made.vi, made.en = vi, en
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return self.vi, self.en


def side(text: str, language: str) -> str:
    """The side of a text in 'vi' or 'en'; any text without two sides as it stands."""
    if not isinstance(text, Both):
        return text
    return text.vi if language == "vi" else text.en


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `code` is stable ("NGUON-003"); `where` is a file, sheet, cell or paragraph as people say it. Texts of our own are
    `Both`.
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
        where, *told = (side(text, language) for text in (self.where, self.read, self.expected, self.todo))
        parts = [f"[{self.code}] {where}: {message}".rstrip(": ")]
        parts += [f"{label}: {text}" for label, text in zip(labels, told, strict=True) if text]
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
