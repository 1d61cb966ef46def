"""The grid of an exploration as markup, put together out of strings: a template would spend most of the page on it.

Every text is escaped once and kept; what stands in thousands of cells alike is made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chungtay.faces.desk.telling import language
from chungtay.kernel.errors import Both
from chungtay.results.analysis.exploring.exploration import Axis
from chungtay.results.analysis.exploring.grid import Cell, Grid, Head
from chungtay.results.warehouse.facts import GROUP


@lru_cache(maxsize=65_536)
def _escaped(text: Both, is_english: bool) -> str:
    return escape(text.en if is_english else text.vi)


@lru_cache(maxsize=16_384)
def _quoted(text: str) -> str:
    return escape(quote(text, safe="@/.-_~"))


@lru_cache(maxsize=4_096)
def _reports(reported: int, expected: int, partial: int) -> str:
    """'3/63' where reports are missing, with a star where some tell only a part of the time."""
    if reported >= expected and not partial:
        return ""
    return f"<small>{reported}/{expected}{'*' if partial else ''}</small>" if expected else ""


class Markup:
    """The rows of one grid in the page's language. `evidence` is the address of the page that a number leads to, with
    the query that all of them have in common."""

    def __init__(self, grid: Grid, evidence: str) -> None:
        self._grid, self._is_english = grid, language() == "en"
        self._alone = {head.kind for head in grid.fixed}
        asked = grid.question
        self._group = f"{_quoted(asked.place)}&amp;nhom={_quoted(asked.group)}&amp;nhom-ngay={asked.group_day}"
        self._way = f'"><a href="{escape(evidence)}&amp;chi-tieu='

    def heads(self, columns: Sequence[Head], sorts: Sequence[str]) -> SafeString:
        """The line of heads; `sorts` are the addresses that sort by each column, '' where lines are not sorted."""
        found = [f'<th scope="col">{escape(self._corner())}</th>']
        wanted = self._grid.question.sort
        for head, address in zip(columns, sorts, strict=True):
            words = self._head(head)
            mark = ""
            if wanted and wanted.removeprefix("-") == head.key:
                mark = f' aria-sort="{"descending" if wanted.startswith("-") else "ascending"}"'
            linked = f'<a href="{escape(address)}">{words}</a>' if address else words
            found.append(f'<th scope="col" class="right"{mark}>{linked}</th>')
        return mark_safe("".join(found))  # noqa: S308 - every text is escaped

    def lines(self, first: int, last: int, columns: int) -> SafeString:
        """The lines from one number up to another, of the first columns."""
        return mark_safe("".join(self._lines(first, last, columns)))  # noqa: S308

    def _lines(self, first: int, last: int, columns: int) -> Iterator[str]:
        grid, cell_of = self._grid, self._cell
        across, above = len(grid.column_heads[:columns]) + 1, ""
        for head, line in zip(grid.row_heads[first:last], grid.cells[first:last], strict=True):
            outer, inner = self._levels(head)
            if outer != above:
                above = outer
                yield f'<tr class="grid__group"><th scope="rowgroup" colspan="{across}"><span>{outer}</span></th></tr>'
            yield f'<tr><th scope="row">{inner}</th>{"".join(map(cell_of, line[:columns]))}</tr>'

    def _levels(self, head: Head) -> tuple[str, str]:
        """What a line says: the kinds that it shares with its neighbours, and its own."""
        said = [part for part in head.parts if part.kind not in self._alone]
        if len(said) < 2:
            return "", self._head(said[0] if said else head)
        return " · ".join(map(self._head, said[:-1])), self._head(said[-1])

    def _corner(self) -> str:
        kinds = {
            Axis.INDICATOR: _("Chỉ tiêu"),
            Axis.CELL: _("Phần"),
            Axis.PLACE: _("Địa bàn"),
            Axis.PERIOD: _("Kỳ"),
        }
        shown = [kinds[axis] for axis in self._grid.question.rows if axis not in self._alone]
        return shown[-1] if shown else _("Địa bàn")

    def _head(self, head: Head) -> str:
        words, more = _escaped(head.label, self._is_english), ""
        if self._is_english and head.kind is Axis.PLACE:
            # Names of places are Vietnamese on a page of any language.
            words, more = f'<span lang="vi">{words}</span>', ' lang="vi"'
        return f"{words} <small{more}>{_escaped(head.note, self._is_english)}</small>" if head.note else words

    def _cell(self, cell: Cell) -> str:
        words = _escaped(cell.text, self._is_english)
        spot = cell.evidence
        if spot is None:
            return f'<td class="x">{words}</td>'
        told = _reports(cell.reported, cell.expected, cell.partial)
        if cell.compared is not None:
            told += f"<small>{_escaped(cell.compared, self._is_english)}</small>"
        if cell.beside is not None and self._grid.question.against == "beside":
            told += f"<small>{_escaped(cell.beside, self._is_english)}</small>"
        part = f"&amp;phan={_quoted(spot.cell)}" if spot.cell else ""
        part = f"{spot.period.start}/{spot.period.end}{part}"
        where = self._group if spot.place == GROUP else _quoted(spot.place)
        return (
            f'<td class="{look(cell)}{self._way}{spot.indicator}&amp;dia-ban={where}&amp;ky={part}">'
            f"{words}</a>{told}</td>"
        )


def look(cell: Cell) -> str:
    """How a cell is drawn: which kind of nothing, kept, estimated, of too few reports. Each look has words too."""
    if cell.kept is not None:
        return "n kept"
    if not cell.is_comparable:
        return "n apart"
    if cell.absence is not None:
        return "n zero" if cell.absence == "zero" else f"n {cell.absence}"
    if cell.total is None:
        return "n apart"
    if cell.is_estimated:
        return "n est"
    return "n" if cell.is_complete else "n part"


def query_of(pairs: Sequence[tuple[str, str]], *without: str) -> str:
    """Pairs as a query, without some keys."""
    return _query(tuple(pairs), without)


@lru_cache(maxsize=1_024)
def _query(pairs: tuple[tuple[str, str], ...], without: tuple[str, ...]) -> str:
    return urlencode([(key, value) for key, value in pairs if key not in without], safe="@/,:*")
