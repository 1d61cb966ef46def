"""Sentences of official Vietnamese, and of plain English, around figures that stay bound to their evidence."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from chungtay.kernel.numbers import number_words
from chungtay.results.reviews.composition import NO_TEXT, FigureRef, OtherClaim, Part, Sentence, Span, TableRow, Text
from chungtay.results.reviews.showing import counted_units, standing

_SLOT = re.compile(r"\{([^}]*)\}")
LANGUAGES = ("vi", "en")


@lru_cache(maxsize=1)
def phrases() -> dict[str, Text]:
    """The phrase of each indicator code, in both languages, each with exactly one slot for the number."""
    raw = yaml.safe_load((Path(__file__).parent / "data" / "phrases.yaml").read_text(encoding="utf-8"))
    return {code: Text(vi, en) for code, (vi, en) in raw.items()}


def area_sentences(rows: Iterable[TableRow], span: Span) -> tuple[Sentence, ...]:
    """One sentence for each whole that was counted, its parts after it; at the end what nobody reported."""
    listed = list(rows)
    wholes = [row for row in listed if row.cell == ""]
    told = [_row_sentence(row, [r for r in listed if _is_part_of(r, row)], span) for row in wholes if _has_count(row)]
    silent = [row for row in wholes if not _has_count(row)]
    return (*told, *_silent_sentences(silent))


def _has_count(row: TableRow) -> bool:
    return row.shown.value is not None or row.shown.hidden


def _is_part_of(row: TableRow, whole: TableRow) -> bool:
    same = (row.indicator, row.place, row.span, row.basis) == (whole.indicator, whole.place, whole.span, whole.basis)
    return same and row.cell != "" and _has_count(row)


def _row_sentence(row: TableRow, parts: list[TableRow], span: Span) -> Sentence:
    return Sentence(*(tuple(_sentence_parts(row, parts, span, language)) for language in LANGUAGES))


def _sentence_parts(row: TableRow, parts: list[TableRow], span: Span, language: str) -> list[Part]:
    before, figure, after = _phrase(row, language)
    lead = _lead(row, span, language)
    if not lead and not before:
        figure = FigureRef(figure.figure_ids, _upper_first(figure.words))
    result: list[Part] = [lead + (_lower_first(before) if lead else before), figure, after]
    for position, part in enumerate(parts):
        joint = ", " if position else {"vi": ", trong đó: ", "en": ", of which: "}[language]
        result += [joint, _figure(part, part.unit.of(language), language), f" ({part.cell_name.of(language)})"]
    result += _other_claims(row, span, language)
    result.append(".")
    return [part for part in result if part != ""]


def _phrase(row: TableRow, language: str) -> tuple[str, FigureRef, str]:
    """The text before the number, the number with its unit, the text after it."""
    known = phrases().get(row.indicator)
    template = known.of(language) if known else f"{row.name.of(language)}: {{{row.unit.of(language)}}}"
    found = _SLOT.search(template)
    assert found is not None, f"the phrase of {row.indicator} has no slot"
    figure = _figure(row, found[1], language)
    after = template[found.end() :]
    return template[: found.start()], figure, after


def _figure(row: TableRow, unit: str, language: str) -> FigureRef:
    words = row.shown.words.of(language)
    bare = row.nature == "ratio" or unit in ("", "%")
    return FigureRef(row.figure_ids, words if bare else f"{words} {unit}")


def _lead(row: TableRow, span: Span, language: str) -> str:
    """What must be said before the number: how many reports it stands on, and its dates if not the review's."""
    said = []
    on = span.period.end
    stands_on = standing(row, on).of(language)
    if stands_on:
        said.append(f"{_upper_first(stands_on)}: ")
    when = own_dates(row, span).of(language)
    if when:
        said.append(f"{when if said else _upper_first(when)}, ")
    return "".join(said)


def own_dates(row: TableRow, span: Span) -> Text:
    """'tính đến ngày 31/12/2023' or 'trong năm 2020' where a row's dates are not those of the whole review."""
    if row.span is None or row.span == span:
        return NO_TEXT
    period = row.span.period
    if period.start == period.end:
        return Text(f"tính đến ngày {period.end:%d/%m/%Y}", f"as of {period.end.isoformat()}")
    return Text(f"trong {period.label('vi')}", f"in {period.label('en')}")


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
    return "; ".join(_lower_first(name.of(language)) for name in names)


def day_words(on: date) -> Text:
    """A day as official texts write it: two digits for days below 10 and for January and February."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return Text(f"ngày {on.day:02d}/{month}/{on.year}", on.isoformat())


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    """Proper words keep their capital: a second capital letter marks an abbreviation, listed starts are names."""
    proper = ("Công an", "Nhân dân", "Ủy ban", "Mặt trận", "Bộ ", "Giám đốc", "Ngày hội", "Zalo")
    if text.startswith(proper) or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]
