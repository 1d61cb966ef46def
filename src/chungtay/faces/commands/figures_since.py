"""`chungtay figures --since`: what a total was on a day, what it is now, and which figures moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chungtay.faces.commands.terminal import formatted
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.results.warehouse.words import move_words

if TYPE_CHECKING:
    from decimal import Decimal

    from chungtay.reference.actors.models import Body, User
    from chungtay.results.warehouse.differences import Difference, Step
    from chungtay.results.warehouse.questions import Question, Row

HEAD = (
    "chỉ tiêu", "địa bàn", "kỳ", "phân tổ", "thay đổi", "trước", "nay", "chênh lệch", "đơn vị báo cáo", "bản",
    "ngày", "lý do", "số liệu",
)  # fmt: skip
WITHHELD = "giữ kín"


def told(question: Question, then: int, now: int, actor: User, form: str) -> str:
    """The differences of a question's totals, each total followed by the figures that moved it."""
    from chungtay.reference.actors.queries import bodies_by_id
    from chungtay.reference.places.queries import place_get, places_by_id
    from chungtay.results.warehouse.differences import explain

    found = explain(question, then, now, actor)
    figures = [step.figure for item in found for step in item.steps]
    bodies = bodies_by_id({figure.body_id for figure in figures})
    places = {pk: place.full_name for pk, place in places_by_id({f.claim.place_id for f in figures}).items()}
    names = {item.place: place_get(item.place).full_name for item in found}
    if form == "table" and not found:
        return "Không có gì thay đổi / nothing changed"
    lines = []
    for item in found:
        lines.append(_total_line(item, names))
        lines += [_step_line(item, step, places, bodies) for step in item.steps]
    return formatted(form, HEAD, lines, [_record(item, names, places, bodies) for item in found])


def _total_line(item: Difference, names: dict[str, str]) -> tuple[str, ...]:
    period = item.period.label() if item.period else ""
    asked = (item.indicator, names[item.place], period, item.cell)
    if item.is_kept:
        return *asked, "tổng", WITHHELD, WITHHELD, WITHHELD, "", "", "", "", ""
    note = f"{item.unlisted} số liệu không liệt kê" if item.unlisted else ""
    return *asked, "tổng", _total(item.before), _total(item.after), _signed(item.change), "", "", "", note, ""


def _step_line(item: Difference, step: Step, places: dict[int, str], bodies: dict[int, Body]) -> tuple[str, ...]:
    claim, deed, move = step.figure.claim, step.deed, step.move
    sides = [quantity_words(side.total) if side is not None else "—" for side in (move.old, move.new)]
    ids = [str(side.id) for side in (step.old, step.new) if side is not None]
    return (
        item.indicator, places[claim.place_id], claim.period.label(), claim.cell, _kind(step), *sides,
        _signed(move.change), bodies[step.figure.body_id].name_vi, str(step.figure.version),
        _moment(step), deed.reason if deed else "", "→".join(ids),
    )  # fmt: skip


def _record(item: Difference, names: dict[str, str], places: dict[int, str], bodies: dict[int, Body]) -> dict[str, Any]:
    return {
        "indicator": item.indicator, "place": item.place, "place_name": names[item.place],
        "period": str(item.period) if item.period else None, "cell": item.cell, "is_kept": item.is_kept,
        "before": _number(item.before), "after": _number(item.after),
        "change": None if item.is_kept else _plain(item.change), "unlisted": item.unlisted,
        "moves": [_step_record(step, places, bodies) for step in item.steps],
    }  # fmt: skip


def _step_record(step: Step, places: dict[int, str], bodies: dict[int, Body]) -> dict[str, Any]:
    claim, deed, move = step.figure.claim, step.deed, step.move
    old, new = (_plain(side.total.value) if side is not None else None for side in (move.old, move.new))
    return {
        "kind": move.kind.value, "words": _kind(step), "place_name": places[claim.place_id],
        "period": str(claim.period), "cell": claim.cell, "body": bodies[step.figure.body_id].code,
        "version": step.figure.version,
        "old": old, "new": new, "change": _plain(move.change), "old_figure": step.old.id if step.old else None,
        "new_figure": step.new.id if step.new else None, "instead": list(move.instead),
        "decision": deed.kind if deed else None, "decided_at": deed.decided_at.isoformat() if deed else None,
        "transaction": deed.transaction if deed else None, "reason": deed.reason if deed else "",
    }  # fmt: skip


def _kind(step: Step) -> str:
    return move_words(step.move.kind, step.deed.kind if step.deed else "")[0]


def _moment(step: Step) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(step.deed.decided_at):%d/%m/%Y %H:%M}" if step.deed else ""


def _total(row: Row | None) -> str:
    return quantity_words(row.total) if row is not None and row.total is not None else "—"


def _number(row: Row | None) -> str | None:
    return _plain(row.total.value) if row is not None and row.total is not None else None


def _plain(number: Decimal) -> str:
    return number_words(number, "en").replace(",", "")


def _signed(number: Decimal) -> str:
    return ("+" if number > 0 else "") + number_words(number)
