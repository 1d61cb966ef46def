"""The one field in which a day is typed, with the calendar beside it."""

from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from selectolax.lexbor import LexborHTMLParser as HTMLParser


def field(**said: Any) -> Any:
    return HTMLParser(render_to_string("desk/_date.html", said)).css("input, button")


@pytest.mark.parametrize(("language", "words"), [("vi", "05/02/2026"), ("en", "2026-02-05")])
def test_a_day_stands_as_it_is_typed_in_the_language(language: str, words: str) -> None:
    with translation.override(language):
        typed, _, native = field(id="on-", pk=7, name="on", value=date(2026, 2, 5), needed=1)
    assert (typed.id, typed.attributes["name"], typed.attributes["value"]) == ("on-7", "on", words)
    assert "required" in typed.attributes
    # Of two fields the form sends one: the calendar's only writes into the other.
    assert "name" not in native.attributes


def test_what_was_typed_wrong_stands_as_it_was_typed() -> None:
    typed, button, _ = field(name="on", value="31/2/2026", label="Ngày")
    assert (typed.attributes["value"], typed.attributes["aria-label"]) == ("31/2/2026", "Ngày")
    assert "hidden" in button.attributes
    assert typed.id is None
