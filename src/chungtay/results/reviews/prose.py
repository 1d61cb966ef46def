"""Sentences of official Vietnamese, and of plain English, around figures that stay bound to their evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from chungtay.kernel.numbers import number_words
from chungtay.results.reviews.composition import NO_TEXT, FigureRef, OtherClaim, Part, Sentence, Span, TableRow, Text
from chungtay.results.reviews.grouping import UNSTATED, Group, by_whole
from chungtay.results.reviews.showing import WITHHELD, counted_units, in_part, standing

_SLOT = re.compile(r"\{([^}]*)\}")
LANGUAGES = ("vi", "en")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Text]:
    """The phrase of each indicator code, in both languages, each with exactly one slot for the number."""
    raw = yaml.safe_load((Path(__file__).parent / "data" / "phrases.yaml").read_text(encoding="utf-8"))
    return {code: Text(vi, en) for code, (vi, en) in raw.items()}


@dataclass(frozen=True)
class _Told:
    """What is said of one indicator: what it stands on, its dates, how much of it is in part, then the clause.

    `is_plain` clauses may stand in one sentence behind the same lead; others have semicolons of their own.
    """

    stands_on: Text
    when: Text
    in_part: Text
    clause: Sentence
    is_plain: bool


def area_sentences(rows: Iterable[TableRow], span: Span) -> tuple[Sentence, ...]:
    """Each whole with its parts, each part without a whole, then what nobody reported.

    Counts that stand on the same reports and dates share one sentence, so that "tổng của 3/63 tỉnh" is said once.
    """
    groups = by_whole(rows)
    told = [item for group in groups for item in _told(group, span)]
    withheld = [g.whole for g in groups if g.whole is not None and not g.is_counted and (not g.parts or not _silent(g))]
    return (*_joined(told), *_silent_sentences(withheld))


def _silent(group: Group) -> bool:
    return group.whole is not None and group.whole.shown.absence in UNSTATED


def _told(group: Group, span: Span) -> Iterable[_Told]:
    if group.is_counted and group.whole is not None:
        row = group.whole
        clause = Sentence(*(tuple(_clause(row, group.parts, span, language)) for language in LANGUAGES))
        yield _Told(*_lead(row, span), clause, not row.others)
        return
    by_lead: dict[tuple[Text, Text, Text], list[TableRow]] = {}
    for part in group.parts:
        by_lead.setdefault(_lead(part, span), []).append(part)
    for lead, parts in by_lead.items():
        clause = Sentence(*(tuple(_clause_of_parts(parts, language)) for language in LANGUAGES))
        yield _Told(*lead, clause, True)


def _joined(told: list[_Told]) -> Iterable[Sentence]:
    """One sentence for each lead that plain clauses share, where the first of them stood; the others by themselves."""
    sentences: dict[object, list[_Told]] = {}
    for number, item in enumerate(told):
        lead = (item.stands_on, item.when)
        sentences.setdefault(lead if item.is_plain and lead != (NO_TEXT, NO_TEXT) else number, []).append(item)
    for items in sentences.values():
        yield Sentence(*(tuple(_sentence(items, language)) for language in LANGUAGES))


def _sentence(items: list[_Told], language: str) -> list[Part]:
    """How many reported in part is said in the lead where it is the same of all clauses, else with each."""
    stands_on, when = items[0].stands_on.of(language), items[0].when.of(language)
    is_common = len({item.in_part for item in items}) == 1
    lead = _lead_words(stands_on, when, items[0].in_part.of(language) if is_common else "")
    parts: list[Part] = [lead]
    for position, item in enumerate(items):
        first, *rest = item.clause.of(language)
        parts += ["; " if position else "", first if lead else _capital(first), *rest]
        parts.append("" if is_common else item.in_part.of(language))
    return [part for part in (*parts, ".") if part != ""]


def _clause(row: TableRow, parts: Iterable[TableRow], span: Span, language: str) -> list[Part]:
    """'đã tiếp nhận 5 tin, trong đó: 3 tin (tội phạm), 2 tin (tin khác)', beginning in lower case."""
    before, figure, after = _phrase(row, language)
    result: list[Part] = [lower_first(before), figure, after]
    for position, part in enumerate(parts):
        joint = ", " if position else {"vi": ", trong đó: ", "en": ", of which: "}[language]
        result += [joint, *_named_part(part, part.unit.of(language), language)]
    return [part for part in (*result, *_other_claims(row, span, language)) if part != ""]


def _clause_of_parts(parts: list[TableRow], language: str) -> list[Part]:
    """'đã tặng 48 bằng khen (tập thể), 1 bằng khen (cá nhân)': the phrase of the indicator around its parts."""
    before, slot, after = _template(parts[0], language)
    result: list[Part] = [lower_first(before)]
    for position, part in enumerate(parts):
        result += [", " if position else "", *_named_part(part, slot, language)]
    return [part for part in (*result, after) if part != ""]


def _named_part(part: TableRow, unit: str, language: str) -> tuple[Part, ...]:
    return _figure(part, unit, language), f" ({part.cell_name.of(language)})"


def _capital(part: Part) -> Part:
    if isinstance(part, str):
        return _upper_first(part)
    return FigureRef(part.figure_ids, _upper_first(part.words))


def _phrase(row: TableRow, language: str) -> tuple[str, FigureRef, str]:
    """The text before the number, the number with its unit, the text after it."""
    before, slot, after = _template(row, language)
    return before, _figure(row, slot, language), after


def _template(row: TableRow, language: str) -> tuple[str, str, str]:
    """The phrase of an indicator: the text before the number, the unit that stands with it, the text after it."""
    known = phrases().get(row.indicator)
    template = known.of(language) if known else f"{row.name.of(language)}: {{{row.unit.of(language)}}}"
    found = _SLOT.search(template)
    assert found is not None, f"the phrase of {row.indicator} has no slot"
    return template[: found.start()], found[1], template[found.end() :]


def figure_words(row: TableRow) -> tuple[Text, ...]:
    """A row's number as sentences print it: with the unit of the indicator's phrase, and with the catalogue's own."""
    of_phrase = Text(*(_template(row, side)[1] for side in LANGUAGES))
    found = [Text(*(_figure(row, unit.of(side), side).words for side in LANGUAGES)) for unit in (of_phrase, row.unit)]
    return tuple(dict.fromkeys(found))


