"""Logs that machines read and that name nobody: one JSON object a line.

What is logged is the sentence as it stands in the code, never what was put into it: an account's name, a visitor's
address, the words of a report would come in as a value. Of the values only numbers and our own codes are kept; of an
error its sort and where it happened, not its text, in which a database repeats the row; of a request the name of its
address, not the address, in which a search stands.
"""

from __future__ import annotations

import ast
import json
import logging
import re
import traceback
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger as _Gunicorn

_CODE = re.compile(r"\[?([A-Z]{2,12}-\d{3})\b")
_HOLE = re.compile(r"%(?:\([A-Za-z_]+\))?[-#0 +]*\d*(?:\.\d+)?[sdrifgxa]")
_FRAMES = 12


class Nameless(logging.Formatter):
    """A record as JSON without anything that could tell of a person."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        numbers = [value for value in _values(record) if isinstance(value, int | float) and not isinstance(value, bool)]
        codes = [found[1] for value in _values(record) if (found := _CODE.match(str(value)))]
        line |= {"numbers": numbers} if numbers else {}
        line |= {"codes": codes} if codes else {}
        line |= _request(record)
        if record.exc_info and record.exc_info[0] is not None:
            line |= {"error": record.exc_info[0].__name__, "where": _where(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=True)


def _event(record: logging.LogRecord) -> str:
    """The sentence with its holes, if it stands so in the file that logs it. One that was put together before it came
    here may hold anything and is left out; logger and error tell what it was about."""
    sentence = record.msg if isinstance(record.msg, str) else ""
    is_bare = not any(character.isalpha() for character in _HOLE.sub("", sentence))
    return _HOLE.sub("…", sentence)[:200] if is_bare or sentence in _sentences(record.pathname) else "(put together)"


@lru_cache(maxsize=64)
def _sentences(path: str) -> frozenset[str]:
    """Every text that is written in a file of code."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):
        return frozenset()
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(text for text in texts if isinstance(text, str))


def _values(record: logging.LogRecord) -> list[Any]:
    if isinstance(record.args, dict):
        return list(record.args.values())
    return list(record.args or ())


def _request(record: logging.LogRecord) -> dict[str, Any]:
    """Method, name of the address, status; where Django logs a request it hands it over."""
    request, status = getattr(record, "request", None), getattr(record, "status_code", None)
    found: dict[str, Any] = {"status": status} if isinstance(status, int) else {}
    match = getattr(request, "resolver_match", None)
    if request is not None:
        found["method"] = getattr(request, "method", "") or ""
        found["address"] = getattr(match, "view_name", "") or ""
    return found


def _where(trace: Any) -> list[str]:
    """The innermost frames, as file, line and function; paths from the package on."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    parts = Path(filename).parts
    at = next((i for i, part in enumerate(parts) if part in ("chungtay", "site-packages")), len(parts) - 1)
    return "/".join(parts[at:])


class GunicornLogger(_Gunicorn):
    """The web server's own words in the same shape: else it would write addresses of visitors."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn sets up its handlers, then ours upon them."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Nameless())
