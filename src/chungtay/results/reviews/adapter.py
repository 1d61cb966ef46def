"""From the warehouse's frozen facts to what a review needs: the one place that knows both."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period, compared_period
from chungtay.reference.indicators.catalogue import is_sensitive_cell
from chungtay.results.reviews.comparing import Earlier
from chungtay.results.reviews.composition import NO_TEXT, MapPlace, Text
from chungtay.results.reviews.inputs import (
    Area,
    Census,
    Evidence,
    Frame,
    IndicatorFacts,
    Issuer,
    PlaceFacts,
    ProgrammeFacts,
    ReviewInput,
    ReviewRow,
)
from chungtay.results.reviews.keeping import KeptFigures, figures_kept, rows_kept
from chungtay.results.reviews.showing import WITHHELD, small_words
from chungtay.results.warehouse import types as frozen
from chungtay.results.warehouse.questions import By, Question, Row

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_REFORM = date(2025, 7, 1)
_OTHER_KINDS = Text("loại khác", "other kinds")
_BODY_LEVEL = {"country": "centre", "province": "province"}
_BODIES_BELOW = {
    "police": Text("Công an {}", "{} police"),
    "front": Text("Ban Thường trực Ủy ban MTTQ Việt Nam {}", "Standing Board of the Front committee of {}"),
    "committee": Text("Ủy ban nhân dân {}", "People's Committee of {}"),
}
_KINDS = (
    ("thành phố ", "{} city"),
    ("tỉnh ", "{} province"),
    ("phường ", "{} ward"),
    ("xã ", "{} commune"),
    ("đặc khu ", "{} special zone"),
    ("thị trấn ", "{} township"),
)


def review_input(facts: frozen.SnapshotFacts, kind: str, earlier: Earlier | None = None) -> ReviewInput:
    """All that `compose` may look at, from the snapshot alone, and from the one of the review before."""
    place = _place(facts.places[facts.place])
    codes = tuple(code for area in facts.programme.areas for code in area.indicators if code in facts.indicators)
    answers = facts.ask(Question(codes, facts.place, facts.period, cells=None)) if codes else []
    below = _rows_below(facts, codes)
    areas, by_place = tuple(_areas(facts, answers)), _kept((_row(row, facts) for row in below), facts)
    printed = [row for area in areas for row in (*area.rows, *area.apart)]
    previous = compared_period(facts.period)
    # As known now, beside what was printed then: of small counts the difference would tell.
    open_codes = tuple(code for code in codes if facts.indicators[code].threshold is None)
    before = tuple(rows_of_period(facts, open_codes, previous)) if previous is not None and open_codes else ()
    return ReviewInput(
        kind=kind,
        snapshot_code=facts.code,
        snapshot_digest=facts.digest,
        transaction_number=facts.transaction_number,
        known_on=facts.frozen_at.astimezone(_HERE).date(),
        programme=_programme(facts.programme),
        place=place,
        period=facts.period,
        issuers=_issuers(facts, place.level),
        census=tuple(_census(facts, day) for day in _census_days(facts)),
        indicators={code: indicator_facts(item) for code, item in facts.indicators.items()},
        areas=areas,
        by_place=by_place,
        provinces=tuple(_map_places(facts, below)) if place.level == "country" else (),
        vintage="2025" if facts.period.end >= _REFORM else "2013",
        evidence=tuple(_evidence(facts, figures_kept(facts, [*printed, *by_place]))),
        previous=previous,
        before=before,
        earlier=earlier,
        frames=tuple(_frames(facts)),
    )


def rows_of_period(facts: frozen.SnapshotFacts, codes: tuple[str, ...], period: Period) -> Iterable[ReviewRow]:
    """The wholes of the place in another period that the snapshot holds figures of."""
    if not any(figure.period.overlaps(period) for figure in facts.figures.values()):
        return ()
    return (_row(row, facts) for row in facts.ask(Question(codes, facts.place, period)))


def _frames(facts: frozen.SnapshotFacts) -> Iterable[Frame]:
    """Where the place was founded or ended inside the period."""
    place, period = facts.places[facts.place], facts.period
    if place.valid_from is not None and period.start < place.valid_from <= period.end:
        before = [p for p in facts.places.values() if p.valid_to is not None and _became(p, place)]
        if before:
            yield Frame(place.valid_from, tuple(_place(p).full_name for p in sorted(before, key=lambda p: p.key)))
    if place.valid_to is not None and period.start <= place.valid_to < period.end:
        yield Frame(place.valid_to + timedelta(days=1), ())


def _became(old: frozen.PlaceFacts, new: frozen.PlaceFacts) -> bool:
    """Whether an ended place of the same level lies on the land of a place."""
    return old.level == new.level and old.key != new.key and new.key in (old.parent, old.province, old.home_commune)


def _rows_below(facts: frozen.SnapshotFacts, codes: tuple[str, ...]) -> list[Row]:
    """The same indicators and their parts by the places directly below; a commune has none that may be shown.

    A province that stated only parts has reported: asked for wholes alone, it would look silent on the map.
    """
    level = facts.places[facts.place].level
    by = {"country": By.PROVINCE, "province": By.COMMUNE}.get(level)
    return facts.ask(Question(codes, facts.place, facts.period, by=by, cells=None)) if by and codes else []


def _place(place: frozen.PlaceFacts) -> PlaceFacts:
    if place.level == "country":
        name = Text(place.name, "Viet Nam")
        return PlaceFacts(place.key, name, name, place.level)
    lowered = place.full_name.casefold()
    english = next((form.format(place.name) for word, form in _KINDS if lowered.startswith(word)), place.full_name)
    spoken = place.full_name[:1].lower() + place.full_name[1:]
    return PlaceFacts(place.key, _short_name(place), Text(spoken, english), place.level)


def _short_name(place: frozen.PlaceFacts) -> Text:
    """The name without its kind; a city that bears a person's name is written in full (Decree 30/2020/NĐ-CP)."""
    if place.level == "province" and place.name == "Hồ Chí Minh":
        return Text(place.full_name, f"{place.name} City")
    return Text(place.name, place.name)


