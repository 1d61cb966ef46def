"""The words for what is known of an effect: a closed list, "cannot tell" first, for that is the usual answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects.gates import OutcomeClass
from chungtay.results.analysis.effects.inference import Interval
from chungtay.results.analysis.effects.settings import Settings


class Label(StrEnum):
    """What may be said of a model's effect."""

    CANNOT_TELL = "cannot_tell"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    PRACTICALLY_NONE = "practically_none"
    PROMISING = "promising"
    SUPPORTED = "supported"
    HARMFUL = "harmful"
    ACTIVITY = "activity"

    @property
    def words(self) -> Both:
        """As people read it."""
        return WORDS[self]


WORDS = {
    Label.CANNOT_TELL: Both("Chưa thể kết luận", "Cannot tell"),
    Label.NO_CLEAR_DIFFERENCE: Both("Chưa thấy khác biệt rõ", "No clear difference"),
    Label.PRACTICALLY_NONE: Both("Không có tác động đáng kể", "Practically no effect"),
    Label.PROMISING: Both("Có dấu hiệu tích cực, cần kiểm chứng", "Promising, to be verified"),
    Label.SUPPORTED: Both("Có bằng chứng tương đối vững", "Supported by fairly firm evidence"),
    Label.HARMFUL: Both("Có dấu hiệu bất lợi", "Signs of harm"),
    Label.ACTIVITY: Both("Chỉ là số liệu hoạt động", "Activity only"),
}


@dataclass(frozen=True)
class Evidence:
    """What a label is made of. `good` is -1 where fewer is better, else +1."""

    effect: float
    wide: Interval
    narrow: Interval
    good: int
    checks: Sequence[Interval]
    bending: float
    placebos_clean: bool
    cohorts_agree: bool
    false_found: float
    class_a_outcomes: int


def label_of(evidence: Evidence, settings: Settings) -> Label:
    """The label of a result whose gates all hold."""
    wide = evidence.wide
    if isnan(wide.low):
        return Label.CANNOT_TELL
    if -settings.practically_none <= evidence.narrow.low and evidence.narrow.high <= settings.practically_none:
        return Label.PRACTICALLY_NONE
    if wide.holds_nought:
        return Label.NO_CLEAR_DIFFERENCE
    if evidence.effect * evidence.good < 0:
        return Label.HARMFUL
    return Label.SUPPORTED if _is_firm(evidence, settings) else Label.PROMISING


def _is_firm(evidence: Evidence, settings: Settings) -> bool:
    agreeing = [not check.holds_nought and check.low * evidence.effect > 0 for check in evidence.checks]
    return (
        len(agreeing) >= 2
        and all(agreeing)
        and evidence.bending >= settings.acceptable_bending
        and evidence.placebos_clean
        and evidence.cohorts_agree
        and evidence.false_found < settings.false_found
        and evidence.class_a_outcomes > 1
    )


def range_in_words(interval: Interval) -> Both:
    """ "có thể từ giảm 12 % đến tăng 6 %": a range and never one number."""
    return Both(
        f"có thể từ {_moved(interval.low).vi} đến {_moved(interval.high).vi}",
        f"possibly from {_moved(interval.low).en} to {_moved(interval.high).en}",
    )


def _moved(value: float) -> Both:
    share = f"{abs(value) * 100:.0f}"
    if share == "0":
        return Both("không đổi", "no change")
    return (
        Both(f"giảm {share} %", f"a fall of {share}%") if value < 0 else Both(f"tăng {share} %", f"a rise of {share}%")
    )


def is_activity(outcome: OutcomeClass) -> bool:
    """Whether the outcome is something that was done and not something that came of it."""
    return outcome is OutcomeClass.C
