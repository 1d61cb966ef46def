"""What the form itself asks for: its own rules, an answer in every row that needs one, and the day it is due.

A rule of a form is data (`reference.forms.ruling`) and is judged on the rows that this report fills in, place by place.
A row without a number is unknown and never zero: a rule that needs it cannot be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.checks.rules import reasons
from chungtay.checks.rules.sums import sum_verdict, within_verdict
from chungtay.checks.rules.verdicts import NOTHING, Outcome, Severity, Verdict, broken, held, holds, unclear
from chungtay.checks.rules.view import BatchView, Item, Words
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.quantities import Comparison
from chungtay.reference.forms.ruling import (
    AtMostRule,
    BoundsRule,
    Condition,
    IfRule,
    SumRule,
    bounds_words,
    condition_words,
    row_name,
    rows_named,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from chungtay.kernel.quantities import Quantity
    from chungtay.reference.forms.ruling import FormRule

Rows = dict[str, Item]
TOLD = 6
"""Rows left out that are named one by one; the rest are counted."""


def sums_of_the_form(view: BatchView) -> Iterator[Verdict]:
    """KT-021: rows that make up another row, by the form's own rule."""
    for rule, rows in _places(view):
        if not isinstance(rule, SumRule):
            continue
        whole, parts = _number(rows, rule.whole), [_number(rows, key) for key in rule.parts]
        known = [part for part in parts if part is not None]
        if whole is None:
            if known:
                yield unclear(*known, why=reasons.NO_WHOLE)
        elif known:
            yield _of(rule, sum_verdict(whole, known, complete=len(known) == len(parts)))
        else:
            yield unclear(whole, why=reasons.MISSING_PARTS)


def limits_of_the_form(view: BatchView) -> Iterator[Verdict]:
    """KT-022: a row that never exceeds another, by the form's own rule."""
    for rule, rows in _places(view):
        if isinstance(rule, AtMostRule):
            part, whole = _number(rows, rule.part), _number(rows, rule.whole)
            if part is not None and whole is not None:
                yield _of(rule, within_verdict(part, whole))
            elif part is not None or whole is not None:
                yield unclear(*(i for i in (part, whole) if i is not None), why=reasons.NOT_STATED)


def conditions_of_the_form(view: BatchView) -> Iterator[Verdict]:
    """KT-023: where one row says this, another must say that."""
    for rule, rows in _places(view):
        if isinstance(rule, IfRule):
            yield from _conditional(rule, rows)


def _conditional(rule: IfRule, rows: Rows) -> Iterator[Verdict]:
    items = tuple(rows[key] for key in rows_named(rule) if key in rows)
    when, then = _holds(rule.when, rows), _holds(rule.then, rows)
    if not items:
        return
    if when is Comparison.FALSE or then is Comparison.TRUE:
        yield holds(*items)
    elif Comparison.UNKNOWN in (when, then):
        unstated = any(_number(rows, key) is None for key in rows_named(rule))
        yield unclear(*items, why=reasons.NOT_STATED if unstated else reasons.OPEN_BOUNDS)
    else:
        when_words, then_words = (
            Words(condition_words(c, "vi"), condition_words(c, "en")) for c in (rule.when, rule.then)
        )
        read = _stated(rows, rule.then.key)
        yield broken(
            *items,
            read=Words(f"{when_words.vi}, mà {read.vi}", f"{when_words.en}, but {read.en}"),
            expected=then_words,
            todo=_why(rule, _SEE_BOTH),
            severity=Severity(rule.severity),
            rows=rows_named(rule),
        )


def bounds_of_the_form(view: BatchView) -> Iterator[Verdict]:
    """KT-024: a row outside what the form takes for possible."""
    for rule, rows in _places(view):
        if not isinstance(rule, BoundsRule) or (item := _number(rows, rule.key)) is None:
            continue
        below = rule.low is not None and item.quantity.high < rule.low
        above = rule.high is not None and item.quantity.low > rule.high
        if below or above:
            yield broken(
                item,
                read=item.said(),
                expected=Words(bounds_words(rule, "vi"), bounds_words(rule, "en")),
                todo=_why(rule, _SEE_ONE),
                severity=Severity(rule.severity),
            )
        elif (rule.low is None or rule.low <= item.quantity.low) and (
            rule.high is None or item.quantity.high <= rule.high
        ):
            yield holds(item)
        else:
            yield unclear(item, why=reasons.OPEN_BOUNDS)


def every_row_is_answered(view: BatchView) -> Iterator[Verdict]:
    """KT-025: a number, a zero or a reason for its absence, in each row that the form wants answered."""
    wanted = [fact.key for fact in view.asked if fact.must_answer]
    missing = [key for key in wanted if key not in view.rows]
    yield from held(len(wanted) - len(missing))
    if missing:
        yield broken(
            read=Words(_listed(missing, "vi"), _listed(missing, "en")),
            expected=Words(
                "một số, số 0, hoặc lý do không có số ở mỗi dòng",
                "a number, a zero or a reason for having none in each row",
            ),
            todo=Words(
                "Điền số; không có gì thì ghi 0; không thống kê được thì chọn lý do",
                "Fill in the number; 0 where there was nothing; choose a reason where it cannot be told",
            ),
            where=Words(f"{len(missing)} dòng chưa trả lời", f"{len(missing)} rows without an answer"),
            rows=tuple(missing),
        )


