"""Registers feed figures: a count is offered in the form; where the officer states just that, its rows are evidence.

    offers(body, form, place, period) -> {key of the row: value}
    evidenced(by, body, form, place, period, claims) -> (source or None, claims)

The evidence is frozen as a source: which rows were counted, in which versions, with which value; no names. What changes
in a register afterwards changes no figure: `differing` tells where the two no longer agree.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from chungtay.gathering.intake.drafts.queries import REGISTER
from chungtay.gathering.registers.counts import Counted, register_counts
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.reference.forms import queries as forms
from chungtay.reference.indicators.catalogue import catalogue, cell_name
from chungtay.reference.sources.services import excerpts_keep, register_evidence_keep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.models import Batch
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.models import Form
    from chungtay.reference.places.models import Place
    from chungtay.reference.sources.models import Source

MOST_ROWS_NAMED: Final = 40
"""In the text for people; the machine-readable part has all of them."""
_BESIDE: Final = re.compile(rf"{REGISTER}:(\d+):(\d+)-(\d+)")
TABLES: Final = {
    "activity": "hoạt động",
    "award": "khen thưởng",
    "model_point": "điểm mô hình",
    "model_team": "tổ của mô hình",
    "standard_entry": "tiêu chuẩn",
    "standard_scope": "diện xét tiêu chuẩn",
    "tally_sheet": "phiếu kiểm đếm",
    "team": "tổ nòng cốt",
}


def offers(body: Body, form: Form, place: Place, period: Period) -> Mapping[str, Quantity]:
    """What the registers count, by key of the row."""
    return {key: count.quantity for key, count in _counts(body, form, place, period).items()}


def _counts(body: Body, form: Form, place: Place, period: Period) -> dict[str, Counted]:
    items = forms.form_items(form)
    keys, wanted = {item.key for item in items}, {item.indicator for item in items}
    counted = register_counts(body=body, place=place, period=period, wanted=wanted)
    return {key: count for key, count in counted.items() if key in keys}


def evidenced(
    by: User,
    body: Body,
    form: Form,
    place: Place,
    period: Period,
    claims: Sequence[Claim],
    *,
    original: Source | None = None,
    is_illustration: bool = False,
) -> tuple[Source | None, list[Claim]]:
    """The claims, those that state what the registers count pointing at it, and the source that they rest on.

    No source where nothing was taken from a register: a number typed beside another count stands on the form alone.
    With an `original` (a workbook that filled the form), that is the source: what it states rests on its cells,
    whatever the registers count, and only what was taken from a register beside it points at the rows, in a source of
    their own.
    """
    offered = claims if original is None else [claim for claim in claims if claim.locator == REGISTER]
    counts = _counts(body, form, place, period) if offered else {}
    stated = {_key(claim): counts[_key(claim)] for claim in offered if _states(claim, counts.get(_key(claim)))}
    if not stated:
        return original, [_unpointed(claim) for claim in claims]
    lines = [_line(count) for count in stated.values()]
    ends = list(accumulate(len(line) + 1 for line in lines))
    spans = {key: (end - len(line) - 1, end - 1) for key, line, end in zip(stated, lines, ends, strict=True)}
    source = register_evidence_keep(
        by=by,
        issuer=body,
        content=_frozen(body, form, place, period, list(stated.values())),
        lines=lines,
        title=f"Sổ theo dõi, {period.label()}",
        is_illustration=is_illustration,
    )
    excerpts_keep(source=source, sentences=[(*span, n) for n, span in enumerate(spans.values(), 1)])
    pointed = []
    for claim in claims:
        key = _key(claim)
        if key not in stated or (original is not None and claim.locator != REGISTER):
            pointed.append(_unpointed(claim))
        elif original is None:
            pointed.append(replace(claim, span=spans[key], locator=REGISTER, members=counts[key].members))
        else:
            start, end = spans[key]
            at = f"{REGISTER}:{source.pk}:{start}-{end}"
            pointed.append(replace(claim, locator=at, members=counts[key].members))
    return original or source, pointed


def kept_beside(claim: Claim) -> tuple[int, tuple[int, int]] | None:
    """In which source, and where in it, stands what a register counted, for a figure whose report has another original;
    None for any other figure."""
    found = _BESIDE.fullmatch(claim.locator)
    return (int(found[1]), (int(found[2]), int(found[3]))) if found else None


@dataclass(frozen=True)
class Differs:
    """A figure that was taken from a register which has changed since. `now` None: it counts nothing of it any more."""

    figure_id: int
    indicator: str
    cell: str
    then: Quantity
    now: Quantity | None


def differing(batch: Batch) -> list[Differs]:
    """Where a report no longer says what the registers count; nothing for reports that rest on none."""
    figures = [
        f
        for f in ledger.figures_of_batch(batch)
        if f.claim.locator.partition(":")[0] == REGISTER and f.claim.quantity is not None
    ]
    if not figures:
        return []
    period = Period(batch.start, batch.end, Regime(batch.regime))
    counts = _counts(batch.body, batch.form, batch.place, period)
    found = []
    for figure in figures:
        claim, count = figure.claim, counts.get(_key(figure.claim))
        if claim.quantity is not None and not _states(claim, count):
            now = None if count is None else count.quantity
            found.append(Differs(figure.id, claim.indicator, claim.cell, claim.quantity, now))
    return found


def _key(claim: Claim) -> str:
    return f"{claim.indicator}|{claim.cell}"


def _states(claim: Claim, count: Counted | None) -> bool:
    quantity = claim.quantity
    if count is None or quantity is None or quantity.of != count.quantity.of:
        return False
    return quantity.low == quantity.high == count.value


def _unpointed(claim: Claim) -> Claim:
    return replace(claim, locator="") if claim.locator == REGISTER else claim


def _line(count: Counted) -> str:
    named = count.rows[:MOST_ROWS_NAMED]
    rows = "; ".join(
        f"{TABLES[table]}: " + ", ".join(f"{row.id}.{row.version}" for row in some)
        for table, some in groupby(named, key=lambda row: row.table)
    )
    more = len(count.rows) - MOST_ROWS_NAMED
    part = f" ({cell_name(count.cell, 'vi')})" if count.cell else ""
    tail = f" và {more} dòng nữa" if more > 0 else ""
    return f"{catalogue()[count.indicator].name_vi}{part}: {quantity_words(count.quantity)}. Dòng sổ {rows}{tail}"


def _frozen(body: Body, form: Form, place: Place, period: Period, counts: Sequence[Counted]) -> bytes:
    """Canonical JSON: sorted keys, no spaces. Row ids and versions, values, and keys of kinds; no names."""
    held = {
        "body": body.code,
        "form": form.code,
        "place": place.key,
        "period": str(period),
        "counts": [
            {
                "indicator": count.indicator,
                "cell": count.cell,
                "value": count.value,
                **({} if count.of is None else {"of": count.of}),
                "members": list(count.members) if count.members is not None else None,
                "rows": [list(row) for row in count.rows],
            }
            for count in counts
        ],
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
