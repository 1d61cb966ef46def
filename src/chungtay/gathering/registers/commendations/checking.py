"""What a recipient and the texts of a round must be before they are written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from chungtay.gathering.registers.commendations.kinds import COLLECTIVE, RECIPIENTS, achievements
from chungtay.gathering.registers.commendations.models import Award, Fate
from chungtay.gathering.registers.commendations.refusals import problem, refusal
from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import match_key, squeeze
from chungtay.reference.places.queries import lies_within
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import naming_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from chungtay.gathering.registers.commendations.models import Round
    from chungtay.reference.places.models import Place

FIRST_DAY = date(2000, 1, 1)
LONGEST_NAME, LONGEST_TOLD, LONGEST_NUMBER, LONGEST_REASON = 120, 200, 60, 200


@dataclass(frozen=True)
class AwardDraft:
    """A recipient as somebody writes it down. `is_minor` is not kept: the row is guarded, like those about crime."""

    kind: int
    name: str
    place: Place
    achievement: int
    achieved_from: date
    achieved_to: date
    told: str = ""
    is_minor: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether the awarding body alone sees it."""
        found = achievements().get(self.achievement)
        return self.is_minor or (found is not None and found.is_guarded)


def recipient_problems(held: Round, draft: AwardDraft) -> list[Problem]:
    """All that is wrong with a recipient; empty where it may be written down."""
    found = []
    if draft.kind not in RECIPIENTS or draft.achievement not in achievements():
        expected = Both("một mục trong danh sách", "an entry of the list")
        vi, en = "không có loại đối tượng hoặc thành tích này", "there is no such recipient or achievement"
        return [problem("KHE-001", f"{draft.kind}, {draft.achievement}", expected, vi, en)]
    first, last, today = draft.achieved_from, draft.achieved_to, timezone.localdate()
    if not FIRST_DAY <= first <= last <= today:
        expected = Both("từ ngày không sau đến ngày, không sau hôm nay", "from a day up to a later one, not ahead")
        read = f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
        found.append(problem("KHE-002", read, expected, "thời gian lập thành tích không hợp lệ", "no such days"))
    if not lies_within(draft.place, held.place):
        expected = Both(f"trong {held.place.full_name}", f"within {held.place.full_name}")
        read = draft.place.full_name
        found.append(problem("KHE-003", read, expected, "ngoài địa bàn của cơ quan đề nghị", "not of the proposer"))
    return found + _text_problems(draft)


def _text_problems(draft: AwardDraft) -> list[Problem]:
    name, told = squeeze(draft.name), squeeze(draft.told)
    found = []
    if not name or len(name) > LONGEST_NAME:
        expected = Both(f"tên, tối đa {LONGEST_NAME} chữ", f"a name of at most {LONGEST_NAME} letters")
        found.append(problem("KHE-004", str(len(name)), expected, "tên đối tượng không hợp lệ", "no such name"))
    found += gate_problems([name, told])
    if told and draft.is_guarded:
        expected = Both("để trống", "nothing")
        vi = "không ghi lời về người dưới 18 tuổi, tin báo tội phạm, an ninh"
        en = "no words are kept about minors, information on crime or security"
        found.append(problem("KHE-005", "…", expected, vi, en))
    elif told:
        found += text_problems(told, longest=LONGEST_TOLD)
    return found


def text_problems(*texts: str, longest: int = LONGEST_NUMBER) -> list[Problem]:
    """Numbers of documents, reasons, words about an achievement: short, and they name nobody."""
    found = []
    for text in texts:
        if len(text) > longest:
            expected = Both(f"tối đa {longest} chữ", f"at most {longest} letters")
            found.append(problem("KHE-006", str(len(text)), expected, "quá dài", "too long"))
    return found + naming_problems(Both("thành tích, lý do, số văn bản", "achievement, reason, number"), *texts)


def check_once(held: Round, award: Award) -> None:
    """Refusal KHE-007 where the recipient has, or is proposed for, an award for the same achievement.

    While it is proposed, guarded awards are not compared: the answer would tell of them. The awarding body's decision
    compares them with its own.
    """
    if _same(award).filter(is_guarded=False).exists():
        raise _again(award.kind)


def check_once_decided(held: Round, award: Award) -> None:
    """The same at the decision: against all granted awards that are open, and the guarded ones of this giver."""
    granted = _same(award).filter(fate=Fate.GRANTED)
    if granted.filter(is_guarded=False).exists() or granted.filter(round__giver=held.giver_id).exists():
        raise _again(award.kind)


def _same(award: Award) -> QuerySet[Award]:
    return Award.objects.filter(
        name_key=award.name_key,
        kind=award.kind,
        place=award.place_id,
        achievement=award.achievement,
        achieved_from__lte=award.achieved_to,
        achieved_to__gte=award.achieved_from,
        fate__in=(Fate.PROPOSED, Fate.GRANTED),
    ).exclude(pk=award.pk)


def already_open(keys: Sequence[str]) -> Iterator[Award]:
    """The open awards, proposed or granted, of recipients with one of these keys; guarded ones are not told of."""
    for first in range(0, len(keys), 500):
        found = Award.objects.filter(name_key__in=keys[first : first + 500], is_guarded=False)
        yield from found.filter(fate__in=(Fate.PROPOSED, Fate.GRANTED))


def again_problem(kind: int) -> Problem:
    """KHE-007: this recipient has, or is proposed for, an award for the same achievement."""
    [found] = _again(kind).problems
    return found


def _again(kind: int) -> Refusal:
    expected = Both("thành tích chưa được khen hoặc đề nghị khen", "an achievement not commended or proposed yet")
    vi, en = "một thành tích chỉ được khen một lần", "one achievement gets one award"
    read = Both(RECIPIENTS[kind][1].vi, RECIPIENTS[kind][1].en)
    return refusal("KHE-007", read, expected, vi, en)


def name_problems(draft: AwardDraft) -> list[Problem]:
    """A collective's name is an organisation's: NGUON-106 where it may be a person's."""
    if draft.kind != COLLECTIVE:
        return []
    return naming_problems(Both("tên tập thể", "name of the collective"), squeeze(draft.name))


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    return match_key(name)[:LONGEST_NAME]
