"""A review out of one snapshot: the same facts give the same composition, to the byte."""

from dataclasses import replace

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Refusal
from chungtay.results.reviews import heading as frame
from chungtay.results.reviews.charts import area_chart, chart_of
from chungtay.results.reviews.comparing import comparison
from chungtay.results.reviews.composition import (
    APART,
    KINDS,
    OFFICIAL,
    AnnexRow,
    AreaSection,
    Binding,
    Chart,
    Composition,
    ReportingMap,
    Sentence,
    Shown,
    Span,
    TableRow,
    Text,
)
from chungtay.results.reviews.grouping import UNSTATED, by_whole
from chungtay.results.reviews.inputs import Area, Evidence, ReviewInput, ReviewRow
from chungtay.results.reviews.prose import area_sentences
from chungtay.results.reviews.rows import table_row
from chungtay.results.reviews.showing import is_open_upward
from chungtay.results.warehouse.words import apart_words


def compose(given: ReviewInput) -> Composition:
    """The official rendition of a review. Refusal XET-001 where the kind is unknown, XET-002 where nobody issues it."""
    _check(given)
    span = Span.of(given.period)
    chart = chart_of(given)
    areas = tuple(replace(_area(area, given, span), chart=area_chart(area, given, chart)) for area in given.areas)
    return Composition(
        rendition=OFFICIAL,
        kind=given.kind,
        is_illustration=any(item.is_illustration for item in given.evidence),
        programme=given.programme.number,
        place=given.place.key,
        place_name=given.place.full_name,
        level=given.place.level,
        span=span,
        binding=Binding(
            given.snapshot_code, given.snapshot_digest, given.transaction_number, given.known_on.isoformat()
        ),
        heading=frame.heading(given),
        situation=frame.situation(given),
        areas=areas,
        chart=chart,
        reporting_map=_map(given),
        editables=frame.EDITABLES,
        recipients=frame.recipients(given),
        signatures=frame.signatures(given.issuers),
        annex=_annex(given, areas, chart),
        notes=notes_on(areas),
        comparison=_comparison(given, areas),
        effects=given.effects,
    )


def _check(given: ReviewInput) -> None:
    if given.kind not in KINDS:
        raise Refusal.of(
            "XET-001",
            given.programme.number,
            read=given.kind,
            expected=", ".join(KINDS),
            todo="Chọn một trong các loại báo cáo.",
            vi="không có loại báo cáo này",
            en="no such kind of review",
        )
    if not given.issuers:
        raise Refusal.of(
            "XET-002",
            given.programme.number,
            expected="Công an, Mặt trận Tổ quốc",
            todo="Ghi các bên ký vào chương trình, rồi chốt số liệu lại.",
            vi="chương trình chưa có bên ký",
            en="the programme names no parties, so nobody can issue the review",
        )


def _comparison(given: ReviewInput, areas: tuple[AreaSection, ...]) -> tuple[Sentence, ...]:
    """Of indicators with small counts nothing, not even that there was nothing before."""
    compared = {code: item for code, item in given.indicators.items() if item.threshold is None}
    rows = [row for area in areas for row in area.rows if row.indicator in compared]
    before = [table_row(i, compared[i.row.indicator]) for i in given.before if i.row.indicator in compared]
    return comparison(rows, before, given.previous, given.earlier, given.period.end)


def _area(area: Area, given: ReviewInput, span: Span) -> AreaSection:
    apart: dict[str, set[str]] = {}
    for item in area.rows:
        apart.setdefault(item.row.indicator, set()).update(found.place for found in item.row.apart)
    rows = tuple(_line(item, given, len(apart[item.row.indicator])) for item in area.rows if not _is_empty_part(item))
    order = list(apart)
    named = sorted(area.apart, key=lambda item: (order.index(item.row.indicator), item.row.place))
    lines = tuple(table_row(item, given.indicators[item.row.indicator]) for item in named)
    return AreaSection(area.position, area.name, rows, area_sentences(rows, span), lines)


def _is_empty_part(item: ReviewRow) -> bool:
    """A part that only places below stated: it stands with them."""
    return item.row.cell != "" and bool(item.row.apart)


