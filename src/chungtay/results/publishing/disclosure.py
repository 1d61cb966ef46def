"""What of a review may be public: floors, periods, small counts, rounding, kinds that are never named.

The rules are data of the catalogue (statistical methods 6.1). What leaves here holds no exact sensitive count, no id
of a figure or batch, and no sentence of a source, so that nothing downstream has to remember to hide it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from chungtay.kernel.quantities import INFINITY, Precision, Total
from chungtay.ledger.types import cell_parts
from chungtay.reference.indicators.catalogue import Definition, Member, catalogue, dimensions
from chungtay.results.reviews.charts import by_size
from chungtay.results.reviews.compose import notes_on
from chungtay.results.reviews.composition import (
    APART,
    NO_TEXT,
    PARTS,
    PLACES,
    PUBLIC,
    AnnexRow,
    AreaSection,
    Bar,
    Chart,
    Composition,
    Shown,
    Span,
    TableRow,
    Text,
)
from chungtay.results.reviews.grouping import has_count
from chungtay.results.reviews.prose import area_sentences
from chungtay.results.reviews.showing import plain_number, ratio_words, shown

_LEVELS = {"village": 0, "commune": 0, "district": 0, "province": 1, "country": 2}
_LEAST_DAYS = {"month": 28, "quarter": 89, "year": 365}
_LEAST_DENOMINATOR = 50
_DEFAULT_ROUNDING = 5
_OTHER_KINDS = Text("loại khác", "other kinds")
_ROUNDED = Text(
    "Số liệu đã làm tròn để bảo vệ người cung cấp tin và người trong cuộc; cộng có thể lệch.",
    "Figures are rounded to protect those who gave information and those concerned; they may not add up.",
)

_KEPT = Shown(Text("Không công bố", "Not published"), hidden=True)
"""In place of a value that would give a small count away beside what else is public."""

Rules = Mapping[str, Definition]


def disclose(review: Composition, rules: Rules) -> Composition:
    """The public rendition of a review under the catalogue's rules; an indicator without a rule is left out."""
    areas = tuple(area for area in (_area(area, review, rules) for area in review.areas) if area.rows)
    notes = notes_on(areas)
    if any(row.shown.rounded or row.shown.hidden for area in areas for row in area.rows):
        notes = (*notes, _ROUNDED)
    chart = _chart(review.chart, review, rules) if review.chart else None
    named = _counted(row for area in areas for row in (*area.rows, *area.apart))
    named |= {bar.indicator for bar in (chart.bars if chart else ())}  # those of the areas stand in their tables
    return replace(
        review,
        rendition=PUBLIC,
        areas=areas,
        chart=chart,
        editables=(),
        signatures=(),
        recipients=(),
        annex=tuple(_sources(review.annex, named)),
        notes=notes,
        # It stands on figures of other dates, which the rules were not asked about.
        comparison=(),
        # What was done where is told by studies, not by the rules of figures.
        effects=(),
    )


def keep_besides(public: Composition, kept: Collection[tuple[str, str, str, Span | None]]) -> Composition:
    """A public rendition without the values of some rows (indicator, place, cell, dates), which are told as kept; no
    picture of their indicators is left."""
    if not kept:
        return public
    areas = tuple(_area_keeping(area, public, kept) for area in public.areas)
    chart, codes = public.chart, {key[0] for key in kept}
    if chart is not None and codes & {bar.indicator for bar in chart.bars}:
        chart = None
    return replace(public, areas=areas, chart=chart)


def _area_keeping(
    area: AreaSection, public: Composition, kept: Collection[tuple[str, str, str, Span | None]]
) -> AreaSection:
    rows = tuple(
        replace(row, shown=_KEPT, others=()) if (row.indicator, row.place, row.cell, row.span) in kept else row
        for row in area.rows
    )
    codes = {key[0] for key in kept}
    # Whatever row of it is kept: a bar with its number would give back what the table holds.
    chart = None if area.chart is not None and codes & {bar.indicator for bar in area.chart.bars} else area.chart
    sentences = area_sentences(rows, public.span) if rows != area.rows else area.sentences
    return replace(area, rows=rows, sentences=sentences, chart=chart)


def disclosed_value(value: Shown, rule: Definition) -> Shown:
    """One value under its indicator's rule. Values of open indicators pass as they are.

    Below the threshold, zero included, it is "<5": whether there was anything at all is itself telling. A bound
    stays true: "trên" is rounded down, "gần" up.
    """
    total = value.total
    if total is None or _is_open(rule):
        return value
    if value.of is not None:
        return _disclosed_ratio(total, Decimal(value.of), rule)
    if rule.nature == "ratio":
        return value
    if rule.threshold is not None and total.value < rule.threshold:
        words = f"<{rule.threshold}"
        return Shown(Text(words, words), hidden=True)
    return replace(shown(_rounded(total, _base(rule))), rounded=True)


