"""The tables of a review as rows of text, so that a page and a Word file print the same cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from chungtay.kernel.numbers import number_words
from chungtay.reference.indicators.catalogue import is_sensitive_cell
from chungtay.results.reviews import labels
from chungtay.results.reviews.composition import (
    APART,
    AreaSection,
    Chart,
    Composition,
    EffectLine,
    OtherClaim,
    ReportingMap,
    TableRow,
    Text,
)
from chungtay.results.reviews.drawings import STATES, chart_caption
from chungtay.results.reviews.grouping import UNSTATED, by_whole, has_count
from chungtay.results.reviews.showing import counted_units, period_cell

MODEL_POINTS, AWARDS = "models.points", "awards."
RECIPIENTS = ("collective", "household", "individual", "mixed")


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
    """What was stated of one content area: each indicator is numbered, its parts follow without a number.

    What was not reported is named in the sentences above; a withheld figure or a zero is a statement and stays. The
    column of other claims is there only where one stands.
    """
    rows: list[tuple[Cell, ...]] = []
    number = 0
    for group in by_whole(area.rows):
        if group.is_silent:
            continue
        number += 1
        head = group.whole if group.whole is not None else group.parts[0]
        said = group.is_counted or not group.parts or head.shown.absence not in ("", *UNSTATED)
        rows.append((_result_cells if said else _heading_cells)(head, str(number), review, language))
        rows += [_result_cells(part, "", review, language) for part in group.parts]
    caption = f"{labels.TABLE.of(language)} {area.position}. {area.name.of(language)}"
    columns = tuple(column.of(language) for column in labels.COLUMNS)
    if any(row.others for row in area.rows):
        return Grid(caption, columns, tuple(rows), (6, 24, 10, 15, 14, 15, 16), "results")
    other = 5
    kept = tuple(row[:other] + row[other + 1 :] for row in rows)
    return Grid(caption, columns[:other] + columns[other + 1 :], kept, (6, 34, 11, 17, 16, 16), "results")


def apart_grid(area: AreaSection, review: Composition, language: str) -> Grid | None:
    """What places below stated and nobody may add up, each with its own number, in the order of their codes."""
    if not area.apart:
        return None
    rows = tuple(_apart_cells(row, review, language) for row in area.apart)
    caption = f"{labels.TABLE.of(language)} {area.position}a. {labels.APART.of(language)}"
    return Grid(caption, tuple(c.of(language) for c in labels.APART_COLUMNS), rows, (40, 24, 18, 18), "apart")


def _apart_cells(row: TableRow, review: Composition, language: str) -> tuple[Cell, ...]:
    name = f"{row.name.of(language)}: {row.cell_name.of(language)}" if row.cell else row.name.of(language)
    said = [row.shown.words.of(language), *(_other_words(other, language) for other in row.others)]
    return (
        Cell(name),
        Cell(row.place_name.of(language)),
        Cell("; ".join(said), row.figure_ids, "number"),
        Cell(period_cell((row.span or review.span).period, language)),
    )


def _heading_cells(row: TableRow, number: str, review: Composition, language: str) -> tuple[Cell, ...]:
    """The line above parts whose whole nobody stated."""
    name, unit = Cell(row.name.of(language)), Cell(row.unit.of(language))
    return Cell(number), name, unit, Cell(labels.PARTS_ONLY.of(language), style="absent"), Cell(""), Cell(""), Cell("")


def _result_cells(row: TableRow, number: str, review: Composition, language: str) -> tuple[Cell, ...]:
    shown = row.shown
    absent = shown.value is None and not shown.hidden
    name = row.name.of(language) if row.cell == "" else f"– {row.cell_name.of(language)}"
    others = "; ".join(_other_words(other, language) for other in row.others)
    return (
        Cell(number),
        Cell(name, style="" if row.cell == "" else "part"),
        Cell(row.unit.of(language)),
        Cell(shown.words.of(language), row.figure_ids, "absent" if absent else "number"),
        Cell(_received(row, review, language)),
        Cell(others, tuple(f for other in row.others for f in other.figure_ids)),
        Cell(period_cell((row.span or review.span).period, language)),
    )


def _other_words(other: OtherClaim, language: str) -> str:
    words, gap = other.shown.words.of(language), other.difference.of(language)
    return f"{words} ({gap})" if gap else words


def _received(row: TableRow, review: Composition, language: str) -> str:
    """'3/63 tỉnh': how many of the expected places stated it. A body's own total rests on no places below."""
    if row.basis == "reported":
        return labels.OWN_TOTAL.of(language)
    if row.expected == 0 or row.shown.absence == APART:
        return ""
    units = counted_units(row.counted, review.span.period.end, row.expected).of(language)
    if row.counted == "commune":
        units = labels.COMMUNES.of(language)
    return f"{number_words(row.stated, language)}/{number_words(row.expected, language)} {units}"


def chart_grid(chart: Chart, language: str) -> Grid:
    """The numbers of the chart."""
    rows = tuple(
        (Cell(bar.label.of(language)), Cell(bar.shown.words.of(language), bar.figure_ids, "number"))
        for bar in chart.bars
    )
    columns = (
        labels.CHART_COLUMNS[chart.kind].of(language),
        f"{labels.CHART_FIGURE.of(language)} ({chart.unit.of(language)})",
    )
    return Grid(chart_caption(chart, language), columns, rows, (60, 40), "chart")


