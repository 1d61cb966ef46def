"""The picture of an exploration on the desk: which view an address asks for, its drawing, its words and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.faces.desk.gridmarkup import query_of
from chungtay.faces.desk.telling import ProblemWords, language, problems
from chungtay.kernel.errors import Both, Refusal, side
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.pictures import drawing
from chungtay.results.analysis.pictures.charts import chart_spec
from chungtay.results.analysis.pictures.data import NOTHING, Kind, MapPicture, Picture, spoken
from chungtay.results.analysis.pictures.grids import Asked, choices_of, picture_of, places_of, points_of
from chungtay.results.analysis.pictures.maps import map_spec
from chungtay.results.analysis.pictures.telling import said_of
from chungtay.results.reviews import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chungtay.results.analysis.exploring.grid import Grid, Spot

VIEW, OF, AT = "view", "ve", "luc"
"""Keys of an address: how it is drawn, which subject, which period. The words of a view stay as they are."""
TABLE: Final = "bang"
KINDS: Final = {"cot": Kind.BAR, "duong": Kind.LINE, "nam": Kind.YEARS, "xep-hang": Kind.RANKING, "ban-do": Kind.MAP}
FILES: Final = ("svg", "png", "json")
_HEAVY: Final = 400
"""Shapes above which a page shows the picture as points of colour and not as shapes: a megabyte less."""


@dataclass(frozen=True)
class Drawn:
    """A picture made ready: its specification, or why there is none (then `kind` is what comes nearest)."""

    spec: drawing.Spec | None
    picture: Picture | MapPicture | None
    problems: list[ProblemWords]
    nearest: str = ""


def view_of(words: Mapping[str, str]) -> str:
    """The view that an address asks for; anything unknown is the table."""
    asked = words.get(VIEW, TABLE)
    return asked if asked in KINDS else TABLE


def made(grid: Grid, words: Mapping[str, str], *, linked: bool = False) -> Drawn:
    """The picture of a grid as an address asks for it. `linked`: its marks lead to the evidence of their numbers."""
    asked = Asked(KINDS[view_of(words)], words.get(OF, ""), words.get(AT, ""))
    address = _evidence if linked else None
    mark = Both(labels.DEMO_MARK.vi, labels.DEMO_MARK.en) if settings.DEMO else NOTHING
    try:
        picture = picture_of(grid, asked, may_rank=lambda code: definition(code).may_rank, address=address, mark=mark)
    except Refusal as refusal:
        return Drawn(None, None, problems(refusal), "cot")
    if isinstance(picture, Picture):
        return Drawn(chart_spec(picture, language()), picture, [])
    spec = map_spec(picture, language())
    return Drawn(spec, picture, [] if spec is not None else problems(_no_outlines()), "cot" if spec is None else "")


def shown(found: Drawn, query: str) -> SafeString:
    """The picture for a page: shapes that lead on, or points of colour where there are thousands."""
    assert found.spec is not None
    assert found.picture is not None
    if len(found.picture.data) > _HEAVY:
        source, words = f"{reverse('explore_picture_file', args=['png'])}?{query}", alt_of(found)
        return mark_safe(f'<img class="picture__image" src="{_escaped(source)}" alt="{_escaped(words)}">')  # noqa: S308
    return mark_safe(drawing.svg(found.spec, language()))  # noqa: S308 - every text is escaped where it is drawn


def at_hand(found: Drawn, query: str) -> SafeString | str:
    """The picture where it was drawn before; '' where a page should not wait for it."""
    if found.spec is None or found.picture is None:
        return ""
    is_light = len(found.picture.data) <= _HEAVY
    return shown(found, query) if is_light and drawing.is_drawn(found.spec, language()) else ""


def alt_of(found: Drawn) -> str:
    """The picture in words."""
    assert found.picture is not None
    return spoken(found.picture.title, found.picture.unit, found.picture.data, language())


def context(grid: Grid, words: Mapping[str, str], pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """What the page needs for its views: where each leads, and the picture where one is asked for."""
    view = view_of(words)
    chosen = [(key, words[key]) for key in (OF, AT) if words.get(key)]
    base, further = query_of(pairs), "".join(f"&{urlencode([pair])}" for pair in chosen)
    addresses = [(key, name, f"?{base}&{VIEW}={key}{further}", key == view) for key, name in names()]
    if view == TABLE:
        return {"views": addresses, "view": view}
    query = urlencode([*pairs, (VIEW, view), *chosen])
    found = made(grid, words)
    points = places_of(grid, points_of(grid))
    choices = choices_of(points)
    subject = words.get(OF) if words.get(OF) in dict(choices.subjects) else choices.subjects[0][0]
    told = [point for point in points if point.subject == subject]
    context: dict[str, Any] = {
        "views": addresses,
        "view": view,
        "picture": found.picture,
        "picture_problems": found.problems,
        "picture_nearest": f"?{urlencode([*pairs, (VIEW, found.nearest)])}" if found.nearest else "",
        "picture_pairs": [*pairs, (VIEW, view)],
        "picture_subjects": _choices(choices.subjects, subject) if len(choices.subjects) > 1 else [],
        "picture_periods": _periods(choices.periods, view, words.get(AT, "")),
        "picture_said": [side(text, language()) for text in said_of(told, grid.unit or NOTHING, at=words.get(AT, ""))],
    }
    if found.spec is None or found.picture is None:
        return context
    return context | {
        "picture_drawn": at_hand(found, query),
        "picture_load": f"{reverse('explore_picture')}?{query}",
        "picture_png": f"{reverse('explore_picture_file', args=['png'])}?{query}",
        "picture_alt": alt_of(found),
        "picture_notes": [side(note, language()) for note in found.picture.notes],
        "picture_files": [(k, f"{reverse('explore_picture_file', args=[k])}?{query}") for k in FILES],
    }


def names() -> list[tuple[str, str]]:
    """The views in their order."""
    words = (_("Bảng"), _("Cột"), _("Đường"), _("Từng kỳ"), _("Xếp hạng"), _("Bản đồ"))
    return list(zip((TABLE, *KINDS), words, strict=True))


def _choices(found: tuple[tuple[str, Both], ...], chosen: str | None) -> list[tuple[str, str, bool]]:
    return [(key, side(words, language()), key == chosen) for key, words in found]


def _periods(found: tuple[tuple[str, Both], ...], view: str, chosen: str) -> list[tuple[str, str, bool]]:
    """Views of one period let it be chosen; the others show all of them."""
    return _choices(found, chosen) if view in ("cot", "xep-hang", "ban-do") and len(found) > 1 else []


def _evidence(spot: Spot) -> str:
    asked = {"chi-tieu": spot.indicator, "dia-ban": spot.place, "ky": f"{spot.period.start}/{spot.period.end}"}
    return f"{reverse('explore_cell')}?{urlencode(asked | ({'phan': spot.cell} if spot.cell else {}))}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _no_outlines() -> Refusal:
    return Refusal.of(
        "HINH-004",
        Both("bản đồ", "map"),
        todo=Both("xem biểu đồ cột", "look at bars"),
        vi="máy chủ này không cài đường ranh giới nên không vẽ được bản đồ",
        en="outlines are not installed on this server, so no map can be drawn",
    )
