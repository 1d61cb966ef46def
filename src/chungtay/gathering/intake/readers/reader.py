"""Reading a document: from its text to candidates for figures.

    reading = read_document(document_open(data, "bao_cao.docx"))
    to_json(reading, "bao_cao.docx")

Paragraph by paragraph: lay out, set aside what is no figure, weigh the meaning, then place and period. Nothing
here decides: an officer confirms, corrects or drops each candidate.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from chungtay.gathering.intake.readers import (
    breakdowns,
    confidence,
    givers,
    homes,
    meaning,
    others,
    periods,
    places,
    sharing,
    timemarks,
)
from chungtay.gathering.intake.readers.addresses import address_of
from chungtay.gathering.intake.readers.breakdowns import Part
from chungtay.gathering.intake.readers.datelines import calendar_of
from chungtay.gathering.intake.readers.documents import Document
from chungtay.gathering.intake.readers.figures import figures_in
from chungtay.gathering.intake.readers.homes import Home
from chungtay.gathering.intake.readers.lexicon import lexicon
from chungtay.gathering.intake.readers.marks import Cue, Mark
from chungtay.gathering.intake.readers.mentions import Mention, mentions
from chungtay.gathering.intake.readers.numerals import PERCENT
from chungtay.gathering.intake.readers.parts import parents
from chungtay.gathering.intake.readers.records import EVENT, FLOW, Candidate, Hints, Negative, Reading
from chungtay.gathering.intake.readers.scene import Scene, scene
from chungtay.gathering.intake.readers.stories import stories
from chungtay.gathering.intake.readers.tables import Labelled, is_number, labelled_cells
from chungtay.gathering.intake.readers.timemarks import Calendar, TimeMark
from chungtay.gathering.intake.readers.tokens import REACH
from chungtay.kernel.errors import Both, Problem

# Verbs that make something new, so that a count of things is a count over time and not a state.
_MAKING = {
    "xây dựng",
    "thành lập",
    "ra mắt",
    "lắp đặt",
    "đã lắp",
    "lắp được",
    "kết nạp",
    "tuyển chọn",
    "mở được",
    "xây mới",
}
_RUNNING = {"hiện", "đang", "duy", "còn"}
# Words that end a list of things made: what follows is what there is.
_HAVING = {"có", "duy", "hiện", "với", "gồm", ".", ";", "đang", "thu", "lượt"}
_LISTED = 14
_HEADING_TOKENS = 25
# Figures further off in one sentence no longer tell whose a word is; the bound keeps a page of bare numbers cheap.
_NEIGHBOURS = 12


@dataclass
class _Context:
    """What is known of the document while its paragraphs are read."""

    calendar: Calendar
    home: Home
    carried: TimeMark | None = None
    heading: list[Cue] = field(default_factory=list)
    models: dict[tuple[str | None, ...], str] = field(default_factory=dict)

    def told_apart(self, share: Part, *cell: str | None) -> Part:
        """The part, unless another model of its kind has been counted in the same cell: two do not share one."""
        if not share.model or not share.model.member:
            return share
        first = self.models.setdefault((share.model.member, *cell), share.model.key)
        return share if first == share.model.key else share.without_cells()


def read_document(document: Document, *, profile: Hints | None = None) -> Reading:
    """Candidates of a document in the order of its text; offsets index `document.text`.

    `profile` gives what is known beforehand; it wins over what the text says of itself.
    """
    hints = profile or Hints()
    calendar = calendar_of(document.text, hints.document_date, hints.term)
    laid = [scene(document.text, p.start, p.end, table=p.kind == "cell") for p in document.paragraphs]
    named = [mentions(part) if any(token.capital for token in part.tokens) else [] for part in laid]
    context = _Context(calendar, _home(hints, laid, named, document.text, calendar.date))
    found: list[Candidate] = []
    negatives: list[Negative] = []
    cells = labelled_cells(document)
    for part, here, told in zip(laid, named, stories(laid), strict=True):
        if part.table and is_number(part.text[part.start : part.end]):
            found += _cell_candidates(part, cells.get(part.start), context)
            continue
        figures, set_aside = figures_in(part, told, [(name.first, name.last) for name in here])
        negatives += set_aside
        if figures:
            found += _Paragraph(part, figures, here, context, len(found)).candidates()
        _remember(part, context)
    notes = () if found else (_nothing_found(document.name),)
    found = confidence.borne_out(breakdowns.wholes_cleared(found))
    return Reading(tuple(found), tuple(negatives), calendar.date, context.home.text(), calendar.term, notes)


def _cell_candidates(part: Scene, labelled: Labelled | None, context: _Context) -> list[Candidate]:
    """A lone number in a table, read behind its labels; its span is the cell's number."""
    if labelled is None:
        return []
    line = scene(labelled.line, 0, len(labelled.line))
    figures, _ = figures_in(line)
    made = _Paragraph(line, figures, mentions(line), context, 0).candidates()
    start = part.tokens[0].start
    end = part.tokens[-1].end
    return [
        replace(item, start=start, end=end, surface=part.text[start:end], parent=None, sentence=(part.start, part.end))
        for item in made
        if labelled.start <= item.start < labelled.end
    ]


