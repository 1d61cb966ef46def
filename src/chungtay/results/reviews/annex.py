"""The annex: every printed number with its evidence, and the list of the sources that it names by number."""

from chungtay.kernel.numbers import number_words
from chungtay.results.reviews import labels
from chungtay.results.reviews.composition import NO_TEXT, PUBLIC, AnnexRow, Composition, Span, Text
from chungtay.results.reviews.showing import period_cell
from chungtay.results.reviews.tables import Cell, Grid

_FOLDED_FROM = 7
"""So many figures of forms, of one indicator and cell, become one line: a year of monthly forms of a province's
communes is some ten thousand figures, and a list of them on paper is read by nobody."""

_Source = tuple[str, str, Text]


def annex_grid(review: Composition, language: str) -> Grid:
    """Every figure with its evidence; in public only which sources stand behind which indicator.

    Figures of forms have no sentence: many of one indicator stand on one line, which still bears all their numbers.
    """
    title = labels.ANNEX_TITLE.of(language)
    if review.rendition == PUBLIC:
        columns = tuple(column.of(language) for column in labels.PUBLIC_ANNEX_COLUMNS)
        cells = tuple((Cell(row.name.of(language)), Cell(row.source_title)) for row in review.annex)
        return Grid(title, columns, cells, (40, 60), "annex")
    numbers = _source_numbers(review)
    columns = tuple(column.of(language) for column in labels.ANNEX_COLUMNS)
    rows = []
    for group in _folded(review.annex):
        rows.append(_one(group[0], numbers, language) if len(group) == 1 else _many(group, language))
    return Grid(title, columns, tuple(rows), (8, 27, 14, 34, 17), "annex")


def sources_grid(review: Composition, language: str) -> Grid | None:
    """The sources that the annex names by number; None where there are none, and in public."""
    numbers = _source_numbers(review)
    if review.rendition == PUBLIC or not numbers:
        return None
    rows = tuple(
        (Cell(str(number), style="number"), Cell(title), Cell(code), Cell(issuer.of(language)))
        for (title, code, issuer), number in numbers.items()
    )
    columns = tuple(column.of(language) for column in labels.SOURCE_COLUMNS)
    return Grid(labels.SOURCES.of(language), columns, rows, (10, 50, 18, 22), "sources")


def _source_numbers(review: Composition) -> dict[_Source, int]:
    """Sources in the order in which the annex comes to them, from 1."""
    found: dict[_Source, int] = {}
    for row in review.annex:
        if row.source_title:
            found.setdefault(_source(row), len(found) + 1)
    return found


def _source(row: AnnexRow) -> _Source:
    return row.source_title, row.source_number, row.issuer


def _folded(rows: tuple[AnnexRow, ...]) -> list[list[AnnexRow]]:
    """Rows in their order; those without a sentence behind the first of their indicator and cell, if they are many."""
    alike: dict[tuple[str, Text], list[AnnexRow]] = {}
    for row in rows:
        if not row.sentence and not row.source_title:
            alike.setdefault((row.indicator, row.cell_name), []).append(row)
    groups: list[list[AnnexRow]] = []
    for row in rows:
        group = alike.get((row.indicator, row.cell_name), []) if not row.sentence and not row.source_title else []
        if len(group) < _FOLDED_FROM:
            groups.append([row])
        elif row is group[0]:
            groups.append(group)
    return groups


def _one(row: AnnexRow, numbers: dict[_Source, int], language: str) -> tuple[Cell, ...]:
    when = row.span.label().of(language) if row.span else ""
    about = [*(part.of(language) for part in (row.name, row.cell_name, row.place_name)), when]
    words = row.words.of(language)
    if row.as_written and row.as_written != words:
        words = f"{words} (“{row.as_written}”)"
    source = f"{labels.FORM_OF.of(language)} {row.issuer.of(language)}" if row.issuer != NO_TEXT else ""
    if row.source_title:
        source = f"{labels.SOURCE.of(language)} {numbers[_source(row)]}"
    batch = f"{labels.BATCH.of(language)} {row.batch_id}"
    approved = f"{labels.APPROVED.of(language)} {_day(row.approved_on, language)}" if row.approved_on else ""
    return (
        Cell(str(row.figure_id), (row.figure_id,), "number"),
        Cell(_listed(about)),
        Cell(words),
        Cell(row.sentence),
        Cell(_capital(_listed([source, row.locator.of(language), batch, approved]))),
    )


def _many(rows: list[AnnexRow], language: str) -> tuple[Cell, ...]:
    ids = tuple(row.figure_id for row in rows)
    places, issuers = {row.place_name for row in rows}, {row.issuer for row in rows}
    spans = [row.span.period for row in rows if row.span]
    when = ""
    if spans:
        whole = Span(min(p.start for p in spans).isoformat(), max(p.end for p in spans).isoformat(), "span")
        when = period_cell(whole.period, language).replace("\n", " ")
    days = sorted({row.approved_on for row in rows if row.approved_on})
    approved = "–".join(_day(day, language) for day in dict.fromkeys(days[:1] + days[-1:]))
    issued = _counted(labels.FORMS_OF, len(issuers), language)
    batches = f"{number_words(len({row.batch_id for row in rows}), language)} {labels.BATCHES.of(language)}"
    about = [rows[0].name.of(language), rows[0].cell_name.of(language)]
    place = next(iter(places)).of(language) if len(places) == 1 else _counted(labels.OF_PLACES, len(places), language)
    return (
        Cell(f"{ids[0]}–{ids[-1]}", ids, "number"),
        Cell(_listed([*about, place, when])),
        Cell(_counted(labels.FIGURES, len(rows), language)),
        Cell(labels.NO_SENTENCE.of(language)),
        Cell(_capital(_listed([issued, batches, f"{labels.APPROVED.of(language)} {approved}" if approved else ""]))),
    )


def _counted(words: Text, number: int, language: str) -> str:
    return words.of(language).format(number_words(number, language))


def _listed(parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(text: str, language: str) -> str:
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if language == "vi" and text else text