def sent_in_time(view: BatchView) -> Iterator[Verdict]:
    """KT-029: later than the day on which the report was due."""
    if view.sending is None:
        return
    on, due = view.sending.on, view.sending.due
    whole = Words("cả báo cáo", "the whole report")
    if on <= due:
        yield Verdict(Outcome.PASS, (), NOTHING, where=whole)
        return
    late = (on - due).days
    yield broken(
        read=Words(f"gửi ngày {on:%d/%m/%Y}, chậm {late} ngày", f"sent on {on.day} {on:%B %Y}, {late} days late"),
        expected=Words(f"hạn gửi {due:%d/%m/%Y}", f"due on {due.day} {due:%B %Y}"),
        todo=Words("Vẫn gửi: báo cáo muộn hơn là không có", "Send it all the same: late is better than never"),
        where=whole,
    )


def as_registered(view: BatchView) -> Iterator[Verdict]:
    """KT-030: a row that states another number than the registers count for it. The register may be what is behind."""
    for key, count in view.registered.items():
        item = view.rows.get(key)
        if item is None or not item.has_quantity or (count.of is not None and item.quantity.of is None):
            continue  # A rate that is stated in percent says nothing of how many there are.
        if item.quantity.low <= count.value <= item.quantity.high and item.quantity.of == count.of:
            yield holds(item)
            continue
        said = item.said()
        yield broken(
            item,
            read=Words(
                f"phiếu ghi {said.vi}, sổ theo dõi có {quantity_words(count)}",
                f"the form has {said.en}, the register {quantity_words(count, 'en')}",
            ),
            expected=Words("hai số như nhau", "the same number in both"),
            todo=Words(
                "Sửa số, hoặc ghi bổ sung vào sổ theo dõi; số trên phiếu vẫn là số được báo cáo",
                "Mend the number or complete the register; the form's number is the one that is reported",
            ),
        )


def _places(view: BatchView) -> Iterator[tuple[FormRule, Rows]]:
    """Every rule with the rows of every place. A row stated over two periods is not one row: it is left out."""
    if not view.form_rules:
        return
    places: dict[int, Rows] = {}
    twice = set()
    for item in view.own:
        rows = places.setdefault(item.claim.place_id, {})
        if item.row in rows:
            twice.add((item.claim.place_id, item.row))
        rows[item.row] = item
    for place_id, row in twice:
        del places[place_id][row]
    for rule in view.form_rules:
        yield from ((rule, rows) for rows in places.values())


def _number(rows: Rows, key: str) -> Item | None:
    item = rows.get(key)
    return item if item is not None and item.has_quantity else None


def _holds(condition: Condition, rows: Rows) -> Comparison:
    if condition.value is None:
        return Comparison.TRUE if condition.key in rows else Comparison.FALSE
    item = _number(rows, condition.key)
    return Comparison.UNKNOWN if item is None else _compare(item.quantity, condition.op, condition.value)


def _compare(quantity: Quantity, op: str, value: Decimal) -> Comparison:
    """Whether it holds for every, no or only some values that the quantity leaves open."""
    low, high = quantity.low, quantity.high
    certain, never = {
        ">": (low > value, high <= value),
        ">=": (low >= value, high < value),
        "<": (high < value, low >= value),
        "<=": (high <= value, low > value),
        "=": (low == high == value, value < low or high < value),
        "!=": (value < low or high < value, low == high == value),
    }[op]
    return Comparison.TRUE if certain else Comparison.FALSE if never else Comparison.UNKNOWN


def _of(rule: FormRule, verdict: Verdict) -> Verdict:
    """The verdict of the arithmetic, with the severity and the words of the form's rule."""
    if verdict.outcome is not Outcome.FAIL:
        return verdict
    return broken(
        *verdict.items,
        read=verdict.read,
        expected=verdict.expected,
        todo=_why(rule, _SEE_ALL),
        severity=Severity(rule.severity),
        rows=rows_named(rule),
    )


def _why(rule: FormRule, otherwise: Words) -> Words:
    return Words(rule.why_vi, rule.why_en) if rule.why_vi else otherwise


def _stated(rows: Rows, key: str) -> Words:
    item, name = rows.get(key), Words(row_name(key, "vi"), row_name(key, "en"))
    if item is None:
        return Words(f"{name.vi} chưa trả lời", f"{name.en} is not answered")
    said = item.said() if item.has_quantity else Words("không có số", "no number")
    return Words(f"{name.vi} là {said.vi}", f"{name.en} is {said.en}")


def _listed(keys: list[str], language: str) -> str:
    named = "; ".join(row_name(key, language) for key in keys[:TOLD])
    if (rest := len(keys) - TOLD) > 0:
        named += f"; và {rest} dòng nữa" if language == "vi" else f"; and {rest} more"
    return named


_SEE_ALL = Words("Kiểm tra lại các dòng này trong sổ", "Check these rows against the book")
_SEE_BOTH = Words("Kiểm tra lại hai dòng; nếu đúng thì nêu lý do", "Check both rows; if they are right, say why")
_SEE_ONE = Words("Kiểm tra lại số này; nếu đúng thì nêu lý do", "Check this number; if it is right, say why")
