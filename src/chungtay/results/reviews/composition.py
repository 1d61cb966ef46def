"""A review as data: all that a page or a Word file prints, in both languages, with the figures behind each number.

Numbers are kept as decimal text so that the JSON is the same to the byte on every machine.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from chungtay.kernel.periods import Period, Regime
from chungtay.kernel.quantities import Total
from chungtay.results.reviews import codec

OFFICIAL, PUBLIC = "official", "public"
KINDS = ("interim", "final", "yearly", "halfyear", "monthly", "thematic", "brief", "press", "known")
APART = "apart"
"""What stands in `Shown.absence` where places below stated something that cannot be added up."""


@dataclass(frozen=True)
class Text:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """The words in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en


NO_TEXT = Text("", "")


@dataclass(frozen=True)
class FigureRef:
    """A number inside a sentence: the words printed and the ledger's figures that they were made from."""

    figure_ids: tuple[int, ...]
    words: str


Part = str | FigureRef


@dataclass(frozen=True)
class Sentence:
    """One sentence in each language, because the order of words differs."""

    vi: tuple[Part, ...]
    en: tuple[Part, ...]

    def of(self, language: str) -> tuple[Part, ...]:
        """The parts in 'vi' or 'en'."""
        return self.vi if language == "vi" else self.en

    def plain(self, language: str) -> str:
        """The sentence as plain text."""
        return "".join(part if isinstance(part, str) else part.words for part in self.of(language))


@dataclass(frozen=True)
class Span:
    """A period as JSON keeps it: ISO dates and the name of the regime."""

    start: str
    end: str
    regime: str

    @classmethod
    def of(cls, period: Period) -> "Span":
        """The span of a period."""
        return cls(period.start.isoformat(), period.end.isoformat(), period.regime.value)

    @property
    def period(self) -> Period:
        """The period again."""
        return Period(date.fromisoformat(self.start), date.fromisoformat(self.end), Regime(self.regime))

    def label(self) -> Text:
        """The period as people say it."""
        return Text(self.period.label("vi"), self.period.label("en"))


@dataclass(frozen=True)
class Shown:
    """A value as it may be printed. `value` None means nothing was counted; `absence` then says which kind of nothing.

    `of` is the denominator of a ratio. `hidden` is a value kept from readers of this rendition ("<5").
    """

    words: Text
    value: str | None = None
    low: str | None = None
    high: str | None = None
    of: str | None = None
    absence: str = ""
    hidden: bool = False
    rounded: bool = False

    @property
    def total(self) -> Total | None:
        """The value with its bounds, for arithmetic; None where there is none to be had."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return Total(Decimal(self.value), Decimal(self.low), Decimal(self.high))


@dataclass(frozen=True)
class OtherClaim:
    """Another claim about the same thing: the sum from below, a body's own total, or another body's attestation."""

    basis: str
    shown: Shown
    difference: Text
    stated: int
    expected: int
    figure_ids: tuple[int, ...]


@dataclass(frozen=True)
class TableRow:
    """One line of a results table. `counted` says what `stated` of `expected` counts: 'province' or 'commune'.

    `partial` of those stated it for a part of the period or of their land only.
    """

    indicator: str
    name: Text
    unit: Text
    nature: str
    place: str
    place_name: Text
    level: str
    span: Span | None
    cell: str
    cell_name: Text
    basis: str
    shown: Shown
    others: tuple[OtherClaim, ...]
    counted: str
    stated: int
    received: int
    expected: int
    partial: int
    figure_ids: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every place that owed it stated it in full. A body's own total does not rest on places below."""
        whole = self.expected > 0 and self.stated >= self.expected and self.partial == 0
        return self.basis == "reported" or whole


@dataclass(frozen=True)
class AreaSection:
    """Results of one content area of the programme: sentences first, then one table."""

    position: int
    name: Text
    rows: tuple[TableRow, ...]
    sentences: tuple[Sentence, ...]
    apart: tuple[TableRow, ...] = ()
    """What places below stated that cannot be added up: a row for each place and part, with the place's own number."""
    chart: "Chart | None" = field(default=None, metadata=codec.LATER)
    """A picture of some of the area's own rows, where it says more than the review's chart does."""


@dataclass(frozen=True)
class Bar:
    """One bar of an indicator, or of one `cell` of its breakdown: disclosure goes by both."""

    label: Text
    shown: Shown
    indicator: str
    cell: str
    figure_ids: tuple[int, ...]

    @property
    def open_upward(self) -> bool:
        """Whether the words give a lower bound ('trên 15.000', 'hàng trăm'): the bar may be longer than drawn."""
        total = self.shown.total
        return total is not None and total.value == total.low and total.high > total.value


