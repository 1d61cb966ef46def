"""The rules that a form carries as data: how they are written, what they may say, and how they read in words.

    {"kind": "sum",     "whole": row, "parts": [row, ...]}         the parts make the whole
    {"kind": "at_most", "part": row, "whole": row}                 one row never exceeds another
    {"kind": "if",      "when": condition, "then": condition}      what one row says asks something of another
    {"kind": "bounds",  "key": row, "low": 0, "high": 500}         what a row can be; one of the two may be left out

A row is named by its key: "tips.received|", or "tips.received" for short; "tips.received|tip_category=crime". A
condition is {"key": row, "op": ">", "value": 0} with one of `OPS`, or {"key": row, "op": "stated"}: a number, or a
reason for its absence, is given. Every rule may carry "severity" (block, warn, note; else `SEVERITIES`), and "why_vi"
with "why_en", shown with it.

Nothing here knows of Django or of a report: what a rule says of claims is judged in the room of checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.kernel.text import squeeze
from chungtay.reference.indicators.catalogue import catalogue, cell_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

OPS = (">", ">=", "<", "<=", "=", "!=", "stated")
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠"}
SEVERITIES = {"sum": "block", "at_most": "block", "if": "warn", "bounds": "warn"}
"""How hard each kind bites where the rule does not say: arithmetic must be mended, the rest explained."""
_SHAPES = {
    "sum": ({"whole", "parts"}, set()),
    "at_most": ({"part", "whole"}, set()),
    "if": ({"when", "then"}, set()),
    "bounds": ({"key"}, {"low", "high"}),
}
_ALWAYS = {"kind", "severity", "why_vi", "why_en"}
LONGEST_WHY = 300
LARGEST = 10**15


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What every rule may say beside its own terms. Both languages of the reason are given, or neither."""

    severity: str
    why_vi: str = ""
    why_en: str = ""


@dataclass(frozen=True, kw_only=True)
class SumRule(RuleText):
    """The parts make the whole."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AtMostRule(RuleText):
    """The part never exceeds the whole."""

    part: str
    whole: str


@dataclass(frozen=True)
class Condition:
    """What is asked of one row; `value` is None for "stated" alone."""

    key: str
    op: str
    value: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class IfRule(RuleText):
    """Where `when` holds, `then` must hold."""

    when: Condition
    then: Condition


@dataclass(frozen=True, kw_only=True)
class BoundsRule(RuleText):
    """The row lies between the two, both included; None leaves a side open."""

    key: str
    low: Decimal | None = None
    high: Decimal | None = None


FormRule = SumRule | AtMostRule | IfRule | BoundsRule


def rules_read(data: object, rows: Collection[str] | None = None) -> tuple[FormRule, ...]:
    """The rules of a form from its data, checked against the keys of the form's `rows` (None: any known indicator).

    One Refusal with every problem: BIEUMAU-301 no rule or of no known kind, 302 a field missing, unknown or of the
    wrong sort, 303 a row that the form does not have, 304 a rule that cannot hold or says nothing, 305 a least or a
    greatest number for something that nobody may set a target on: either would be a quota by the back door.
    """
    reading = _Reading(rows)
    if not isinstance(data, list | tuple):
        reading.wrong("BIEUMAU-301", type(data).__name__, Both("một danh sách quy tắc", "a list of rules"))
        raise Refusal(reading.problems)
    found = []
    for number, row in enumerate(data, 1):
        reading.number = number
        if (rule := reading.rule(row)) is not None:
            found.append(rule)
    if reading.problems:
        raise Refusal(reading.problems)
    return tuple(found)


def rules_data(rules: Iterable[FormRule]) -> list[dict[str, Any]]:
    """The rules as data again: `rules_read(rules_data(rules))` gives them back. Defaults are left out."""
    return [_data(rule) for rule in rules]


@dataclass(frozen=True)
class RuleMistake:
    """Why a rule cannot be used: what was read, what is expected, and in words."""

    read: str
    expected: str
    vi: str
    en: str


def rule_mistake(rule: Mapping[str, Any], rows: Collection[str]) -> RuleMistake | None:
    """The first thing wrong with one rule for a form with these rows (keys), or None."""
    try:
        rules_read([rule], rows)
    except Refusal as refusal:
        found = refusal.problems[0]
        return RuleMistake(found.read, found.expected, found.message_vi, found.message_en)
    return None


def rule_plain(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A well-formed rule as the database keeps it: every key in full."""
    return rules_data(rules_read([rule]))[0]