def _home(hints: Hints, laid: list[Scene], named: list[list[Mention]], text: str, on: str | None) -> Home:
    if hints.place:
        return homes.home_of_path(hints.place, hints.document_date)
    return homes.home(laid, named, address_of(text), on)


def _nothing_found(name: str) -> Problem:
    return Problem(
        "DOC-020",
        name,
        "",
        Both("số liệu kèm đơn vị đếm", "numbers with what they count"),
        Both("nhập tay nếu báo cáo có số liệu", "enter by hand if the report holds figures"),
        "không tìm thấy số liệu nào trong văn bản",
        "no figures were found in the text",
    )


def _remember(part: Scene, context: _Context) -> None:
    """A short paragraph may be a heading that tells what the next ones are about; a long one ends it."""
    short = len(part.tokens) <= _HEADING_TOKENS
    context.heading = meaning.cues_in(part, 0, len(part.tokens)) if short else []


class _Paragraph:
    """The figures of one paragraph on their way to candidates. Work is grouped by sentence, so that a document
    without paragraphs costs no more than one with them."""

    def __init__(self, part: Scene, figures: list[Mark], named: list[Mention], context: _Context, offset: int) -> None:
        self.part, self.figures, self.context, self.offset = part, figures, context, offset
        self.parents = parents(part, figures)
        self.by_sentence: dict[int, list[Mark]] = defaultdict(list)
        for mark in figures:
            self.by_sentence[part.sentence_index(mark.number.first)].append(mark)
        self.named: dict[int, list[Mention]] = defaultdict(list)
        for mention in named:
            self.named[part.sentence_index(mention.first)].append(mention)
        self.times: dict[int, list[TimeMark]] = defaultdict(list)
        starts = [part.tokens[s.first].start for s in part.sentences]
        for time in timemarks.time_marks(part.text, part.start, part.end, context.calendar):
            self.times[part.sentence_at(time.start, starts)].append(time)
        self._cues: dict[int, list[Cue]] = {}
        self.making = (0, False)
        self.read: dict[int, list[sharing.Read]] = defaultdict(list)

    def candidates(self) -> list[Candidate]:
        """One candidate per figure, in order."""
        made: list[Candidate] = []
        opening: Mention | str | None = None
        self.context.carried = None
        for index, sentence in enumerate(self.part.sentences):
            if made and opening is None and places.goes_on(self.part, sentence):
                opening = made[-1].place
            for at, mark in enumerate(self.by_sentence.get(index, ())):
                made.append(self._candidate(mark, (index, at), opening, self.parents[len(made)]))
            opening = places.opening_of(self.part, self.named.get(index, []), sentence) or opening
            self._carry(index)
        return made

    def _carry(self, index: int) -> None:
        """Time said in one sentence of the paragraph holds on until another is said."""
        for time in self.times.get(index, ()):
            if time.role not in {timemarks.COMPARE, timemarks.TARGET_YEAR, timemarks.NOW} and time.period.end:
                self.context.carried = time

    def _cues_of(self, index: int) -> list[Cue]:
        if index < 0:
            return self.context.heading
        if index not in self._cues:
            sentence = self.part.sentences[index]
            self._cues[index] = meaning.cues_in(self.part, sentence.first, sentence.last)
        return self._cues[index]

    def _candidate(
        self, mark: Mark, at: tuple[int, int], opening: Mention | str | None, parent: int | None
    ) -> Candidate:
        part, number, context = self.part, mark.number, self.context
        index, position = at
        sentence = part.sentences[index]
        around = slice(max(0, position - _NEIGHBOURS), position + _NEIGHBOURS + 1)
        near = [other for other in self.by_sentence[index][around] if other is not mark]
        sense = meaning.sense(part, mark, near, self._cues_of(index), self._cues_of(index - 1))
        before = self.read[index] or (self.read[index - 1] if index and sharing.refers(part, mark) else [])
        own = sharing.borrowed(part, mark, sense.code, before)
        giver = givers.giver_of(part, mark, near, self.named.get(index, [])) if own == givers.ANY else None
        code = giver.code if giver else own
        self.read[index].append((mark, code))
        times = self.times.get(index, [])
        aims = any(t.role == timemarks.TARGET_YEAR and t.start < number.start for t in times)
        status = meaning.status_of(part, mark, code, aims)
        placed = meaning.placed_on(part, mark)
        given = bool(code and code.startswith(("awards", "support")))
        where = places.place_of(part, self.named.get(index, []), mark, opening, context.home, given=given)
        when = periods.period_of(self._when(mark, index, code, status), times, context.calendar, context.carried)
        share = breakdowns.part_of(part, mark, code, near)
        share = context.told_apart(share, code, where, when.start, when.end)
        return Candidate(
            start=number.start,
            end=number.end,
            surface=part.text[number.start : number.end],
            value=number.value,
            value_to=number.value_to,
            of=number.of,
            approx="exact" if placed else str(meaning.approx_of(part, number, mark.unit_end)),
            unit=_unit(part, mark),
            indicator=code,
            breakdown=share.cells,
            qualifier=_qualifier(part, mark, sentence.last, share),
            parent=None if parent is None else parent + self.offset,
            status=status,
            place=where,
            period=when,
            confidence=confidence.confidence_of(
                part,
                sense,
                mark,
                code,
                stated=bool(share.cells or (giver and giver.named)),
                doubtful=share.unknown or bool(giver and giver.doubtful),
            ),
            sentence=(part.tokens[sentence.first].start, part.tokens[sentence.last - 1].end),
            others=others.others_of(
                sense,
                code,
                (where, self.named.get(index, []), context.home),
                (when, [*times, *([context.carried] if context.carried else [])], context.calendar),
            ),
        )

    def _so_far(self, index: int, at: int) -> bool:
        """'Đến nay, đã xây dựng được 31 mô hình' tells how many there are."""
        return any(time.role == timemarks.NOW and time.end <= at for time in self.times.get(index, ()))

    def _goes_on_making(self, mark: Mark) -> bool:
        """'Xây dựng 161 tổ, 2 mô hình, 3 đội': one verb of making holds for its whole list."""
        end, made = self.making
        between = [self.part.key(at) for at in range(end, mark.number.first)]
        return (
            made and 0 < len(between) <= _LISTED and {",", "và"} & set(between) != set() and not _HAVING & set(between)
        )

    def _ceremonial(self, index: int) -> bool:
        """A sentence of a meeting or one that gives awards as well: gifts in it were handed over on that day."""
        solemn = any(time.role == timemarks.SOLEMN for time in self.times.get(index, ()))
        return solemn or any("award" in mark.kinds for mark in self.by_sentence[index])

    def _when(self, mark: Mark, index: int, code: str | None, status: str) -> periods.When:
        part, number = self.part, mark.number
        sentence = part.sentences[index]
        lead = [part.key(i) for i in range(max(sentence.first, number.first - 14), number.first)]
        tail = [part.key(i) for i in range(mark.unit_end, min(sentence.last, mark.unit_end + 4))]
        nature = _nature(code)
        if (code or "").startswith("support.") and self._ceremonial(index):
            nature = EVENT
        if code == "models.built" and self._so_far(index, number.start):
            nature = "either"
        states = nature in {"stock", "either"}
        made = any(" ".join(pair) in _MAKING for pair in zip(lead[-9:], lead[-9:][1:], strict=False))
        made = made or self._goes_on_making(mark)
        self.making = (mark.unit_end, made)
        makes = made and code != "models.communes_covered"
        whole = [part.key(i) for i in range(max(sentence.first, number.first - REACH), number.first)]
        runs = states and (
            _runs([w for w in whole if w != "đang" and w != "còn"], [])
            or _runs(lead, tail)
            or (nature == "either" and _owns(lead))
        )
        return periods.When(number.start, *_clause(part, mark, index), nature, runs, makes, status == meaning.TARGET)


