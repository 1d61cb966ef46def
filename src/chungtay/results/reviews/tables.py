"""The tables of a review as rows of text, so that a page and a Word file print the same cells."""

from dataclasses import dataclass

from chungtay.kernel.numbers import number_words
from chungtay.results.reviews import labels
from chungtay.results.reviews.composition import (
    PUBLIC,
    AnnexRow,
    AreaSection,
    Chart,
    Composition,
    OtherClaim,
    ReportingMap,
    TableRow,
)
from chungtay.results.reviews.drawings import STATES
from chungtay.results.reviews.showing import counted_units

_UNSTATED = ("not_reported", "not_applicable", "not_yet_due")


@dataclass(frozen=True)
class Cell:
    """The text of a cell, with the figures behind a number; `style` is 'number', 'part', 'absent' or ''."""

    text: str
    figure_ids: tuple[int, ...] = ()
    style: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: caption, column heads, rows of cells, and how wide the columns are in parts of a hundred."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    name: str


def results_grid(area: AreaSection, review: Composition, language: str) -> Grid:
    """What was stated of one content area: each whole is numbered, its parts follow without a number.

    What was not reported is named in the sentences above; a withheld figure or a zero is a statement and stays.
    """
    rows, number = [], 0
    for row in area.rows:
        if row.shown.absence in _UNSTATED:
            continue
        number += row.cell == ""
        rows.append(_result_cells(row, str(number) if row.cell == "" else "", review, language))
    caption = f"{labels.TABLE.of(language)} {area.position}. {area.name.of(language)}"
    columns = tuple(column.of(language) for column in labels.COLUMNS)
    return Grid(caption, columns, tuple(rows), (6, 27, 11, 16, 15, 14, 11), "results")


def _result_cells(row: TableRow, number: str, review: Composition, language: str) -> tuple[Cell, ...]:
    shown = row.shown
    absent = shown.value is None and not shown.hidden
    name = row.name.of(language) if row.cell == "" else f"– {row.cell_name.of(language)}"
    others = "; ".join(_other_words(other, language) for other in row.others)
    when = (row.span or review.span).label().of(language).removeprefix("giai đoạn ")
    return (
        Cell(number),
        Cell(name, style="" if row.cell == "" else "part"),
        Cell(row.unit.of(language)),
        Cell(shown.words.of(language), row.figure_ids, "absent" if absent else "number"),
        Cell(_received(row, review, language)),
        Cell(others, tuple(f for other in row.others for f in other.figure_ids)),
        Cell(when),
    )


def _other_words(other: OtherClaim, language: str) -> str:
    words, gap = other.shown.words.of(language), other.difference.of(language)
    return f"{words} ({gap})" if gap else words


def _received(row: TableRow, review: Composition, language: str) -> str:
    """'3/63 tỉnh': how many of the expected places stated it. A body's own total rests on no places below."""
    if row.basis == "reported":
        return labels.OWN_TOTAL.of(language)
    if row.expected == 0:
        return ""
    units = counted_units(row.counted, review.span.period.end, row.expected).of(language)
    return f"{number_words(row.stated, language)}/{number_words(row.expected, language)} {units}"


def chart_grid(chart: Chart, language: str) -> Grid:
    """The numbers of the chart."""
    rows = tuple(
        (Cell(bar.label.of(language)), Cell(bar.words.of(language), bar.figure_ids, "number")) for bar in chart.bars
    )
    columns = (
        labels.CHART_COLUMNS[0].of(language),
        f"{labels.CHART_COLUMNS[1].of(language)} ({chart.unit.of(language)})",
    )
    return Grid(chart.title.of(language), columns, rows, (60, 40), "chart")


def map_grid(drawn: ReportingMap, language: str) -> Grid:
    """Which provinces are in which state, by name; a state that nobody is in is listed too."""
    rows = []
    for state, (words, _) in STATES.items():
        names = [place.name.of(language) for place in drawn.places if place.state == state]
        rows.append((Cell(words.of(language)), Cell(str(len(names)), style="number"), Cell(", ".join(names))))
    return Grid(
        drawn.title.of(language), tuple(c.of(language) for c in labels.MAP_COLUMNS), tuple(rows), (20, 15, 65), "map"
    )


def annex_grid(review: Composition, language: str) -> Grid:
    """Every figure with its evidence; in public only which sources stand behind which indicator."""
    public = review.rendition == PUBLIC
    columns = labels.PUBLIC_ANNEX_COLUMNS if public else labels.ANNEX_COLUMNS
    cells = _public_cells if public else _annex_cells
    rows = tuple(cells(row, language) for row in review.annex)
    widths = (40, 60) if public else (8, 20, 14, 28, 16, 14)
    return Grid(labels.ANNEX_TITLE.of(language), tuple(c.of(language) for c in columns), rows, widths, "annex")


def _annex_cells(row: AnnexRow, language: str) -> tuple[Cell, ...]:
    when = row.span.label().of(language) if row.span else ""
    about = [*(part.of(language) for part in (row.name, row.cell_name, row.place_name)), when]
    words = row.words.of(language)
    if row.as_written and row.as_written != words:
        words = f"{words} (“{row.as_written}”)"
    source = [row.source_title, row.source_number, row.issuer.of(language), row.locator.of(language)]
    batch = f"{labels.BATCH.of(language)} {row.batch_id}; {_day(row.approved_on, language)}"
    return (
        Cell(str(row.figure_id), (row.figure_id,), "number"),
        Cell("; ".join(part for part in about if part)),
        Cell(words),
        Cell(row.sentence),
        Cell("; ".join(part for part in source if part)),
        Cell(batch),
    )


def _public_cells(row: AnnexRow, language: str) -> tuple[Cell, ...]:
    return Cell(row.name.of(language)), Cell(row.source_title)


def _day(text: str, language: str) -> str:
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if language == "vi" and text else text
