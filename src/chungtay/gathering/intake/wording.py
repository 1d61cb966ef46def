"""Learning from corrections: what a body's own wording means, told by its officers, seen by them and taken back.

A rule holds for reports that are read from then on. It never changes what was confirmed, and what it says of a number
is an offer like any other: until officers have let it stand three times, it is among the doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake import queries
from chungtay.gathering.intake.models import Candidate, State, WordingRule
from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.text import squeeze, tone_key
from chungtay.reference.actors.queries import Role
from chungtay.reference.indicators.catalogue import catalogue, cell_problems
from chungtay.reference.indicators.queries import indicator_id
from chungtay.reference.sources.masking import mask_spans
from chungtay.reference.sources.queries import text_unmasked_for_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.reference.actors.models import Body, User

LONGEST, MOST_WORDS = 80, 8
TOLD, PROVED, ENOUGH = 0.8, 0.92, 3
"""How sure a figure is that a rule tells: at first, and once this many were confirmed and none was corrected."""
_NEAR = 160
_LEADING_ON = {"và", "với", "cho", "trong", "tại", "ở", "do", "để", "nhằm", "của", "được", "về", "đang", "đã", "qua"}
_PHRASE = re.compile(r"\s*((?:[^\W\d_]+[ \u00a0]?){1,6})")
_BETWEEN = re.compile(r"[^\w]+")
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


@dataclass(frozen=True)
class Uses:
    """How often a rule told an indicator, and what officers made of it."""

    told: int = 0
    confirmed: int = 0
    corrected: int = 0


def phrase_beside(text: str, end: int) -> str:
    """The words straight after a number, up to a mark, a digit or a capital: what a rule would be learnt of."""
    found = _PHRASE.match(text[end : end + LONGEST])
    words: list[str] = []
    for word in (found.group(1) if found else "").split():
        if word[:1].isupper() or "█" in word or (words and word in _LEADING_ON):
            break
        words.append(word)
    return " ".join(words)


def rules_of(body: Body) -> list[WordingRule]:
    """The body's rules, those in force first, each with the latest first."""
    found = WordingRule.objects.filter(body=body).select_related("indicator", "made_by", "retired_by").order_by("-pk")
    return sorted(found, key=lambda rule: rule.retired_at is not None)


def uses_of(rules: Sequence[WordingRule]) -> dict[int, Uses]:
    """What became of the figures that each rule told."""
    ids = {rule.pk: rule.indicator_id for rule in rules}
    counts: Counter[tuple[int, str]] = Counter()
    rows = Candidate.objects.filter(rule__in=list(ids)).values_list("rule", "state", "indicator")
    for rule, state, indicator in rows:
        counts[rule, "told"] += 1
        stood = state in (State.CONFIRMED, State.CORRECTED) and indicator == ids[rule]
        counts[rule, "confirmed"] += stood
        counts[rule, "corrected"] += state != State.PROPOSED and not stood
    return {pk: Uses(*(counts[pk, name] for name in ("told", "confirmed", "corrected"))) for pk in ids}


@transaction.atomic
def wording_learn(*, by: User, candidate_id: int, phrase: str, indicator: str) -> WordingRule:
    """From now on the phrase beside a number means the indicator, in reports of the account's own body.

    What it meant before is taken back. NotAllowed DOC-202, DOC-404; Refusal DOC-221 for a phrase that does not stand
    beside the number, that holds a digit or that may name somebody.
    """
    candidate = queries.candidate_get(by=by, id=candidate_id)
    check_reporter(by, candidate.reading.body_id)
    words = squeeze(phrase)
    text = text_unmasked_for_reading(candidate.reading.source).text
    if not is_plain(words) or indicator not in catalogue() or not _stands(key_of(words), text, candidate):
        raise Refusal.of(
            "DOC-221",
            Both("Cụm từ", "Phrase"),
            read=words if is_plain(words) else "",
            expected=Both(
                f"cụm từ đứng sát con số, không có tên riêng và chữ số, tối đa {MOST_WORDS} chữ",
                f"words that stand beside the number, without names and digits, at most {MOST_WORDS}",
            ),
            todo=Both("Chép cụm từ như trong câu", "Copy the words as the sentence has them"),
            vi="Không ghi nhớ được cụm từ này",
            en="This phrase cannot be remembered",
        )
    key, now = key_of(words), timezone.now()
    same = WordingRule.objects.filter(body=by.body_id, key=key, retired_at=None)
    known = same.filter(indicator=indicator_id(indicator)).first()
    if known is not None:
        return known
    same.update(retired_at=now, retired_by=by)
    return WordingRule.objects.create(
        body_id=by.body_id, phrase=words, key=key, indicator_id=indicator_id(indicator), made_at=now, made_by=by
    )


