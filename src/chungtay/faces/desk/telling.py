"""What went wrong, said to the person: a refusal's problems in the page's language."""

from dataclasses import dataclass
from types import TracebackType

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import get_language

from chungtay.kernel.errors import NotAllowed, Problem, Refusal, side


def language() -> str:
    """The language of the page: 'vi' or 'en'."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@dataclass(frozen=True)
class ProblemWords:
    """A problem as a page shows it, in one language. Empty parts are left out by the page."""

    code: str
    where: str
    message: str
    read: str
    expected: str
    todo: str


def words(problem: Problem) -> ProblemWords:
    """The problem in the page's language."""
    message = problem.message_en if language() == "en" else problem.message_vi
    texts = (problem.where, message, problem.read, problem.expected, problem.todo)
    return ProblemWords(problem.code, *(side(text, language()) for text in texts))


def problems(refusal: Refusal) -> list[ProblemWords]:
    """All problems of a refusal in the page's language."""
    return [words(problem) for problem in refusal.problems]


def sentence(problem: Problem) -> str:
    """The problem in one line, for a message that is gone after the next page."""
    told = words(problem)
    message = f"{told.message[:1].upper()}{told.message[1:]}" or told.where
    parts = [message, told.todo[:1].upper() + told.todo[1:]]
    return f"[{told.code}] " + ". ".join(part.rstrip(".") for part in parts if part) + "."


class telling:  # noqa: N801 - reads as a statement: `with telling(request):`
    """Do something with an object that is in view: a refusal becomes messages, a right that lacks a 403."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, NotAllowed):
            raise PermissionDenied(" ".join(sentence(problem) for problem in error.problems)) from error
        if not isinstance(error, Refusal):
            return False
        for problem in error.problems:
            messages.error(self.request, sentence(problem))
        return True
