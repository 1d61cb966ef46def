"""What stands in logs: which sentence of the code, where, numbers and codes; never what was put in."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from chungtay.config.logs import Nameless
from chungtay.kernel.errors import Refusal

PERSONAL = ("duyet.ht", "10.9.8.7", "Nguyễn Văn A báo tin", "/tim/?q=Nguyen+Van+A")
_log = logging.getLogger("chungtay.test")


class Lines(logging.Handler):
    """Records as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Nameless())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    handler = Lines()
    _log.addHandler(handler)
    yield handler.lines
    _log.removeHandler(handler)


@pytest.mark.parametrize("text", PERSONAL)
def test_no_account_address_or_text_goes_in(lines: list[str], text: str) -> None:
    _log.error("account %s was refused %d times", text, 3)
    _log.error("account %(name)s", {"name": text})
    _log.error(f"account {text}")
    _log.error(text + " again")
    try:
        raise ValueError(text)
    except ValueError:
        _log.exception("it broke")
    _log.error("%s: %s", "Not Found", text, extra={"request": RequestFactory().get(f"/{text}"), "status_code": 404})
    assert len(lines) == 6
    assert not any(part in line for line in lines for part in (text, json.dumps(text)[1:-1]))


def test_what_helps_stays(lines: list[str]) -> None:
    try:
        raise Refusal.of("KHO-060", "Nguyễn Văn A")
    except Refusal as refusal:
        _log.warning("shared store %s after %d tries: %s", "x", 3, refusal, exc_info=sys.exc_info())
    told = json.loads(lines[0])
    assert (told["event"], told["numbers"], told["codes"]) == ("shared store … after … tries: …", [3], ["KHO-060"])
    assert (told["error"], told["level"]) == ("Refusal", "warning")
    assert "test_logs.py" in told["where"][-1]