def _figure(row: TableRow, unit: str, language: str) -> FigureRef:
    words = row.shown.words.of(language)
    bare = row.nature == "ratio" or unit in ("", "%") or row.shown == WITHHELD
    joint = " of " if language == "en" and not any(letter.isdigit() for letter in words) else " "
    return FigureRef(row.figure_ids, words if bare else f"{words}{joint}{unit}")


def _lead(row: TableRow, span: Span) -> tuple[Text, Text, Text]:
    """What belongs before the number: how many reports it stands on, its dates if not the review's, what is in part."""
    when = own_dates(row, span)
    return standing(row, span.period.end), when, in_part(row, dates_are_told=when != NO_TEXT)


def _lead_words(stands_on: str, when: str, part: str) -> str:
    if not stands_on:
        return f"{_upper_first(when)}, " if when else ""
    return _upper_first(f"{stands_on}, {when}{part}: " if when else f"{stands_on}{part}: ")


def own_dates(row: TableRow, span: Span) -> Text:
    """'tính đến ngày 31/12/2023', 'trong năm 2020', 'từ ngày … đến ngày …' where a row has dates of its own."""
    if row.span is None or row.span == span:
        return NO_TEXT
    period = row.span.period
    last = day_words(period.end)
    if row.nature in ("stock", "distinct"):
        return Text(f"tính đến {last.vi}", f"as of {last.en}")
    if period.start == period.end:
        return Text(last.vi, f"on {last.en}")
    first, words = day_words(period.start), row.span.label()
    if words.vi[:1].isdigit():
        return Text(f"từ {first.vi} đến {last.vi}", f"from {first.en} to {last.en}")
    return Text(f"trong {words.vi}", f"in {words.en}")


def _other_claims(row: TableRow, span: Span, language: str) -> list[Part]:
    """Every other claim about the same thing, side by side with the one that leads."""
    said: list[Part] = []
    for other in row.others:
        said += [
            f"; {_claimant(row, other, span).of(language)} ",
            FigureRef(other.figure_ids, other.shown.words.of(language)),
        ]
        gap = other.difference.of(language)
        said.append(f" ({gap})" if gap else "")
    return said


def _claimant(row: TableRow, other: OtherClaim, span: Span) -> Text:
    if other.basis == "reported" and row.basis == "reported":
        return Text("số do cơ quan phối hợp báo cáo là", "the partner body states")
    if other.basis == "reported":
        return Text("số do cơ quan của địa bàn tự báo cáo là", "the place's own body states")
    if other.expected <= 1:
        return Text("cộng các kỳ báo cáo là", "the reports of the single periods add up to")
    units = counted_units(row.counted, span.period.end, other.expected)
    vi = f"tổng hợp từ cấp dưới ({number_words(other.stated)}/{number_words(other.expected)} {units.vi}) là"
    en = (
        f"the sum from below ({number_words(other.stated, 'en')} of {number_words(other.expected, 'en')} {units.en}) is"
    )
    return Text(vi, en)


def _silent_sentences(rows: list[TableRow]) -> list[Sentence]:
    """What has no count, one sentence for each kind of nothing: not reported and withheld are not the same."""
    kinds: dict[Text, list[Text]] = {}
    for row in rows:
        kinds.setdefault(row.shown.words, []).append(row.name)
    return [
        Sentence(*((f"{kind.of(language)}: {_listed(names, language)}.",) for language in LANGUAGES))
        for kind, names in kinds.items()
    ]


def _listed(names: list[Text], language: str) -> str:
    return "; ".join(lower_first(name.of(language)) for name in names)


def day_words(on: date) -> Text:
    """A day as official texts write it: two digits for days below 10 and for January and February."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return Text(f"ngày {on.day:02d}/{month}/{on.year}", on.isoformat())


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Proper words keep their capital: a second capital letter marks an abbreviation, listed starts are names."""
    proper = ("Công an", "Nhân dân", "Ủy ban", "Mặt trận", "Bộ ", "Giám đốc", "Ngày hội", "Zalo")
    if text.startswith(proper) or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]