def rows_named(rule: FormRule) -> tuple[str, ...]:
    """The keys of the rows that a rule speaks of."""
    match rule:
        case SumRule():
            return (rule.whole, *rule.parts)
        case AtMostRule():
            return (rule.part, rule.whole)
        case IfRule():
            return tuple(dict.fromkeys((rule.when.key, rule.then.key)))
        case BoundsRule():
            return (rule.key,)


def row_name(key: str, language: str = "vi") -> str:
    """'Tin dân cung cấp (tội phạm)' for a row's key; the key itself where the catalogue does not know it."""
    code, _, cell = key.partition("|")
    known = catalogue().get(code)
    if known is None:
        return key
    return f"{known.name(language)} ({cell_name(cell, language)})" if cell else known.name(language)


def rule_words(rule: FormRule, language: str = "vi", name: Callable[[str, str], str] = row_name) -> str:
    """The rule as a sentence: 'Tổng của A, B = C'. `name` gives a row's name in a language."""
    vi = language == "vi"
    match rule:
        case SumRule():
            return f"{' + '.join(name(part, language) for part in rule.parts)} = {name(rule.whole, language)}"
        case AtMostRule():
            return f"{name(rule.part, language)} ≤ {name(rule.whole, language)}"
        case IfRule():
            when, then = (condition_words(c, language, name) for c in (rule.when, rule.then))
            return f"Nếu {when} thì {then}" if vi else f"If {when}, then {then}"
        case BoundsRule():
            return f"{name(rule.key, language)}: {bounds_words(rule, language)}"


def condition_words(condition: Condition, language: str = "vi", name: Callable[[str, str], str] = row_name) -> str:
    """'Tin dân cung cấp > 0', or that a row is answered."""
    if condition.value is None:
        answered = "phải có số hoặc lý do" if language == "vi" else "has a number or a reason"
        return f"{name(condition.key, language)} {answered}"
    sign = SIGNS.get(condition.op, condition.op)
    return f"{name(condition.key, language)} {sign} {number_words(condition.value, language)}"


def bounds_words(rule: BoundsRule, language: str = "vi") -> str:
    """'từ 0 đến 500', 'từ 0 trở lên', 'không quá 500'."""
    low, high = (None if n is None else number_words(n, language) for n in (rule.low, rule.high))
    vi = language == "vi"
    if high is None:
        return f"từ {low} trở lên" if vi else f"{low} or more"
    if low is None:
        return f"không quá {high}" if vi else f"at most {high}"
    return f"từ {low} đến {high}" if vi else f"{low} to {high}"


