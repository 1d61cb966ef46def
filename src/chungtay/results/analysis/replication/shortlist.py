"""One of four answers for a locality, with the reasons; shortlists are not in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects.labels import Label
from chungtay.results.analysis.replication.covariates import Covariate, Kind
from chungtay.results.analysis.replication.distance import Features, Measure, apart, caliper, gower, nearest, scaled
from chungtay.results.analysis.replication.shrinking import Effect

NEAREST, LEAST_NEAR = 10, 5
SHOWN = 3


class Answer(StrEnum):
    """TRY: fit for a trial in stages. MORE: something is not known. OUTSIDE: nobody like it has tried. NOT: no need,
    or nothing to recommend."""

    TRY = "try"
    MORE = "more"
    OUTSIDE = "outside"
    NOT = "not"


WORDS = {
    Answer.TRY: Both("Phù hợp để thử nghiệm", "Fit for a trial"),
    Answer.MORE: Both("Cần thêm thông tin", "More needs to be known"),
    Answer.OUTSIDE: Both("Ngoài phạm vi kinh nghiệm", "Outside of experience"),
    Answer.NOT: Both("Không khuyến nghị", "Not recommended"),
}
CAUTION = Both(
    "Giống nhau trên giấy không có nghĩa là kết quả sẽ như nhau.",
    "Similar on paper does not mean the same result.",
)


@dataclass(frozen=True)
class Alike:
    """An adopter near a locality: which, and the features that match and that differ most."""

    place: str
    match: tuple[Both, ...]
    differ: tuple[Both, ...]


@dataclass(frozen=True)
class Suggestion:
    """What is said of one locality. `effect` is the range for such places and never one number."""

    place: str
    answer: Answer
    reasons: tuple[Both, ...]
    alike: tuple[Alike, ...] = ()
    effect: tuple[float, float] | None = None


@dataclass(frozen=True)
class Experience:
    """Where a model ran and what is known of it. `effect`: what is foretold for places like these."""

    label: Label
    adopters: Mapping[str, Features]
    measure: Measure
    effect: Effect | None = None
    is_personal: bool = False
    limit: float | None = None
    """How far a neighbour may be, where it was worked out before for many localities."""


def suggested(place: str, features: Features, known: Experience, *, needs_it: bool | None) -> Suggestion:
    """The answer for one locality. `needs_it`: whether its level lies above the funnel's limit; None if not known."""
    if known.label not in (Label.PROMISING, Label.SUPPORTED):
        return Suggestion(place, Answer.NOT, (_no_ground(known.label),))
    missing = [one.words for one in known.measure.covariates if one.required and features.get(one.code) is None]
    if missing:
        return Suggestion(
            place, Answer.MORE, tuple(Both(f"chưa biết {one.vi}", f"{one.en} not known") for one in missing)
        )
    if outside := _outside(features, known):
        return Suggestion(place, Answer.OUTSIDE, outside)
    names, told = list(known.adopters), list(known.adopters.values())
    limit = caliper(told, known.measure) if known.limit is None else known.limit
    near = [(at, far) for at, far in nearest(features, told, known.measure, NEAREST) if isnan(limit) or far <= limit]
    alike = tuple(_alike(names[at], features, told[at], known.measure) for at, _ in near[:SHOWN])
    if len(near) < LEAST_NEAR:
        few = Both(f"chỉ {len(near)} nơi tương tự đã làm", f"only {len(near)} similar places have tried")
        return Suggestion(place, Answer.OUTSIDE, (few,), alike)
    if needs_it is None:
        return Suggestion(
            place, Answer.MORE, (Both("chưa biết mức hiện nay", "the present level is not known"),), alike
        )
    if not needs_it:
        calm = Both("mức hiện nay không cao hơn nơi khác", "the present level is no higher than elsewhere")
        return Suggestion(place, Answer.NOT, (calm,), alike)
    range_of = known.effect.range() if known.effect else None
    return Suggestion(place, Answer.TRY, (_high(), CAUTION), alike, range_of)


def for_staged_trial(suggestions: Sequence[Suggestion]) -> list[str]:
    """The localities fit for a trial, by name and in no order of merit: half of them, drawn by lot, begin first."""
    return sorted(one.place for one in suggestions if one.answer is Answer.TRY)


def _no_ground(label: Label) -> Both:
    return Both(f"mô hình: {label.words.vi.lower()}", f"the model: {label.words.en.lower()}")


def _high() -> Both:
    return Both("mức hiện nay cao hơn giới hạn của nơi cùng cỡ", "the present level is above the limit for its size")


def _outside(features: Features, known: Experience) -> tuple[Both, ...]:
    """Required features that lie outside what adopters had."""
    found = []
    for one in known.measure.covariates:
        if one.required and not _is_within(one, features, known):
            found.append(Both(f"{one.words.vi} ngoài khoảng các nơi đã làm", f"{one.words.en} outside the range tried"))
    return tuple(found)


def _is_within(one: Covariate, features: Features, known: Experience) -> bool:
    values = [value for place in known.adopters.values() if (value := place.get(one.code)) is not None]
    if one.kind is Kind.CATEGORY:
        return features.get(one.code) in values
    told = [number for value in values if (number := scaled(one, value)) is not None]
    own = scaled(one, features.get(one.code))
    return own is not None and bool(told) and min(told) <= own <= max(told)


def _alike(name: str, mine: Features, other: Features, measure: Measure) -> Alike:
    far = [
        (distance, one.words)
        for one in measure.covariates
        if (distance := apart(one, mine.get(one.code), other.get(one.code), measure)) is not None
    ]
    far.sort(key=lambda pair: pair[0])
    match = tuple(words for distance, words in far[:3] if distance <= 0.25)
    differ = tuple(words for distance, words in far[::-1][:2] if distance > 0.25)
    return Alike(name, match, differ)


def similarity(mine: Features, other: Features, measure: Measure) -> float:
    """The distance alone, for pages that show places side by side; NaN where too little is known."""
    return gower(mine, other, measure)[0]