def disclosed_count(indicator: str, value: Decimal) -> str | None:
    """The Vietnamese words of an exact count as it may be public; None for one that may not, or no known indicator."""
    rule = catalogue().get(indicator)
    if rule is None or rule.nature == "ratio":
        return None
    told = disclosed_value(shown(_exact(value)), rule)
    return None if told.hidden else told.words.vi


def _disclosed_ratio(part: Total, whole: Decimal, rule: Definition) -> Shown:
    """A rate out of rounded parts; of fewer than 50 it would tell the parts."""
    if whole < _LEAST_DENOMINATOR or (rule.threshold is not None and part.value < rule.threshold):
        return Shown(Text("không công bố", "not published"), hidden=True)
    above, below = _rounded(part, _base(rule)), _exact(_to_multiple(whole, _base(rule), ROUND_HALF_UP))
    numbers = (plain_number(above.value), plain_number(above.low), plain_number(above.high))
    return Shown(ratio_words(above, below), *numbers, plain_number(below.value), rounded=True)


def _rounded(total: Total, base: int) -> Total:
    down = _to_multiple(total.value, base, ROUND_FLOOR)
    match total.word:
        case Precision.EXACT:
            return _exact(_to_multiple(total.value, base, ROUND_HALF_UP))
        case Precision.MORE_THAN if down > 0:
            return Total(down, down, INFINITY)
        case Precision.NEARLY:
            up = _to_multiple(total.value, base, ROUND_CEILING)
            return Total(up, Decimal(0), up)
        case _:
            middle = _to_multiple(total.value, base, ROUND_HALF_UP)
            least = _to_multiple(total.low, base, ROUND_FLOOR)
            most = total.high if total.high == INFINITY else _to_multiple(total.high, base, ROUND_CEILING)
            return Total(middle, least, most)


def _exact(value: Decimal) -> Total:
    return Total(value, value, value)


def _to_multiple(value: Decimal, base: int, rounding: str) -> Decimal:
    return (value / base).to_integral_value(rounding) * base


def _base(rule: Definition) -> int:
    return rule.rounding or _DEFAULT_ROUNDING


def _may_stand(rule: Definition | None, level: str, span: Span | None, review_span: Span) -> bool:
    """Whether an indicator may be public at all for a place of this level and this long a period.

    A stock stands on one day, so the length that counts is that of the whole review.
    """
    if rule is None or _LEVELS.get(level, 0) < _LEVELS[rule.public_floor]:
        return False
    of_review = span is None or rule.nature in ("stock", "distinct")
    period = review_span.period if of_review or span is None else span.period
    return period.days >= _LEAST_DAYS[rule.public_period]


def _area(area: AreaSection, review: Composition, rules: Rules) -> AreaSection:
    standing = [row for row in area.rows if _may_stand(rules.get(row.indicator), row.level, row.span, review.span)]
    standing = [row for row in standing if row.shown.absence != APART or _is_open(rules[row.indicator])]
    rows = tuple(_row(row, rules[row.indicator]) for row in _without_sensitive_cells(standing))
    apart = [row for row in area.apart if _may_stand(rules.get(row.indicator), row.level, row.span, review.span)]
    apart = [row for row in _without_sensitive_cells(apart) if _is_open(rules[row.indicator])]
    kept_back = {row.indicator for row in area.rows if has_count(row)} - {
        row.indicator for row in rows if has_count(row)
    }
    # What is kept back was reported: to call it "not reported" in public would be untrue.
    rows = tuple(row for row in rows if row.indicator not in kept_back)
    lines = tuple(_row(row, rules[row.indicator]) for row in apart)
    chart = _chart(area.chart, review, rules) if area.chart else None
    # A picture draws what its table says and nothing that the table keeps back.
    if chart is not None and not {(b.indicator, b.cell) for b in chart.bars} <= {(r.indicator, r.cell) for r in rows}:
        chart = None
    return replace(area, rows=rows, sentences=area_sentences(rows, review.span), apart=lines, chart=chart)


def _counted(rows: Iterable[TableRow]) -> set[str]:
    return {row.indicator for row in rows if has_count(row)}


def _row(row: TableRow, rule: Definition) -> TableRow:
    """The row with its value disclosed. The other claim about a sensitive total would be a second view of one cell."""
    return replace(
        row,
        shown=disclosed_value(row.shown, rule),
        others=tuple(replace(other, figure_ids=()) for other in row.others) if _is_open(rule) else (),
        figure_ids=(),
    )


def _is_open(rule: Definition) -> bool:
    return not rule.is_sensitive and rule.threshold is None