def _runs(lead: list[str], tail: list[str]) -> bool:
    """'Hiện', 'đang', 'duy trì' near the number; 'thực hiện' and the like are other words."""
    words = [*lead, "", *tail]
    compounds = {"thực", "phát", "thể", "xuất", "biểu", "tái"}
    return any(w in _RUNNING and words[i - 1] not in compounds for i, w in enumerate(words))


def _owns(lead: list[str]) -> bool:
    """'Toàn tỉnh có 290 mô hình': 'có' straight before the number and nothing done."""
    near = [word for word in lead[-3:] if word not in {"hơn", "trên", "gần", "khoảng", "tổng", "số", "cộng"}]
    return near[-1:] == ["có"] and "đã" not in lead[-6:]


def _clause(part: Scene, mark: Mark, index: int) -> tuple[int, int]:
    """First and last character of the stretch between semicolons around a number."""
    sentence = part.sentences[index]
    first, last = sentence.first, sentence.last
    for at in range(mark.unit_end, min(sentence.last, mark.unit_end + REACH)):
        if part.key(at) == ";":
            last = at
            break
    for at in range(mark.number.first - 1, max(sentence.first, mark.number.first - REACH), -1):
        if part.key(at) == ";":
            first = at + 1
            break
    return part.tokens[first].start, part.tokens[last - 1].end