@dataclass
class _Reading:
    """Goes on after a mistake, so that whoever wrote the rules sees all of them at once."""

    rows: Collection[str] | None
    number: int = 0
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, read: object, expected: str) -> None:
        """Note a problem at the present rule."""
        vi, en = _MESSAGES[code]
        where = Both(f"quy tắc {self.number}", f"rule {self.number}") if self.number else Both("quy tắc", "rules")
        todo = Both("sửa quy tắc của biểu mẫu", "mend the rule of the form")
        self.problems.append(Problem(code, where, str(read)[:200], expected, todo, vi, en))

    def rule(self, data: object) -> FormRule | None:
        """One rule, or None with what is wrong noted."""
        before = len(self.problems)
        kind = data.get("kind") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(kind, str) or kind not in _SHAPES:
            self.wrong("BIEUMAU-301", kind or type(data).__name__, ", ".join(_SHAPES))
            return None
        needed, optional = _SHAPES[kind]
        if lacking := needed - data.keys():
            self.wrong("BIEUMAU-302", ", ".join(map(str, data)), ", ".join(sorted(lacking)))
        if unknown := data.keys() - needed - optional - _ALWAYS:
            self.wrong("BIEUMAU-302", ", ".join(sorted(map(str, unknown))), ", ".join(sorted(needed | optional)))
        if len(self.problems) > before:
            return None
        made = self._made(kind, data, self._text(kind, data))
        return made if len(self.problems) == before else None

    def _text(self, kind: str, data: Mapping[str, Any]) -> dict[str, str]:
        severity = data.get("severity", SEVERITIES[kind])
        if severity not in ("block", "warn", "note"):
            self.wrong("BIEUMAU-302", severity, "severity: block, warn, note")
        why = [squeeze(data.get(side) or "") if isinstance(data.get(side, ""), str) else "" for side in _WHYS]
        if bool(why[0]) != bool(why[1]) or max(map(len, why)) > LONGEST_WHY:
            self.wrong("BIEUMAU-302", why[0] or why[1], f"why_vi, why_en: 1-{LONGEST_WHY}")
        return {"severity": str(severity), "why_vi": why[0], "why_en": why[1]}

    def _made(self, kind: str, data: Mapping[str, Any], text: dict[str, str]) -> FormRule | None:
        if kind == "sum":
            return self._sum(data, text)
        if kind == "at_most":
            part, whole = self._row(data["part"]), self._row(data["whole"])
            if part and part == whole:
                self.wrong("BIEUMAU-304", part, Both("hai dòng khác nhau", "two different rows"))
            self._not_measured(whole, part)
            self._not_measured(part, whole)
            return AtMostRule(part=part, whole=whole, **text)
        if kind == "if":
            when, then = self._condition(data["when"]), self._condition(data["then"])
            if when is None or then is None:
                return None
            if when == then:
                self.wrong("BIEUMAU-304", when.key, Both("hai điều kiện khác nhau", "two different conditions"))
            if then.op != "stated" and not (_is_nothing(when) and _is_nothing(then) and self._is_apart(when.key)):
                self._no_quota(then.key, then.op, then.value)
            if when.op in ("<", "<=", "=") and then.op != "stated":
                self._not_measured(when.key, then.key)
            return IfRule(when=when, then=then, **text)
        return self._bounds(data, text)

    def _sum(self, data: Mapping[str, Any], text: dict[str, str]) -> FormRule:
        whole, given = self._row(data["whole"]), data["parts"]
        parts: tuple[str, ...] = ()
        if not isinstance(given, list | tuple):
            self.wrong("BIEUMAU-302", given, Both("parts: [dòng, dòng]", "parts: [row, row]"))
        else:
            parts = tuple(self._row(part) for part in given)
            if not parts or len(set(parts)) < len(parts) or whole in parts:
                self.wrong(
                    "BIEUMAU-304",
                    ", ".join(parts),
                    _EACH_ONCE,
                )
            for part in parts:
                self._not_measured(whole, part)
                self._not_measured(part, whole)
        return SumRule(whole=whole, parts=parts, **text)

    def _bounds(self, data: Mapping[str, Any], text: dict[str, str]) -> FormRule:
        key, low, high = self._row(data["key"]), self._number(data.get("low")), self._number(data.get("high"))
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            self.wrong("BIEUMAU-304", f"low {low}, high {high}", "low ≤ high")
        if high is not None:
            self._no_quota(key, "<=", high)
        elif low is not None and low > 0:
            self._no_quota(key, ">=", low)
        return BoundsRule(key=key, low=low, high=high, **text)

    def _condition(self, data: object) -> Condition | None:
        if not isinstance(data, dict) or not {"key", "op"} <= data.keys() <= {"key", "op", "value"}:
            self.wrong("BIEUMAU-302", data, '{"key": …, "op": …, "value": …}')
            return None
        key, op, value = self._row(data["key"]), data["op"], self._number(data.get("value"))
        if op not in OPS or (op == "stated") != (value is None):
            self.wrong("BIEUMAU-302", f"{op} {data.get('value', '')}".strip(), " ".join(OPS))
            return None
        return Condition(key, op, value)

    def _row(self, key: object) -> str:
        if not isinstance(key, str) or not key.strip():
            self.wrong(
                "BIEUMAU-302",
                key,
                Both('"indicator|" hoặc "indicator|dimension=member"', '"indicator|" or "indicator|dimension=member"'),
            )
            return ""
        named = key.strip() if "|" in key else f"{key.strip()}|"
        known = named.partition("|")[0] in catalogue() if self.rows is None else named in self.rows
        if not known:
            self.wrong("BIEUMAU-303", named, Both("một dòng của biểu mẫu", "a row of the form"))
        return named

    def _number(self, given: object) -> Decimal | None:
        if given is None:
            return None
        if isinstance(given, int | float | str | Decimal) and not isinstance(given, bool):
            try:
                number = Decimal(str(given).strip())
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and abs(number) < LARGEST:
                return number
        self.wrong("BIEUMAU-302", given, Both("một số", "a number"))
        return None

    def _no_quota(self, key: str, op: str, than: object) -> None:
        known = catalogue().get(key.partition("|")[0])
        if known is not None and self._is_apart(key):
            self.wrong(
                "BIEUMAU-305", f"{known.name_vi} {SIGNS.get(op, op)} {than}", Both(known.reason_vi, known.reason_en)
            )

    def _is_apart(self, key: str) -> bool:
        """Whether nobody may set a target on the row."""
        known = catalogue().get(key.partition("|")[0])
        return known is not None and not known.may_target

    def _not_measured(self, key: str, by: str) -> None:
        """What nobody may set a target on is not held against the work that was done, either: as many tips as sessions
        would be a quota. Against its own parts and others of its sort it is arithmetic."""
        other = catalogue().get(by.partition("|")[0])
        if other is not None and other.may_target and other.code != key.partition("|")[0]:
            self._no_quota(key, "~", other.name_vi)