def indicator_facts(item: frozen.IndicatorFacts) -> IndicatorFacts:
    """The catalogue's entry of the snapshot as a review needs it."""
    name, unit = Text(item.name_vi, item.name_en), Text(item.unit_vi, item.unit_en)
    return IndicatorFacts(item.code, name, unit, item.nature, item.may_rank, item.threshold)


def _programme(programme: frozen.ProgrammeFacts) -> ProgrammeFacts:
    title = Text(programme.title_vi, programme.title_en)
    return ProgrammeFacts(programme.number, title, programme.signed_on, programme.term, programme.parent, NO_TEXT, None)


def _issuers(facts: frozen.SnapshotFacts, level: str) -> tuple[Issuer, ...]:
    """The bodies that sign: of the programme's own place its parties, of a place below the same bodies there."""
    body_level = _BODY_LEVEL.get(level, "commune")
    parties = facts.programme.parties
    if facts.programme.place == facts.place:
        return tuple(Issuer(Text(p.name_vi, p.name_en), p.line, body_level) for p in parties)
    place = _place(facts.places[facts.place]).full_name
    lines = [line for line in dict.fromkeys(p.line for p in parties) if line in _BODIES_BELOW]
    return tuple(Issuer(_body_of(line, place), line, body_level) for line in lines)


def _body_of(line: str, place: Text) -> Text:
    body = _BODIES_BELOW[line]
    return Text(body.vi.format(place.vi), body.en.format(place.en))


def _areas(facts: frozen.SnapshotFacts, answers: list[Row]) -> Iterable[Area]:
    """Rows in the order of the area's indicators, the whole before its parts."""
    for area in sorted(facts.programme.areas, key=lambda item: item.position):
        order = {code: position for position, code in enumerate(area.indicators)}
        rows = [row for row in answers if row.indicator in order]
        rows.sort(key=lambda row: (order[row.indicator], row.period or facts.period, *_cell_order(row.cell)))
        name = Text(area.name_vi, area.name_en)
        apart = _kept((_row(found, facts) for row in rows for found in _apart(row, facts)), facts)
        yield Area(area.position, name, _kept((_row(row, facts) for row in rows), facts), apart)


def _kept(rows: Iterable[ReviewRow], facts: frozen.SnapshotFacts) -> tuple[ReviewRow, ...]:
    return tuple(rows_kept(list(rows), {code: item.threshold for code, item in facts.indicators.items()}))


def _apart(row: Row, facts: frozen.SnapshotFacts) -> list[Row]:
    """What stands apart below; kinds that are merged below province cannot be merged here, so they are not named."""
    return [found for found in row.apart if not _is_merged(found.place, found.cell, facts)]


def _cell_order(cell: str) -> tuple[bool, bool, str]:
    """The whole, then its parts, the rest ("other") after those that have a name."""
    return cell != "", cell.endswith("=other"), cell


def _row(row: Row, facts: frozen.SnapshotFacts) -> ReviewRow:
    return ReviewRow(row, _place(facts.places[row.place]), _cell_name(row.cell, facts), _counted(row, facts))