def _line(item: ReviewRow, given: ReviewInput, apart: int) -> TableRow:
    """A line of the table. A whole that nobody stated says in how many reports below it, or a part of it, stands."""
    facts = given.indicators[item.row.indicator]
    line = table_row(item, facts)
    if not apart or item.row.cell or line.shown.absence not in ("", *UNSTATED) or line.shown.value is not None:
        return line
    words = Text(*apart_words(facts.nature, apart))
    return replace(line, shown=Shown(words, absence=APART))


def _map(given: ReviewInput) -> ReportingMap | None:
    if not given.provinces:
        return None
    reported = sum(place.state in ("reported", Absence.ZERO.value) for place in given.provinces)
    title = Text(
        f"{reported}/{len(given.provinces)} tỉnh, thành phố có báo cáo",
        f"{reported} of {len(given.provinces)} provinces and central cities reported",
    )
    return ReportingMap(title, given.vintage, tuple(sorted(given.provinces, key=lambda place: place.code)))


def _annex(given: ReviewInput, areas: tuple[AreaSection, ...], chart: Chart | None) -> tuple[AnnexRow, ...]:
    """Every figure that a table or the chart stands on, in the order of the figures' numbers in the ledger."""
    used = {figure for area in areas for row in area.rows for figure in row.figure_ids}
    used |= {f for area in areas for row in area.rows for other in row.others for f in other.figure_ids}
    used |= {figure for area in areas for row in area.apart for figure in row.figure_ids}
    used |= {figure for bar in (chart.bars if chart else ()) for figure in bar.figure_ids}
    return tuple(
        _annex_row(item, given) for item in sorted(given.evidence, key=lambda e: e.figure_id) if item.figure_id in used
    )


def _annex_row(item: Evidence, given: ReviewInput) -> AnnexRow:
    facts = given.indicators.get(item.indicator)
    return AnnexRow(
        figure_id=item.figure_id,
        indicator=item.indicator,
        name=facts.name if facts else Text(item.indicator, item.indicator),
        cell_name=item.cell_name,
        place_name=item.place_name,
        span=Span.of(item.period) if item.period else None,
        words=item.words,
        as_written=item.as_written,
        sentence=item.sentence,
        source_title=item.source_title,
        source_number=item.source_number,
        issuer=item.issuer,
        locator=item.locator,
        batch_id=item.batch_id,
        approved_on=item.approved_on.isoformat() if item.approved_on else "",
    )


def notes_on(areas: tuple[AreaSection, ...]) -> tuple[Text, ...]:
    """What a reader must know of the figures in these areas, and nothing that does not apply to them."""
    rows = [row for area in areas for row in area.rows]
    notes = []
    if any(not row.is_complete and row.shown.value is not None for row in rows):
        notes.append(
            Text(
                "Tổng nào chưa đủ báo cáo thì ghi rõ là tổng của bao nhiêu đơn vị, không suy ra cho toàn địa bàn.",
                "A total that lacks reports says of how many units it is; nothing is scaled up to the whole area.",
            )
        )
    if any(is_open_upward(row.shown) for row in rows):
        notes.append(
            Text(
                "“Trên” là mức tối thiểu; tổng có một số “trên” thì cũng là “trên”.",
                "“Over” is a lower bound; a sum that holds one is itself “over”.",
            )
        )
    if any(group.is_without_whole for area in areas for group in by_whole(area.rows)):
        notes.append(
            Text(
                "Chỉ tiêu nào báo cáo chỉ nêu chi tiết thì giữ nguyên chi tiết, không cộng thành tổng.",
                "Where reports stated only parts of an indicator, the parts stand as they are and are not added up.",
            )
        )
    if any(area.apart for area in areas):
        notes.append(
            Text(
                "Số đếm không trùng chỉ cộng được khi có danh sách; chưa có thì giữ nguyên số của từng nơi.",
                "Counts of distinct things add up only with their lists; without them each place's own number stands.",
            )
        )
    if any(row.others for row in rows):
        notes.append(
            Text(
                "Số do cơ quan tự báo cáo và số tổng hợp từ cấp dưới là hai số riêng, để cạnh nhau.",
                "A body's own total and the sum from below are two claims, set side by side.",
            )
        )
    return tuple(notes)
