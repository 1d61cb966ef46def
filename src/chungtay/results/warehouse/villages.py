"""What villages state, as facts of their commune: read where a commune is asked, and nowhere else.

No total above a commune holds villages, so their months stand in `years` under codes beyond those of the tree, where
no range of places reaches them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from chungtay.results.warehouse.facts import Fact
from chungtay.results.warehouse.sides import denominator_of, total_of
from chungtay.results.warehouse.spans import month_period
from chungtay.results.warehouse.wholes import LEADS_RANK

if TYPE_CHECKING:
    from chungtay.results.warehouse.judging import Indicator

Series = tuple[str, str]
"""Cell and place."""


def village_facts(of: Indicator, villages: Sequence[str], hot: Mapping[Series, set[int]]) -> Iterator[Fact]:
    """The plain numbers of an indicator that some villages state, but for those in `hot`, which no longer count.

    Of a series in `hot` that a new number stands beside, the old ones bear the ranks that the ledger knows.
    """
    store, asking = of.store, of.asking
    codes = [store.village_codes[key] for key in villages if key in store.village_codes]
    pairs = store.village_pairs(of.code, of.question.cells) if codes else []
    if not pairs:
        return
    unit = Decimal(1).scaleb(-of.scale)
    for pair, claims in store.claims(pairs, codes, asking.at).items():
        cell = store.cell_keys[pair[1]]
        near = [claim for claim in claims if (cell, store.key_of(claim.place)) in hot]
        ranks = asking.tail.ranks([claim.figure for claim in near]) if near else {}
        for claim in claims:
            place = store.key_of(claim.place)
            if claim.figure in hot.get((cell, place), ()):
                continue
            yield Fact(
                id=claim.figure,
                indicator=of.rule.code,
                place=place,
                period=month_period(claim.clock, claim.month),
                quantity=total_of(claim.value, claim.sides, unit),
                denominator=denominator_of(claim.sides, unit) if of.is_ratio else None,
                cell=cell,
                rank=ranks.get(claim.figure, LEADS_RANK),
                with_id=claim.with_id or None,
            )