def _without_sensitive_cells(rows: Iterable[TableRow]) -> list[TableRow]:
    """Parts that are never public leave with all their sisters, or the rest would give them away by subtraction.

    Sensitive kinds of model are added up into "loại khác"; where they cannot be added (distinct things) they go.
    """
    kept: list[TableRow] = []
    closed: set[tuple[str, str, Span | None, str]] = set()
    merged: dict[tuple[str, str, Span | None, str], TableRow] = {}
    listed = list(rows)
    for row in listed:
        if any(not member.public for member in _members(row.cell)):
            closed.add(_whole_of(row))
    for row in listed:
        group = _whole_of(row)
        if row.cell and group in closed:
            continue
        if not _is_merged(row):
            kept.append(row)
        elif row.nature in ("flow", "stock"):
            merged[group] = _merged(merged.get(group), row)
    return kept if not merged else _with_merged(kept, merged)


def _whole_of(row: TableRow) -> tuple[str, str, Span | None, str]:
    return row.indicator, row.place, row.span, row.basis


def _members(cell: str) -> list[Member]:
    found = []
    for dimension, key in cell_parts(cell).items():
        known = dimensions().get(dimension)
        member = known.member(key) if known else None
        if member:
            found.append(member)
    return found


def _is_merged(row: TableRow) -> bool:
    """Sensitive kinds, and the kind "other" that they are added to."""
    return _is_merged_cell(row.cell)


def _is_merged_cell(cell: str) -> bool:
    return any(member.sensitive for member in _members(cell)) or cell == "model_kind=other"


def _merged(so_far: TableRow | None, row: TableRow) -> TableRow:
    known = [item.shown.total for item in (so_far, row) if item is not None and item.shown.total is not None]
    value = shown(sum(known, Total())) if known else row.shown
    cell = f"{next(iter(cell_parts(row.cell)))}=other"
    return replace(row, cell=cell, cell_name=_OTHER_KINDS, shown=value, others=())


def _with_merged(kept: list[TableRow], merged: dict[tuple[str, str, Span | None, str], TableRow]) -> list[TableRow]:
    """Each merged row after the last row of its own whole, so that a table reads on."""
    result: list[TableRow] = []
    for position, row in enumerate(kept):
        result.append(row)
        last = position + 1 == len(kept) or _whole_of(kept[position + 1]) != _whole_of(row)
        if last and _whole_of(row) in merged:
            result.append(merged.pop(_whole_of(row)))
    return [*result, *merged.values()]


def _chart(chart: Chart, review: Composition, rules: Rules) -> Chart | None:
    """The chart with disclosed values; none where fewer than two bars are left, or a place would have to be hidden.

    A breakdown with a part that is never public has no public picture: the table's whole less the bars that are left
    would give that part away.
    """
    shown_rows = [(row.indicator, row.cell) for area in review.areas for row in area.rows]
    drawn = {bar.indicator for bar in chart.bars}
    closed = {code for code, cell in shown_rows if any(not member.public for member in _members(cell))}
    if chart.kind == PARTS and (drawn & closed or any(not m.public for bar in chart.bars for m in _members(bar.cell))):
        return None
    standing = [bar for bar in chart.bars if _may_stand(rules.get(bar.indicator), chart.level, chart.span, review.span)]
    bars = [_bar(bar, rules[bar.indicator]) for bar in _without_sensitive_bars(standing, rules)]
    found = [bar for bar in bars if bar is not None]
    if len(found) < 2 or (chart.kind == PLACES and len(found) < len(chart.bars)):
        return None
    return replace(chart, bars=tuple(found) if chart.kind == PLACES else by_size(found))


def _without_sensitive_bars(bars: Iterable[Bar], rules: Rules) -> list[Bar]:
    """Sensitive kinds of model as one bar of other kinds; gone where they cannot be added (distinct things)."""
    kept: list[Bar] = []
    merged: list[Bar] = []
    for bar in bars:
        (merged if _is_merged_cell(bar.cell) else kept).append(bar)
    counts = [bar.shown.total for bar in merged if bar.shown.total is not None]
    if not counts or rules[merged[0].indicator].nature not in ("flow", "stock"):
        return kept
    cell = f"{next(iter(cell_parts(merged[0].cell)))}=other"
    label = Text("Loại khác", "Other kinds")
    return [*kept, replace(merged[0], label=label, cell=cell, shown=shown(sum(counts, Total())))]


def _bar(bar: Bar, rule: Definition) -> Bar | None:
    value = disclosed_value(bar.shown, rule)
    return replace(bar, shown=value, figure_ids=()) if value.value is not None else None


def _sources(annex: Iterable[AnnexRow], named: set[str]) -> Iterable[AnnexRow]:
    """Which sources stand behind which indicator: titles alone, each once."""
    seen = set()
    for row in annex:
        key = (row.indicator, row.source_title)
        if row.indicator in named and row.source_title and key not in seen:
            seen.add(key)
            yield AnnexRow(
                figure_id=0,
                indicator=row.indicator,
                name=row.name,
                cell_name=NO_TEXT,
                place_name=NO_TEXT,
                span=None,
                words=NO_TEXT,
                as_written="",
                sentence="",
                source_title=row.source_title,
                source_number="",
                issuer=NO_TEXT,
                locator=NO_TEXT,
                batch_id=0,
                approved_on="",
            )