def _cell_name(cell: str, facts: frozen.SnapshotFacts) -> Text:
    return Text(*(_lower(words) for words in facts.cells.get(cell, (cell, cell))))


def _counted(row: Row, facts: frozen.SnapshotFacts) -> str:
    """What x/y counts: the level of the places whose figures were added up, else of those that most likely owe them."""
    places = {facts.figures[number].place for number in row.figure_ids if number in facts.figures} - {row.place}
    levels = {facts.places[key].level for key in places if key in facts.places}
    if levels:
        return "province" if "province" in levels else "commune"
    is_country = facts.places[row.place].level == "country"
    return "province" if is_country and row.expected <= len(facts.provinces(facts.period.end)) else "commune"


def _census_days(facts: frozen.SnapshotFacts) -> list[date]:
    """The end of the period, and the day of freezing where the map of 2025 lies between the two."""
    frozen_on = facts.frozen_at.astimezone(_HERE).date()
    last = min(facts.period.end, frozen_on)
    return [last, frozen_on] if last < _REFORM <= frozen_on else [last]


def _census(facts: frozen.SnapshotFacts, on: date) -> Census:
    held = [place for place in facts.places.values() if _in_force(place, on)]
    return Census(on, sum(place.level == "province" for place in held), sum(place.level == "commune" for place in held))


def _in_force(place: frozen.PlaceFacts, on: date) -> bool:
    return (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)


def _map_places(facts: frozen.SnapshotFacts, below: list[Row]) -> Iterable[MapPlace]:
    by_place: dict[str, list[Row]] = {}
    for row in below:
        by_place.setdefault(row.place, []).append(row)
    for place in facts.provinces(facts.period.end):
        code = place.key.removeprefix("p").split("@", 1)[0]
        yield MapPlace(code, _short_name(place), _state(by_place.get(place.key, [])))


def _state(rows: list[Row]) -> str:
    """One state for a province: any count above zero wins, then a stated zero, then the absences.

    What lies below it and cannot be added up was reported as well.

    A province without a row owes nothing, so nothing is missing from it.
    """
    if any(row.apart or (row.total is not None and row.total.high > 0) for row in rows):
        return "reported"
    found = {row.absence for row in rows} | {Absence.ZERO for row in rows if row.total is not None}
    order = (
        Absence.ZERO,
        Absence.REFUSED,
        Absence.NOT_REPORTED,
        Absence.NOT_YET_DUE,
        Absence.NOT_APPLICABLE,
    )
    return next((absence.value for absence in order if absence in found), Absence.NOT_APPLICABLE.value)


def _evidence(facts: frozen.SnapshotFacts, kept: KeptFigures) -> Iterable[Evidence]:
    for figure in facts.figures.values():
        batch = facts.batches[figure.batch_id]
        source = facts.sources.get(figure.source_id) if figure.source_id is not None else None
        words = Text(*LABELS[figure.absence or Absence.NOT_REPORTED])
        if figure.quantity is not None:
            words = Text(quantity_words(figure.quantity, "vi"), quantity_words(figure.quantity, "en"))
        is_kept = figure.id in kept.small | kept.withheld
        if is_kept:
            threshold = facts.indicators[figure.indicator].threshold
            words = small_words(threshold) if figure.id in kept.small else WITHHELD.words
        is_told = (figure.source_id, figure.sentence) in kept.sentences
        is_merged = _is_merged(figure.place, figure.cell, facts)
        paragraph = figure.paragraph
        locator = Text(f"đoạn {paragraph}", f"paragraph {paragraph}") if paragraph is not None else NO_TEXT
        yield Evidence(
            figure_id=figure.id,
            indicator=figure.indicator,
            cell_name=_OTHER_KINDS if is_merged else _cell_name(figure.cell, facts),
            place_name=_place(facts.places[figure.place]).full_name,
            period=figure.period,
            words=words,
            as_written="" if is_kept else figure.as_written,
            sentence="" if is_kept or is_told or is_merged else figure.sentence,
            source_title=source.title if source else "",
            source_number=source.number if source else "",
            issuer=Text(source.issuer_vi, source.issuer_en) if source else Text(batch.body_vi, batch.body_en),
            locator=locator,
            batch_id=figure.batch_id,
            approved_on=batch.approved_at.astimezone(_HERE).date(),
            is_illustration=figure.is_illustration or batch.is_illustration,
        )


def _is_merged(place: str, cell: str, facts: frozen.SnapshotFacts) -> bool:
    """Kinds of model that touch faith, clan or a past are not named below a province outside the owning commune."""
    level = facts.places[place].level
    return level not in ("country", "province") and place != facts.place and is_sensitive_cell(cell)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
