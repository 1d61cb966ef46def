"""Questions that the explorer offers where none was asked yet: what most bodies want to see of their own land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chungtay.faces.desk.overview import Overview
from chungtay.faces.desk.telling import language
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.dashboards.blocks import BlockKind, Page, usual
from chungtay.results.analysis.exploring.exploration import Against, Level

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Suggestion:
    """A question in words, how it is answered (in a word, and as an icon), and where."""

    words: str
    manner: str
    mark: str
    address: str


def suggested(user: User, today: date) -> list[Suggestion]:
    """Questions about the account's own land, in periods that have numbers there. A commune has nothing below it to
    set side by side or to draw on a map."""
    page = Overview(user, today, "", usual(Page.LEADER, user.body.place.level))
    pictures = {block.kind: block.indicators for block in page.blocks if block.kind in (BlockKind.LINE, BlockKind.MAP)}
    own, below, codes = Level.ONE, page.level, page.codes
    table, chart, drawn = _("Bảng"), _("Biểu đồ"), _("Bản đồ")
    found = [
        Suggestion(_("Các con số chính qua các kỳ"), table, "table-2", page.address(codes, own)),
        Suggestion(
            _("Các con số chính so với kỳ trước"), table, "table-2", page.address(codes, own, against=Against.BEFORE)
        ),
    ]
    for line in [pictures[BlockKind.LINE]] if BlockKind.LINE in pictures else []:
        words = _("%(name)s: tăng hay giảm?") % {"name": _name(line[0])}
        found.append(Suggestion(words, chart, "chart-line", page.address(line, own, "duong")))
    if below is own:
        return found
    each = _("Từng tỉnh") if below is Level.PROVINCE else _("Từng xã")
    for code in codes[:2]:
        words = f"{_name(code)}: {each[:1].lower()}{each[1:]}"
        found.append(Suggestion(words, table, "table-2", page.address((code,), below)))
    for spread in [pictures[BlockKind.MAP]] if BlockKind.MAP in pictures else []:
        words = _("%(name)s: nơi nào có, nơi nào chưa?") % {"name": _name(spread[0])}
        found.append(Suggestion(words, drawn, "map", page.address(spread, below, "ban-do")))
    return found


def _name(code: str) -> str:
    return definition(code).name(language())