def map_grid(drawn: ReportingMap, language: str) -> Grid:
    """Which provinces are in which state, by name; a state that nobody is in is listed too."""
    rows = []
    for state, (words, _) in STATES.items():
        names = [place.name.of(language) for place in drawn.places if place.state == state]
        rows.append((Cell(words.of(language)), Cell(str(len(names)), style="number"), Cell(", ".join(names))))
    return Grid(
        drawn.title.of(language), tuple(c.of(language) for c in labels.MAP_COLUMNS), tuple(rows), (20, 15, 65), "map"
    )


def models_grid(review: Composition, language: str) -> Grid:
    """Kinds of model with their points. Kinds that touch faith, clan or a past are not named below a province."""
    names_all = review.level in ("country", "province")
    rows = tuple(
        (Cell(_capital(row.cell_name.of(language))), _figure(row, language), Cell(_received(row, review, language)))
        for row in _parts_of(review, MODEL_POINTS, "model_kind")
        if names_all or not is_sensitive_cell(row.cell)
    )
    return Grid(labels.MODELS.of(language), _heads(labels.MODEL_COLUMNS, language), rows, (56, 18, 26), "models")


def commendations_grid(review: Composition, language: str) -> Grid:
    """How many of each form, all told and by kind of recipient. Nobody is named: who was commended stands in decisions
    that can be taken back, and a review cannot."""
    found: dict[str, list[TableRow]] = {}
    for row in _all_rows(review):
        if row.indicator.startswith(AWARDS) and has_count(row):
            found.setdefault(row.indicator, []).append(row)
    rows = tuple(
        (
            Cell(parts[0].name.of(language)),
            *(
                next((_figure(row, language) for row in parts if row.cell == cell), Cell(""))
                for cell in ("", *(f"recipient_kind={kind}" for kind in RECIPIENTS))
            ),
        )
        for parts in found.values()
    )
    heads = _heads(labels.COMMENDATION_COLUMNS, language)
    return Grid(labels.COMMENDATIONS.of(language), heads, rows, (32, 12, 12, 12, 12, 20), "commendations")


def _all_rows(review: Composition) -> Iterator[TableRow]:
    return (row for area in review.areas for row in area.rows)


def _parts_of(review: Composition, code: str, dimension: str) -> Iterator[TableRow]:
    cell = f"{dimension}="
    return (r for r in _all_rows(review) if r.indicator == code and r.cell.startswith(cell) and has_count(r))


def _figure(row: TableRow, language: str) -> Cell:
    return Cell(row.shown.words.of(language), row.figure_ids, "number")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def proof_grid(review: Composition, language: str) -> Grid:
    """Every figure of which there is more than one claim, with what they differ by."""
    rows = tuple(
        (
            Cell(_about(row, language)),
            Cell(f"{row.shown.words.of(language)} ({_claim(row.basis, language)})", row.figure_ids, "number"),
            Cell(f"{other.shown.words.of(language)} ({_claim(other.basis, language)})", other.figure_ids, "number"),
            Cell(other.difference.of(language)),
        )
        for area in review.areas
        for row in area.rows
        for other in row.others
    )
    return Grid(labels.PROOF.of(language), _heads(labels.PROOF_COLUMNS, language), rows, (34, 22, 22, 22), "proof")


def effects_grid(review: Composition, language: str) -> Grid:
    """Each kind with what is known of its effect; kinds that work in the place and were never studied say so."""
    studied = {f"model_kind={line.member}" for line in review.effects}
    rows = [_effect_cells(line, language) for line in review.effects]
    names_all = review.level in ("country", "province")
    for row in _parts_of(review, MODEL_POINTS, "model_kind") if review.effects else ():
        if row.cell not in studied and not is_sensitive_cell(row.cell) and names_all:
            name = Cell(_capital(row.cell_name.of(language)))
            rows.append((name, Cell(labels.NOT_STUDIED.of(language), style="absent"), Cell(""), Cell(""), Cell("")))
    heads = _heads(labels.EFFECT_COLUMNS, language)
    return Grid(labels.EFFECTS.of(language), heads, tuple(rows), (20, 28, 22, 14, 16), "effects")


def _effect_cells(line: EffectLine, language: str) -> tuple[Cell, ...]:
    said = [line.words.of(language)]
    if line.range.of(language):
        said.append(line.range.of(language))
    elif line.why:
        said += [why.of(language) for why in line.why]
    elif line.failing:
        said.append(labels.CONDITIONS.of(language).format(", ".join(map(str, line.failing))))
    when = period_cell(line.span.period, language)
    counts = (number_words(count, language) for count in (line.begun, line.compared))
    stands = labels.STUDY.of(language).format(line.study, line.transaction, line.panel_digest[:8])
    return (
        Cell(_capital(line.kind.of(language))),
        Cell("; ".join(said)),
        Cell(f"{line.outcome.of(language)}; {when}"),
        Cell(labels.COMMUNES_BEGUN.of(language).format(*counts)),
        Cell(stands),
    )


def _about(row: TableRow, language: str) -> str:
    return "; ".join(p for p in (t.of(language) for t in (row.name, row.cell_name, row.place_name)) if p)


def _claim(basis: str, language: str) -> str:
    return (labels.OWN_CLAIM if basis == "reported" else labels.SUM_BELOW).of(language)


def _heads(columns: tuple[Text, ...], language: str) -> tuple[str, ...]:
    return tuple(column.of(language) for column in columns)