def _is_nothing(condition: Condition) -> bool:
    """Whether it asks for a zero: where no tips came in none was useful, which is arithmetic and no quota."""
    return condition.op in ("=", "<=") and condition.value == 0


_WHYS = ("why_vi", "why_en")
_EACH_ONCE = Both("mỗi phần một lần, không có tổng trong đó", "each part once, without the whole")
_MESSAGES = {
    "BIEUMAU-301": ("Không phải quy tắc của biểu mẫu", "No rule of a form"),
    "BIEUMAU-302": ("Quy tắc thiếu hoặc sai một mục", "A field of the rule is missing or wrong"),
    "BIEUMAU-303": ("Quy tắc nêu dòng không có trong biểu mẫu", "The rule names a row that the form does not have"),
    "BIEUMAU-304": ("Quy tắc không thể đúng hoặc không nói gì", "The rule cannot hold, or says nothing"),
    "BIEUMAU-305": ("Quy tắc đặt mức cho nội dung không được giao chỉ tiêu", "The rule would be a quota"),
}


def _data(rule: FormRule) -> dict[str, Any]:
    terms: dict[str, Any]
    match rule:
        case SumRule():
            terms = {"kind": "sum", "whole": rule.whole, "parts": list(rule.parts)}
        case AtMostRule():
            terms = {"kind": "at_most", "part": rule.part, "whole": rule.whole}
        case IfRule():
            terms = {"kind": "if", "when": _condition_data(rule.when), "then": _condition_data(rule.then)}
        case BoundsRule():
            sides = (("low", rule.low), ("high", rule.high))
            terms = {"kind": "bounds", "key": rule.key, **{side: _plain(n) for side, n in sides if n is not None}}
    said: Sequence[tuple[str, str]] = (("why_vi", rule.why_vi), ("why_en", rule.why_en))
    severity = {} if rule.severity == SEVERITIES[terms["kind"]] else {"severity": rule.severity}
    return {**terms, **severity, **{side: words for side, words in said if words}}


def _condition_data(condition: Condition) -> dict[str, Any]:
    value = {} if condition.value is None else {"value": _plain(condition.value)}
    return {"key": condition.key, "op": condition.op, **value}


def _plain(number: Decimal) -> int | str:
    """Whole numbers as numbers; fractions as text, because a float would not come back as the same number."""
    return int(number) if number == number.to_integral_value() else str(number)
