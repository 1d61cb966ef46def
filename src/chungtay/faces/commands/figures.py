"""`chungtay figures`: one indicator for a place and period, with what each total stands on."""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chungtay.faces.commands import figures_on_map, figures_since
from chungtay.faces.commands.terminal import acting, formatted, period_of
from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words, quantity_words
from chungtay.kernel.quantities import INFINITY
from chungtay.results.warehouse.facts import GROUP
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.words import apart_words, partial_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place

HEAD = ("chỉ tiêu", "địa bàn", "kỳ", "phân tổ", "giá trị", "cơ sở", "nêu/nhận/phải báo cáo", "số liệu")
LAST_OLD_MAP = date(2025, 6, 30)
NAMED = ("country", "province")
"""Levels at which every kind of model is named."""
WITHHELD = "giữ kín"
"""In place of a part, or of a group's total, that would give away a small count by what is left."""
PARTLY, PARTLY_APART = "chỉ nêu từng phần, không nêu số chung", "chỉ nêu từng phần, các phần không cộng được"
"""In place of a whole that nobody stated, where somebody stated parts of it."""
Told = tuple[Row, str]
"""A row, and the words that stand in place of its number ('' where it may be told)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is asked, and in which form the answer comes."""
    parser.add_argument("--indicator", required=True, help="mã chỉ tiêu, vd tips.received / indicator code")
    parser.add_argument("--place", help="tên hoặc mã; bỏ trống khi có --group / name or code; may lack with --group")
    parser.add_argument("--group", metavar="KEY", help="nhóm địa bàn, vd border / group of places (chungtay groups)")
    parser.add_argument("--period", required=True, help="TỪ/ĐẾN, vd 2013/2018 / FROM/TO")
    parser.add_argument("--as-known-at", metavar="WHEN", help="ngày, ngày giờ hoặc #giao dịch / as known then")
    parser.add_argument("--since", metavar="WHEN", help="tổng đã đổi vì đâu từ đó / what moved it since")
    parser.add_argument("--by", default=By.ONE.value, metavar="|".join(By), help="chia theo cấp / by level")
    parser.add_argument("--cells", action="store_true", help="cả phân tổ / with breakdowns")
    parser.add_argument("--cell", default="", help="một phân tổ, vd tip_category=crime / one part of the breakdown")
    figures_on_map.arguments(parser)
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")
    parser.add_argument("--format", choices=["table", "csv", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Answer one question."""
    from chungtay.ledger.queries import transaction_now
    from chungtay.results.warehouse.instants import instant_known

    actor = acting(options.account)
    known = instant_known(options.as_known_at, "--as-known-at") if options.as_known_at else None
    question = _question(options, actor, known.transaction if known else None)
    if options.since:
        if options.group:
            raise figures_on_map.alone("--place", "--since", "--group")
        since, until = instant_known(options.since, "--since"), known.transaction if known else transaction_now()
        asked = replace(question, as_known_at=None)
        print(figures_since.told(asked, since.transaction, until, actor, options.format))
        return 0
    known_at = known.moment if known else None
    told, names = _asked(question, options.group, actor, known_at)
    if any(_is_silent(row) for row, _ in told):
        parts = told if options.cells else _asked(replace(question, cells=None), options.group, actor, known_at)[0]
        told = [(row, hidden or _partly(row, parts)) for row, hidden in told]
    names |= _named(told)
    print(formatted(options.format, HEAD, *_printed(told, names, question, actor, options.group)))
    return 0


def _question(options: argparse.Namespace, actor: User, at: int | None) -> Question:
    """What the options ask. Refusals for whatever of it does not exist."""
    from chungtay.reference.actors.policies import sees_place
    from chungtay.reference.indicators.queries import definition
    from chungtay.results.warehouse.asking import by_asked, check_cell, check_existed

    period, frame = period_of(options.period), figures_on_map.frame_of(options)
    definition(options.indicator)
    by = by_asked(options.by)
    if options.cell:
        check_cell(options.indicator, options.cell)
    place = _place(options, actor, frame or period.end)
    if frame is None and sees_place(actor, place):
        check_existed(place, period)
    return Question(
        indicators=(options.indicator,),
        place=place.key,
        period=period,
        by=by,
        cells=None if options.cells else options.cell,
        as_known_at=at,
        frame=frame,
        apportion=options.apportion,
    )


def _named(told: Sequence[Told]) -> dict[str, str]:
    from chungtay.reference.places.queries import place_get

    keys = {key for row, _ in told for key in (row.place, *figures_on_map.units_named(row))}
    return {key: place_get(key).full_name for key in keys - {GROUP}}


def _printed(
    told: Sequence[Told], names: dict[str, str], question: Question, actor: User, group: str | None
) -> tuple[list[tuple[str, ...]], list[dict[str, Any]]]:
    """The lines of the table, and the records."""
    from chungtay.reference.places.queries import place_get

    def hide(row: Row) -> str:
        return _judged_alone([row], actor, question.as_known_at)[0][1]

    lines, records = [], []
    for row, hidden in told:
        apart = _apart(row, actor, question.as_known_at)
        names |= {other.place: place_get(other.place).full_name for other, _ in apart}
        words = figures_on_map.words_of(row, names, hide)
        # Of a unit without a number on the map only its region can be small, and that is told in the words.
        hidden = hidden if row.total is not None or words is None else ""
        lines += [_line(row, names, hidden, words), *(_line(other, names, there) for other, there in apart)]
        records.append(
            _record(row, names, hidden, words)
            | figures_on_map.record(row, None if hidden else words)
            | _group_record(group, row)
            | {"apart": [_record(other, names, there) for other, there in apart]}
        )
    return lines, records


def _asked(
    question: Question, group: str | None, actor: User, known_at: datetime | None
) -> tuple[list[Told], dict[str, str]]:
    """The rows that may be told, and what places are called that no list of places knows.

    One part of a breakdown is judged beside all others and their whole: alone it could tell a small one of them.
    """
    from chungtay.results.warehouse.queries import answer

    if question.cells:
        told, names = _asked(replace(question, cells=None), group, actor, known_at)
        return [(row, hidden) for row, hidden in told if row.cell == question.cells], names
    if group:
        return _of_group(question, group, actor, known_at)
    return _told(question, answer(question, user=actor), actor, lambda today: answer(today, user=actor)), {}


def _place(options: argparse.Namespace, actor: User, on: date) -> Place:
    """The asked place; for a group, the whole territory of the account unless one is named."""
    if options.place:
        return _place_ever(options.place, on)
    if options.group:
        return actor.body.place
    raise Refusal.of(
        "LENH-009",
        "--place",
        expected=Both("--place hoặc --group", "--place or --group"),
        vi="chưa nêu địa bàn hoặc nhóm địa bàn",
        en="neither a place nor a group of places is named",
        todo=Both("nêu một trong hai", "name one of them"),
    )


def _of_group(
    question: Question, key: str, actor: User, known_at: datetime | None
) -> tuple[list[Told], dict[str, str]]:
    """The rows about the members of the period's last day, or of the map's, within the asked place, and what to call
    the whole."""
    from chungtay.reference.actors.groups import group_of
    from chungtay.reference.places.queries import group_members, place_get
    from chungtay.results.warehouse.queries import answer_group
    from chungtay.results.warehouse.withholding import group_withheld

    group, place = group_of(actor, key), place_get(question.place)
    assert question.period is not None
    on = question.frame or question.period.end
    members = list(group_members(key, on, within=place, known_at=known_at))
    told = _told(
        question,
        answer_group(question, members, user=actor),
        actor,
        lambda today: answer_group(today, members, user=actor),
    )
    if question.by is By.ONE:
        kept_back = group_withheld(question, members, by_hand=bool(group.keeper), user=actor)
        told = [
            (row, hidden or (WITHHELD if row.cell in kept_back else ""))
            for row, hidden in told
            if not (row.cell and "" in kept_back)
        ]
    named = group.name_vi if place.level == "country" else f"{group.name_vi} ({place.full_name})"
    return told, {GROUP: named}


def _told(question: Question, rows: Sequence[Row], user: User, ask: Callable[[Question], Sequence[Row]]) -> list[Told]:
    """The rows of a question that may be told, and how each is hidden; `ask` answers the same question as of today."""
    from chungtay.results.warehouse.past import kept_then

    past = kept_then(question, rows, user, ask)
    silent = {row.place for row in rows if row.cell and id(row) in past}
    told = _judged([row for row in rows if not (row.cell and row.place in silent)], user, question.as_known_at)
    return [(row, hidden or (WITHHELD if id(row) in past else "")) for row, hidden in told]


def _judged(rows: Sequence[Row], user: User, known_at: int | None) -> list[Told]:
    """The rows that may be told at their own instant: a small one, and those that would give one away."""
    from chungtay.reference.indicators.queries import definition
    from chungtay.results.warehouse.queries import small_cell
    from chungtay.results.warehouse.withholding import kept_from, withheld_cell

    kept = {}
    for place in {row.place for row in rows}:
        here = [row for row in rows if row.place == place]
        whole, parts = next((r for r in here if not r.cell), None), [r for r in here if r.cell]
        kept[place] = kept_from(parts, whole, user, as_known_at=known_at)
    told = []
    for row in rows:
        found = kept[row.place]
        if row.cell and found is None:
            continue
        if small_cell(row, user):
            told.append((row, f"<{definition(row.indicator).threshold}"))
        else:
            is_kept = found is not None and row.cell in found.withheld if row.cell else False
            is_kept = is_kept or withheld_cell(row, user, as_known_at=known_at)
            told.append((row, WITHHELD if is_kept else ""))
    return told


def _judged_alone(rows: Sequence[Row], user: User, known_at: int | None) -> list[Told]:
    """The same of rows that are told beside another: of an earlier instant nobody sets them beside today's, so they
    are told to whoever reads all of them."""
    from chungtay.ledger.queries import transaction_now
    from chungtay.reference.indicators.queries import definition
    from chungtay.results.warehouse.queries import reads_all

    is_past = known_at is not None and known_at < transaction_now()

    def past(row: Row) -> str:
        guarded = is_past and row.total is not None and definition(row.indicator).threshold is not None
        return WITHHELD if guarded and not reads_all(row, user) else ""

    return [(row, hidden or past(row)) for row, hidden in _judged(rows, user, known_at)]


def _apart(row: Row, user: User, known_at: int | None) -> list[Told]:
    """What places below stated and nobody may add up, without kinds of model that are not named below a province."""
    from chungtay.reference.indicators.catalogue import is_sensitive_cell
    from chungtay.reference.places.queries import place_get

    named = [r for r in row.apart if not is_sensitive_cell(r.cell) or place_get(r.place).level in NAMED]
    return _judged_alone(named, user, known_at)


def place_named(text: str, on: date) -> Place:
    """The place that an option names, by code or by name on a date."""
    from chungtay.reference.places.queries import place_by_code, place_one

    return place_by_code(text, on=on) if text.isdigit() else place_one(text, on=on)


def _place_ever(text: str, on: date) -> Place:
    """The same; where there was none on the day, the one of today or of the last old map, to be told when it was."""
    from django.utils import timezone

    try:
        return place_named(text, on)
    except Refusal as refusal:
        for day in (timezone.localdate(), LAST_OLD_MAP):
            with suppress(Refusal):
                return place_named(text, day)
        raise refusal


def _is_silent(row: Row) -> bool:
    """Whether nobody stated the whole."""
    return not row.cell and row.total is None and row.absence is Absence.NOT_REPORTED and not row.apart


def _partly(row: Row, told: Sequence[Told]) -> str:
    """What to say of a whole that nobody stated where parts of it were; "" for any other row."""
    parts = [part for part, _ in told if part.cell and part.place == row.place and _is_within(part, row)]
    if not _is_silent(row) or not any(part.total is not None or part.apart for part in parts):
        return ""
    return PARTLY if any(part.total is not None for part in parts) else PARTLY_APART


def _is_within(part: Row, whole: Row) -> bool:
    if part.period is None or whole.period is None:
        return True
    return whole.period.start <= part.period.start and part.period.end <= whole.period.end


def _said(row: Row, hidden: str, words: tuple[str, str] | None) -> str:
    if hidden or words:
        return hidden or (words[0] if words else "")
    if row.total is None:
        if row.apart and row.absence is None:
            from chungtay.reference.indicators.queries import definition

            return apart_words(definition(row.indicator).nature, len(row.apart))[0]
        return LABELS[row.absence][0] if row.absence else "—"
    text = quantity_words(row.total)
    return f"{text}/{quantity_words(row.denominator)}" if row.denominator else text


def _line(row: Row, names: dict[str, str], hidden: str, words: tuple[str, str] | None = None) -> tuple[str, ...]:
    basis = {"reported": "báo cáo", "rolled_up": "cộng từ dưới"}[row.basis.value]
    ids = () if hidden else row.figure_ids[:5]
    return (
        row.indicator, names[row.place], row.period.label() if row.period else "", row.cell, _said(row, hidden, words),
        basis,
        ", ".join(filter(None, [f"{row.stated}/{row.received}/{row.expected}", partial_words(row.partial)[0]])),
        ",".join(map(str, ids)),
    )  # fmt: skip


def _record(row: Row, names: dict[str, str], hidden: str, words: tuple[str, str] | None = None) -> dict[str, Any]:
    whole = None if hidden else row.total
    return {
        "indicator": row.indicator, "place": row.place, "place_name": names[row.place],
        "period": str(row.period) if row.period else None, "cell": row.cell, "basis": row.basis.value,
        "value": number_words(whole.value, "en").replace(",", "") if whole else None,
        "low": str(whole.low) if whole else None,
        "high": None if whole is None or whole.high == INFINITY else str(whole.high),
        "words": _said(row, hidden, words), "absence": row.absence.value if row.absence else None,
        "stated": row.stated, "received": row.received, "expected": row.expected, "partial": row.partial,
        "figures": [] if hidden else list(row.figure_ids),
    }  # fmt: skip


def _group_record(group: str | None, row: Row) -> dict[str, Any]:
    return {"group": group if row.place == GROUP else None} if group else {}
