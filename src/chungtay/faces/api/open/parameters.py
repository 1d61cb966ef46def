"""What may be asked of an address behind the question mark: told once, for reading it and for describing it.

A word that nothing is known of is refused: a filter that is spelt wrongly and passed over would answer for everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from chungtay.kernel.errors import Both, Problem, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

_WORD = re.compile(r"[A-Za-z0-9@._=;-]{0,200}")


@dataclass(frozen=True)
class Parameter:
    """One word that may be asked with. `most` bounds whole numbers, `among` words."""

    name: str
    kind: Literal["whole", "day", "word"]
    told_vi: str
    told_en: str
    default: Any = ""
    most: int = 0
    among: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The parameter as OpenAPI tells it."""
        kinds: dict[str, dict[str, Any]] = {
            "whole": {"type": "integer", "minimum": 0},
            "day": {"type": "string", "format": "date"},
            "word": {"type": "string", "maxLength": 200},
        }
        schema = kinds[self.kind]
        if self.most:
            schema |= {"maximum": self.most, "default": self.default}
        if self.among:
            schema["enum"] = list(self.among)
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": f"{self.told_vi} / {self.told_en}",
            "schema": schema,
        }


def asked_of(request: HttpRequest, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The values by name; the default where nothing is asked. Refusal MO-001 for a word nobody knows, MO-002 for a
    value that cannot be read, MO-005 for one asked twice: all of them at once."""
    known = {parameter.name: parameter for parameter in parameters}
    problems, values = [], {name: parameter.default for name, parameter in known.items()}
    for name in request.GET:
        parameter = known.get(name)
        if parameter is None:
            problems.append(_unknown(name, known))
        elif len(request.GET.getlist(name)) > 1:
            problems.append(_twice(name))
        else:
            try:
                values[name] = _read(parameter, request.GET[name].strip())
            except ValueError:
                problems.append(_unread(parameter, request.GET[name]))
    if problems:
        raise Refusal(problems)
    return values


def _read(parameter: Parameter, text: str) -> Any:
    if text == "":
        return parameter.default
    if parameter.kind == "whole":
        if not (text.isascii() and text.isdigit() and len(text) <= 18) or int(text) > (parameter.most or 10**18):
            raise ValueError(text)
        return int(text)
    if parameter.kind == "day":
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else _fail(text)
    if not _WORD.fullmatch(text) or (parameter.among and text not in parameter.among):
        raise ValueError(text)
    return text


def _fail(text: str) -> Any:
    raise ValueError(text)


def _expected(parameter: Parameter) -> Both:
    if parameter.among:
        words = ", ".join(parameter.among)
        return Both(f"một trong: {words}", f"one of: {words}")
    if parameter.kind == "whole":
        most = f" đến {parameter.most}" if parameter.most else ""
        upto = f" to {parameter.most}" if parameter.most else ""
        return Both(f"số nguyên từ 0{most}", f"a whole number from 0{upto}")
    if parameter.kind == "day":
        return Both("ngày viết như 2026-11-22", "a day written as 2026-11-22")
    return Both("chữ không dấu, số và @ . _ = ; -", "letters, digits and @ . _ = ; -")


def _unread(parameter: Parameter, text: str) -> Problem:
    return Problem(
        "MO-002",
        parameter.name,
        text[:40],
        _expected(parameter),
        "",
        "Tham số không đọc được",
        "A parameter cannot be read",
    )


def _unknown(name: str, known: dict[str, Parameter]) -> Problem:
    words = ", ".join(known) or "–"
    return Problem(
        "MO-001",
        name[:40],
        "",
        Both(f"một trong: {words}", f"one of: {words}"),
        "",
        "Không có tham số này",
        "There is no such parameter",
    )


def _twice(name: str) -> Problem:
    return Problem(
        "MO-005", name, "", Both("một lần", "once"), "", "Tham số được hỏi nhiều lần", "A parameter is asked twice"
    )
