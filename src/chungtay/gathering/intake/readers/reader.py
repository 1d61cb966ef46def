"""Reading a document: from its text to candidates for figures.

    reading = read_document(document_open(data, "bao_cao.docx"))
    to_json(reading, "bao_cao.docx")

Paragraph by paragraph: lay out, set aside what is no figure, weigh the meaning, then place and period. Nothing
here decides: an officer confirms, corrects or drops each candidate.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from chungtay.gathering.intake.readers import meaning, notfigures, periods, places
from chungtay.gathering.intake.readers.documents import Document
from chungtay.gathering.intake.readers.lexicon import lexicon
from chungtay.gathering.intake.readers.meaning import Cue, Mark
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, Numeral
from chungtay.gathering.intake.readers.parts import parents
from chungtay.gathering.intake.readers.periods import Calendar, TimeMark
from chungtay.gathering.intake.readers.places import Home, Mention
from chungtay.gathering.intake.readers.records import EVENT, Candidate, Hints, Negative, Reading
from chungtay.gathering.intake.readers.scene import Counted, Scene, counted_after, counted_before, scene
from chungtay.gathering.intake.readers.tokens import Sentence
from chungtay.kernel.errors import Problem

_DONE = ("đã", "xây", "thành", "ra", "nhân", "mở", "lắp", "vận", "kết")
_NOW = {"hiện", "đang", "duy", "còn"}


@dataclass
class _Context:
    """What is known of the document while its paragraphs are read."""

    calendar: Calendar
    home: Home
    carried: TimeMark | None = None
    heading: list[Cue] = field(default_factory=list)


def read_document(document: Document, *, profile: Hints | None = None) -> Reading:
    """Candidates of a document in the order of its text; offsets index `document.text`.

    `profile` gives what is known beforehand; it wins over what the text says of itself.
    """
    hints = profile or Hints()
    calendar = periods.calendar_of(document.text, hints.document_date, hints.term)
    laid = [scene(document.text, p.start, p.end, table=p.kind == "cell") for p in document.paragraphs]
    named = [places.mentions(part) if _worth_naming(part) else [] for part in laid]
    home = _home(hints, laid, named, document.text)
    context = _Context(calendar, home)
    found: list[Candidate] = []
    negatives: list[Negative] = []
    for part, mentions in zip(laid, named, strict=True):
        if part.numbers:
            figures, set_aside = _figures(part)
            negatives += set_aside
            found += _candidates(part, figures, mentions, context, len(found))
        else:
            _remember(part, context)
    notes = () if found else (_nothing_found(document.name),)
    return Reading(tuple(found), tuple(negatives), calendar.date, home.text(), calendar.term, notes)


def _worth_naming(part: Scene) -> bool:
    return any(token.capital for token in part.tokens)


def _home(hints: Hints, laid: list[Scene], named: list[list[Mention]], text: str) -> Home:
    if hints.place:
        path = tuple(hints.place.split("/"))
        if path == (places.NATION,):
            return Home(national=True)
        return Home(
            path,
            levels=(0,)
            if len(path) == 1
            else (0, 2)
            if len(path) == 2 and _new_map(hints)
            else tuple(range(len(path))),
        )
    return places.home(laid, named, places.outlet_province(text))


def _new_map(hints: Hints) -> bool:
    return bool(hints.document_date and hints.document_date >= "2025-07")


def _nothing_found(name: str) -> Problem:
    return Problem(
        "DOC-020", name, "", "số liệu kèm đơn vị đếm / numbers with what they count",
        "nhập tay nếu báo cáo có số liệu / enter by hand if the report holds figures",
        "không tìm thấy số liệu nào trong văn bản", "no figures were found in the text",
    )  # fmt: skip


# --- which numbers are figures ------------------------------------------------------------------


def _figures(part: Scene) -> tuple[list[Mark], list[Negative]]:
    figures: list[Mark] = []
    set_aside: list[Negative] = []
    previous: tuple[Numeral, str | None] | None = None
    told = notfigures.story_sentences(part)
    for number in part.numbers:
        counted = counted_after(part, number)
        why = notfigures.reason(notfigures.Spot(part, number, counted, previous))
        if why is None and told and part.sentences.index(part.sentence_of(number.first)) in told:
            why = "incident_detail"
        mark = None if why else _marked(part, number, counted, figures)
        if mark is None:
            set_aside.append(Negative(number.start, number.end, why or "other_negative"))
        else:
            figures.append(mark)
        previous = (number, why if mark is None else None)
    return figures, set_aside


def _marked(part: Scene, number: Numeral, counted: Counted | None, figures: list[Mark]) -> Mark | None:
    """The number with what it counts, or None when nothing tells."""
    if counted is not None and (counted.known or _plausible(part, number)):
        return Mark(number, counted, meaning.kinds_for(number, counted))
    if number.kind == PERCENT:
        return Mark(number, None, ("percent",))
    before = counted_before(part, number)
    if before is not None and number.kind != ORDER:
        return Mark(number, before, before.kinds)
    heir = _heir(part, number, figures)
    if heir is not None:
        return Mark(number, heir.counted, heir.kinds, inherited=True)
    if meaning.change_before(part, number) and part.key(number.last) in {"", ",", ".", "so", ")", ";"}:
        return Mark(number, None, ("case",), inherited=True)
    return None


def _plausible(part: Scene, number: Numeral) -> bool:
    """An unknown noun is believed after a number that is more than a small structural one."""
    if part.quote_of(number.first) is not None:
        return False
    before = part.key(number.first - 1)
    return (
        number.value >= 10
        or number.kind == PERCENT
        or before in {"được", "có", "hơn", "trên", "gần", "và", "tặng", "trao"}
    )


def _heir(part: Scene, number: Numeral, figures: list[Mark]) -> Mark | None:
    """A number without a noun takes that of the figure before it in the sentence: '410 vụ, trong đó 262 hòa giải thành'."""
    if not figures or number.kind == ORDER:
        return None
    last = figures[-1]
    here, there = part.sentence_of(number.first), part.sentence_of(last.number.first)
    follows = here == there or (there.last == here.first and part.key(here.first) == "trong")
    if not follows or number.value > max(last.number.value, *(f.number.value for f in figures[-4:])) * 3:
        return None
    lead = part.key(number.first - 1)
    openers = {
        ",",
        "và",
        "có",
        "còn",
        ":",
        "gồm",
        ";",
        "đó",
        "hơn",
        "gần",
        "trên",
        "(",
        "với",
        "là",
        "khoảng",
        "cho",
        "đã",
        "riêng",
    }
    return last if lead in openers and last.counted is not None else None


# --- what they mean ------------------------------------------------------------------------------


def _remember(part: Scene, context: _Context) -> None:
    """A paragraph without numbers may be a heading that tells what the next ones are about."""
    if len(part.tokens) <= 25:
        context.heading = meaning.cues_in(part, 0, len(part.tokens))


def _candidates(
    part: Scene, figures: list[Mark], named: list[Mention], context: _Context, offset: int
) -> list[Candidate]:
    marks = periods.time_marks(part.text, part.start, part.end, context.calendar)
    cues = {
        index: meaning.cues_in(part, s.first, s.last)
        for index, s in enumerate(part.sentences)
        if _needed(part, figures, index)
    }
    parent = parents(part, figures)
    made: list[Candidate] = []
    context.carried = None
    reached = 0
    for index, mark in enumerate(figures):
        at = part.sentences.index(part.sentence_of(mark.number.first))
        reached = _carry(part, marks, reached, at, context)
        around = [*cues.get(at - 1, []), *(context.heading if at == 0 else [])]
        near = [
            other
            for other in figures
            if part.sentence_of(other.number.first) == part.sentences[at] and other is not mark
        ]
        found = meaning.sense(part, mark, near, cues[at], around)
        up = parent[index]
        made.append(
            _candidate(
                _Seen(part, mark, found, part.sentences[at]), marks, named, context, None if up is None else up + offset
            )
        )
    return made


def _needed(part: Scene, figures: list[Mark], index: int) -> bool:
    sentence = part.sentences[index]
    following = part.sentences[index + 1].last if index + 1 < len(part.sentences) else sentence.last
    return any(sentence.first <= mark.number.first < following for mark in figures)


def _carry(part: Scene, marks: list[TimeMark], reached: int, sentence: int, context: _Context) -> int:
    """Time said in an earlier sentence of the paragraph holds on until another is said."""
    limit = part.tokens[part.sentences[sentence].first].start
    while reached < len(marks) and marks[reached].start < limit:
        if marks[reached].role not in {periods.COMPARE, periods.TARGET_YEAR, periods.NOW} and marks[reached].period.end:
            context.carried = marks[reached]
        reached += 1
    return reached


@dataclass(frozen=True)
class _Seen:
    """A number whose meaning is known."""

    part: Scene
    mark: Mark
    sense: meaning.Sense
    sentence: Sentence


def _candidate(
    seen: _Seen, marks: list[TimeMark], named: list[Mention], context: _Context, parent: int | None
) -> Candidate:
    part, mark, code = seen.part, seen.mark, seen.sense.code
    number = mark.number
    span = (part.tokens[seen.sentence.first].start, part.tokens[seen.sentence.last - 1].end)
    aims = any(m.role == periods.TARGET_YEAR and span[0] <= m.start < number.start for m in marks)
    status = meaning.status_of(part, mark, code, aims)
    approx = "exact" if meaning.placed_on(part, mark) else meaning.approx_of(part, number, mark.unit_end)
    when = _when(seen, span, status)
    return Candidate(
        number.start, number.end, part.text[number.start : number.end], number.value, number.value_to, number.of, str(approx), _unit(part, mark), code,
        meaning.breakdown_of(part, mark, code, seen.sentence.last), _qualifier(part, mark, seen.sentence.last), parent, status,
        places.place_of(part, named, number.first, mark.unit_end, mark.counted, context.home, given=bool(code and code.startswith("awards"))),
        periods.period_of(when, marks, context.calendar, context.carried), meaning.confidence_of(seen.sense, mark, code), span,
    )  # fmt: skip


def _unit(part: Scene, mark: Mark) -> str:
    if mark.number.kind == PERCENT:
        return "%"
    if "money" in mark.kinds:
        return (
            "đồng"
            if mark.counted and part.key(mark.counted.first) in {"đồng", "đ", "vnđ", "vnd"}
            else _words(part, mark)
        )
    return _words(part, mark)


def _words(part: Scene, mark: Mark) -> str:
    return " ".join(part.words(mark.counted.first, mark.counted.last).split()) if mark.counted else ""


def _qualifier(part: Scene, mark: Mark, stop: int) -> str | None:
    """The restricting words right after the noun; they end at a mark, a number or a name, so that no person is carried along."""
    first = mark.unit_end
    last = first
    while last < min(stop, first + 8) and part.tokens[last].kind == "word" and not part.tokens[last].capital:
        if part.key(last) in {"và", "với", "cho", "trong", "tại", "ở", "do", "để", "nhằm", "của"}:
            break
        last += 1
    return " ".join(part.words(first, last).split()) or None


def _when(seen: _Seen, span: tuple[int, int], status: str) -> periods.When:
    part, number, code = seen.part, seen.mark.number, seen.sense.code
    lead = {part.key(i) for i in range(max(seen.sentence.first, number.first - 14), number.first)}
    tail = {part.key(i) for i in range(seen.mark.unit_end, min(seen.sentence.last, seen.mark.unit_end + 4))}
    nature = _nature(code)
    done = bool(lead & set(_DONE)) and not (lead | tail) & {"đang"}
    now = bool((lead | tail) & _NOW) and nature in {"stock", "either"}
    return periods.When(number.start, span, _clause_end(seen), nature, now, done, status == meaning.TARGET)


def _clause_end(seen: _Seen) -> int:
    part = seen.part
    for index in range(seen.mark.unit_end, seen.sentence.last):
        if part.key(index) == ";":
            return part.tokens[index].start
    return part.tokens[seen.sentence.last - 1].end


def _nature(code: str | None) -> str:
    natures = lexicon().natures
    if code is None:
        return "flow"
    return natures.get(code) or natures.get(code.partition(".")[0], EVENT)


# --- out ----------------------------------------------------------------------------------------


def to_json(reading: Reading, document: str) -> list[dict[str, Any]]:
    """The list of records that the command prints, one per candidate."""
    return list(_rows(reading, document))


def _rows(reading: Reading, document: str) -> Iterator[dict[str, Any]]:
    for item in reading.candidates:
        yield {
            "document": document, "start": item.start, "end": item.end, "surface": item.surface, "value": _plain(item.value),
            "value_to": _plain(item.value_to), "of": _plain(item.of), "approx": item.approx, "unit": item.unit, "indicator": item.indicator,
            "breakdown": item.breakdown, "qualifier": item.qualifier, "parent": item.parent, "status": item.status, "place": item.place,
            "period": {"from": item.period.start, "to": item.period.end, "kind": item.period.kind}, "confidence": item.confidence,
        }  # fmt: skip


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
