"""The explorer's form as markup: a hundred indicators and as many places, put together once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.faces.desk.labels import AREAS
from chungtay.faces.desk.telling import language
from chungtay.faces.desk.templatetags.desk import icon
from chungtay.kernel.text import match_key
from chungtay.reference.indicators.queries import indicators_all

if TYPE_CHECKING:
    from chungtay.faces.desk.exploring import Choice, Offered

_VIEW_ICONS: Final = {
    "bang": "table-2",
    "duong": "chart-line",
    "ban-do": "map",
    "xep-hang": "list-ordered",
    "nam": "layout-grid",
}


def fields(offered: Offered, chosen: dict[str, str]) -> dict[str, SafeString]:
    """The options of each select by the key of the address; '' where there is nothing to choose."""
    listed = {
        "phan": offered.cells(),
        "cap": offered.levels(),
        "nhom": offered.groups(),
        "ky": offered.spans(),
        "buoc": offered.steps(),
        "ban-do": offered.maps(),
        "lich": offered.clocks(),
        "do": offered.measures(),
        "so-voi": offered.againsts(),
    }
    if listed["nhom"]:
        listed["nhom"] = [("", _("Tất cả")), *listed["nhom"]]
    made = {key.replace("-", "_"): options(choices, chosen.get(key, "")) for key, choices in listed.items()}
    return made | {"places": places(offered.places(), offered.place.key), "codes": codes(offered.asked.indicators)}


def options(choices: Iterable[Choice], chosen: str, more: str = "") -> SafeString:
    """The options of a select; `more` are attributes that all of them bear."""
    found = (_written(value, words, f"{more} selected" if value == chosen else more) for value, words in choices)
    return mark_safe("".join(found))  # noqa: S308


@lru_cache(maxsize=8192)
def _written(value: str, words: str, more: str) -> str:
    return f'<option value="{escape(value)}"{more}>{escape(words)}</option>'


def places(groups: Sequence[tuple[str, Sequence[Choice]]], chosen: str) -> SafeString:
    """The options of places, in their groups."""
    found = []
    # Names of places are Vietnamese on a page of any language.
    more = ' lang="vi"' if language() == "en" else ""
    for name, choices in groups:
        inner = options(choices, chosen, more)
        found.append(f'<optgroup label="{escape(name)}">{inner}</optgroup>' if name else inner)
    return mark_safe("".join(found))  # noqa: S308


def codes(chosen: Sequence[str]) -> SafeString:
    """A box for each indicator, by the areas of the catalogue."""
    found, marked = _codes(language()), set(chosen)
    return mark_safe(  # noqa: S308
        "".join(f"{before}{' checked' if code in marked else ''}{after}" for before, code, after in found)
    )


@lru_cache(maxsize=2)
def _codes(lang: str) -> tuple[tuple[str, str, str], ...]:
    """What stands before and after the mark of each box."""
    areas: dict[str, list[tuple[str, str, str]]] = {stem: [] for stem in (*AREAS, "")}
    for item in indicators_all():
        stem = item.code.partition(".")[0]
        words = escape(match_key(f"{item.name_vi} {item.name_en}"))
        before = f'<label data-words="{words}"><input type="checkbox" name="chi-tieu" value="{item.code}"'
        areas[stem if stem in AREAS else ""].append((before, item.code, f"> {escape(item.name(lang))}</label>"))
    found: list[tuple[str, str, str]] = []
    for stem, rows in areas.items():
        if rows:
            legend = escape(str(AREAS.get(stem, _("Việc khác"))))
            (first, code, after), (last, last_code, end) = rows[0], rows[-1]
            rows[0] = f"<fieldset><legend>{legend}</legend>{first}", code, after
            last = rows[-1][0]
            rows[-1] = last, last_code, f"{rows[-1][2] if len(rows) == 1 else end}</fieldset>"
            found += rows
    return tuple(found)


def hidden(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """What a form beside the table takes with it of the question."""
    found = (f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in pairs)
    return mark_safe("".join(found))  # noqa: S308


def view_links(views: Iterable[tuple[str, str, str, bool]]) -> SafeString:
    """Where each view leads: (key, name, address, whether it is shown now)."""
    mark = ' aria-current="true"'
    found = (
        f'<a href="{escape(address)}"{mark if current else ""}>'
        f"{icon(_VIEW_ICONS.get(key, 'chart-bar'))}{escape(name)}</a>"
        for key, name, address, current in views
    )
    return mark_safe(f'<nav class="views" aria-label="{escape(_("Cách xem"))}">{"".join(found)}</nav>')  # noqa: S308


@lru_cache(maxsize=2)
def legend(lang: str) -> SafeString:
    """How cells are read, in the page's language `lang`."""
    return mark_safe(render_to_string("desk/_explore_legend.html"))  # noqa: S308 - a template made it