@transaction.atomic
def wording_retire(*, by: User, rule_id: int) -> WordingRule:
    """The rule tells nothing any more; what was read by it stays as it is."""
    rule = _own(by, rule_id)
    if rule.retired_at is None:
        rule.retired_at, rule.retired_by = timezone.now(), by
        rule.save(update_fields=["retired_at", "retired_by"])
    return rule


@transaction.atomic
def wording_restore(*, by: User, rule_id: int) -> WordingRule:
    """What was taken back holds again, as a new rule; what the phrase means meanwhile is taken back."""
    rule = _own(by, rule_id)
    if rule.retired_at is None:
        return rule
    now = timezone.now()
    WordingRule.objects.filter(body=rule.body_id, key=rule.key, retired_at=None).update(retired_at=now, retired_by=by)
    return WordingRule.objects.create(
        body_id=rule.body_id,
        phrase=rule.phrase,
        key=rule.key,
        indicator_id=rule.indicator_id,
        made_at=now,
        made_by=by,
    )


class Told:
    """A body's rules at work on one report."""

    def __init__(self, body: Body, text: str) -> None:
        self._rules = sorted(
            WordingRule.objects.filter(body=body, retired_at=None).select_related("indicator"),
            key=lambda rule: -len(rule.key),
        )
        self._text = text
        self._uses = uses_of(self._rules)

    def apply(self, candidate: Candidate) -> None:
        """Give an unsaved candidate the indicator that the longest fitting rule tells."""
        rule = next((rule for rule in self._rules if _stands(rule.key, self._text, candidate)), None)
        if rule is None:
            return
        candidate.rule = rule
        if candidate.indicator_id == rule.indicator_id:
            return
        uses = self._uses[rule.pk]
        read = [candidate.indicator.code] if candidate.indicator else []
        candidate.others = candidate.others | {"indicators": [*read, *candidate.others.get("indicators", [])]}
        candidate.indicator_id = rule.indicator_id
        candidate.confidence = PROVED if uses.confirmed >= ENOUGH and not uses.corrected else TOLD
        if cell_problems(catalogue()[rule.indicator.code], candidate.cell):
            candidate.cell = ""


def has_rules(body: Body) -> bool:
    """Whether any rule of the body is in force."""
    return WordingRule.objects.filter(body=body, retired_at=None).exists()


def check_reporter(by: User, body_id: int) -> None:
    """NotAllowed DOC-202 for whoever does not report for this body."""
    if by.role != Role.REPORTER or by.body_id != body_id:
        raise NotAllowed.of(
            "DOC-202",
            Both("Tài khoản", "Account"),
            expected=Both("tài khoản báo cáo của cơ quan lập báo cáo", "a reporter of the reporting body"),
            todo=Both("Chuyển cho người lập báo cáo", "Leave it to the reporter"),
            vi="Chỉ người báo cáo của chính cơ quan mới sửa được",
            en="Only a reporter of the body itself may change this",
        )


def _own(by: User, rule_id: int) -> WordingRule:
    rule = WordingRule.objects.filter(pk=rule_id, body=by.body_id).first()
    if rule is None:
        raise queries.not_there(Both(f"Cách viết {rule_id}", f"Wording {rule_id}"))
    check_reporter(by, rule.body_id)
    return rule


def key_of(text: str) -> str:
    """The words of a text as they compare: with their tones ('tổ' is not 'tờ'), without marks between them."""
    return tone_key(_BETWEEN.sub(" ", text))


def is_plain(words: str) -> bool:
    """Whether words may be remembered: few, without digits, and naming nobody."""
    few = 0 < len(words) <= LONGEST and len(words.split()) <= MOST_WORDS
    return few and bool(_WORDS.fullmatch(words)) and not mask_spans(words)


def _stands(key: str, text: str, candidate: Candidate) -> bool:
    """Whether the words follow the number, or end right before it, in its own sentence."""
    after = key_of(text[candidate.end : min(candidate.sentence_end, candidate.end + _NEAR)])
    before = key_of(text[max(candidate.sentence_start, candidate.start - _NEAR) : candidate.start])
    return f"{after} ".startswith(f"{key} ") or f" {before}".endswith(f" {key}")