PLACES, PARTS, INDICATORS = "places", "parts", "indicators"


@dataclass(frozen=True)
class Chart:
    """One bar chart. `kind` says what its bars are: 'places', 'parts' of one indicator, or 'indicators' of an area.

    `subtitle` says of which place and dates; `indicator` is '' where the bars are several indicators.
    """

    kind: str
    indicator: str
    level: str
    span: Span | None
    title: Text
    subtitle: Text
    unit: Text
    bars: tuple[Bar, ...]
    note: Text


@dataclass(frozen=True)
class MapPlace:
    """A province on the map: 'reported' or one of the kinds of absence. No counts are drawn."""

    code: str
    name: Text
    state: str


@dataclass(frozen=True)
class ReportingMap:
    """Which provinces reported. `vintage` '2013' is the map of 63 provinces, '2025' that of 34."""

    title: Text
    vintage: str
    places: tuple[MapPlace, ...]


@dataclass(frozen=True)
class Heading:
    """The head of a joint document: issuers in one cell, one number yet to be given, title and legal bases.

    `lines` says of each issuer whether it is the police, the Front, a committee or a member organisation.
    """

    issuers: tuple[Text, ...]
    number: Text
    place_line: Text
    title: Text
    subject: Text
    bases: tuple[Text, ...]
    opening: Text
    lines: tuple[str, ...] = field(default=(), metadata=codec.LATER)


@dataclass(frozen=True)
class EditableSection:
    """A passage that people write. `prompt` is shown on screen while it is empty and never printed as text."""

    key: str
    title: Text
    prompt: Text


@dataclass(frozen=True)
class Signature:
    """The office that signs, never a name."""

    authority: Text
    office: Text


@dataclass(frozen=True)
class AnnexRow:
    """One figure and where it stands: words as written, masked sentence, source, batch and the day of its approval."""

    figure_id: int
    indicator: str
    name: Text
    cell_name: Text
    place_name: Text
    span: Span | None
    words: Text
    as_written: str
    sentence: str
    source_title: str
    source_number: str
    issuer: Text
    locator: Text
    batch_id: int
    approved_on: str


@dataclass(frozen=True)
class EffectLine:
    """What was known of the effect of one kind of model when the snapshot was frozen: the label in words, its range
    where it has one, what was looked at, and the study that says so. `member` is the kind's key in the catalogue;
    `failing` are the numbers of conditions that did not hold, `why` reasons for which nothing was estimated."""

    study: int
    member: str
    kind: Text
    label: str
    words: Text
    range: Text
    outcome: Text
    span: Span
    begun: int
    compared: int
    failing: tuple[int, ...]
    why: tuple[Text, ...]
    transaction: int
    panel_digest: str


@dataclass(frozen=True)
class Binding:
    """What the review is bound to: the snapshot, the ledger transaction and the day up to which it knows."""

    snapshot_code: str
    snapshot_digest: str
    transaction_number: int
    known_on: str


@dataclass(frozen=True)
class Composition:
    """A whole review of one rendition, 'official' or 'public'."""

    rendition: str
    kind: str
    is_illustration: bool
    programme: str
    place: str
    place_name: Text
    level: str
    span: Span
    binding: Binding
    heading: Heading
    situation: tuple[Sentence, ...]
    areas: tuple[AreaSection, ...]
    chart: Chart | None
    reporting_map: ReportingMap | None
    editables: tuple[EditableSection, ...]
    recipients: tuple[Text, ...]
    signatures: tuple[Signature, ...]
    annex: tuple[AnnexRow, ...]
    notes: tuple[Text, ...] = field(default=())
    comparison: tuple[Sentence, ...] = field(default=(), metadata=codec.LATER)
    effects: tuple[EffectLine, ...] = field(default=(), metadata=codec.LATER)

    def to_json(self) -> dict[str, Any]:
        """The composition as plain JSON data."""
        data = codec.to_json(self)
        assert isinstance(data, dict)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Composition":
        """The composition that `to_json` wrote."""
        return codec.from_json(cls, data)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON."""
        return codec.digest(self.to_json())

    def changed(self, **changes: Any) -> "Composition":
        """A copy with some fields replaced."""
        return replace(self, **changes)