def _nature(code: str | None) -> str:
    natures = lexicon().natures
    if code is None:
        return FLOW
    return natures.get(code) or natures.get(code.partition(".")[0], EVENT)


def _unit(part: Scene, mark: Mark) -> str:
    if mark.number.kind == PERCENT:
        return "%"
    if mark.counted is None:
        return ""
    if "money" in mark.kinds and part.key(mark.counted.first) in {"đồng", "đ", "vnđ", "vnd"}:
        return "đồng"
    return " ".join(part.words(mark.counted.first, mark.counted.last).split())


def _qualifier(part: Scene, mark: Mark, stop: int, share: Part) -> str | None:
    """The restricting words after the noun; they end at a mark, a number or a name: no person is carried along.

    The name of a model that is no member of the catalogue stands in their place.
    """
    if share.model is not None and share.unknown:
        return share.model.as_words()
    first = last = mark.unit_end
    while last < min(stop, first + 8) and part.tokens[last].kind == "word" and not part.tokens[last].capital:
        if part.key(last) in {"và", "với", "cho", "trong", "tại", "ở", "do", "để", "nhằm", "của", "được"}:
            break
        last += 1
    return " ".join(part.words(first, last).split()) or None


# --- out ----------------------------------------------------------------------------------------


def to_json(reading: Reading, document: str) -> list[dict[str, Any]]:
    """The list of records that the command prints, one per candidate."""
    return list(_rows(reading, document))


def _rows(reading: Reading, document: str) -> Iterator[dict[str, Any]]:
    for item in reading.candidates:
        yield {
            "document": document,
            "start": item.start,
            "end": item.end,
            "surface": item.surface,
            "value": _plain(item.value),
            "value_to": _plain(item.value_to),
            "of": _plain(item.of),
            "approx": item.approx,
            "unit": item.unit,
            "indicator": item.indicator,
            "breakdown": item.breakdown,
            "qualifier": item.qualifier,
            "parent": item.parent,
            "status": item.status,
            "place": item.place,
            "period": {"from": item.period.start, "to": item.period.end, "kind": item.period.kind},
            "confidence": item.confidence,
        }


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
