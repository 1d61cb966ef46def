"""How values read on a page, in the page's language."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from lucide.templatetags.lucide import lucide

from chungtay.faces.desk import labels
from chungtay.faces.desk.forms import period_between
from chungtay.faces.desk.telling import language
from chungtay.flow import MARKED
from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import INFINITY
from chungtay.reference.places.queries import place_label

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> str:
    """An icon of the set, drawn in the text's colour and silent for screen readers."""
    drawn: str = lucide(name, size=18, aria_hidden="true", **{"class": "icon"})
    return drawn


@register.filter
def named(thing: Any) -> SafeString | str:
    """A thing's name in the page's language; a name that exists in Vietnamese alone is marked as Vietnamese."""
    if thing is None:
        return ""
    if hasattr(thing, "full_name"):
        return vietnamese(place_label(thing, language()))
    stem = "name" if hasattr(thing, "name_vi") else "title"
    own = getattr(thing, f"{stem}_{language()}", "")
    return own or vietnamese(getattr(thing, f"{stem}_vi", str(thing)))


@register.filter
def vietnamese(text: object) -> SafeString | str:
    """Words that are Vietnamese on a page of any language: names of places, words of reports."""
    return format_html('<span lang="vi">{}</span>', text) if language() == "en" and text else str(text or "")


@register.filter
def reason(text: str) -> SafeString | str:
    """Why something came back, as its writer wrote it; what stands for the marks alone in the page's language."""
    marked = MARKED.fullmatch(text)
    if marked is None:
        return vietnamese(text)
    count = int(marked[1])
    return ngettext("Sửa %(n)d số liệu được đánh dấu", "Sửa %(n)d số liệu được đánh dấu", count) % {"n": count}


@register.filter
def number(value: Decimal | int | None) -> str:
    """Digits in threes; infinity as its sign."""
    if value is None:
        return ""
    return "∞" if isinstance(value, Decimal) and value == INFINITY else number_words(value, language())


@register.filter
def period(thing: Any) -> str:
    """The label of a period, or of anything with start, end and regime."""
    if thing is None:
        return ""
    span = thing if isinstance(thing, Period) else Period(thing.start, thing.end, _regime(thing))
    return span.label(language())


def _regime(thing: Any) -> Regime:
    """A review keeps two dates alone: whole years are a programme's, anything else is a span."""
    return Regime(thing.regime) if hasattr(thing, "regime") else period_between(thing.start, thing.end).regime


@register.filter
def day(value: date | None) -> str:
    """A date in the language's order."""
    return formats.date_format(value, "DATE_FORMAT") if value else ""


@register.filter
def typed(value: date | str | None) -> str:
    """A date as people type it in the page's language; what they typed stays as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    return value.strftime("%Y-%m-%d" if language() == "en" else "%d/%m/%Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A time of day and date, in the time of the country."""
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else ""


@register.filter
def at(mapping: Mapping[Any, Any], key: object) -> Any:
    """What stands at a key; None where nothing does."""
    return mapping.get(key)


@register.filter
def as_json(value: object) -> str:
    """Plain data as a page carries it in a hidden field."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def label(value: object, kind: str = "STATES") -> object:
    """A word of a closed vocabulary of `labels`, the value itself where it is unknown."""
    return getattr(labels, kind).get(str(value), value)


@register.filter
def sided(text: Any) -> str:
    """A text of two languages in the page's own."""
    return str(text.of(language()))


@register.inclusion_tag("desk/_pill.html")
def pill(state: object) -> dict[str, object]:
    """A state as a small coloured word."""
    return {"state": str(state), "words": labels.STATES.get(str(state), state)}
