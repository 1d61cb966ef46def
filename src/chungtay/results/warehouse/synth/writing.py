"""An invented nation written as a generation: the same files as one of the ledger, marked as an illustration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import duckdb

from chungtay.reference.indicators.catalogue import catalogue, dimensions
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.coding import indicator_keys, place_table
from chungtay.results.warehouse.layout import MANIFEST
from chungtay.results.warehouse.synth.drawing import RECEIPTS, lay_out
from chungtay.results.warehouse.synth.figures import Codes
from chungtay.results.warehouse.synth.nation import FORM, MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from chungtay.results.warehouse.facts import PlaceNode, Rule
    from chungtay.results.warehouse.synth.nation import Nation

MEMORY: Final = "1GB"
"""For drawing; building has its own."""


def nation_write(
    folder: Path,
    nation: Nation,
    *,
    places: Mapping[str, PlaceNode],
    rules: Mapping[str, Rule],
    villages: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, Any]:
    """Fill an empty folder; gives its manifest, which bears the mark of an illustration. `villages`: keys of those that
    report.

    Only the indicators of `rules` are written. `progress` hears the indicators done and how many there are.
    Memory holds one indicator at a time. Refusal SYNTH-001: more figures than such a nation has.
    """
    table = place_table(places)
    codes = codes_of(table, rules, villages)
    config = {"memory_limit": MEMORY, "temp_directory": str(folder / "drawing")}
    with (
        duckdb.connect(config=config) as db,
        Builder(folder, places=table, rules=rules, cells=list(codes.cells), forms=[FORM], beyond=villages) as builder,
    ):
        drawing = lay_out(db, nation, places, codes, villages)
        wanted = {code: found for code, found in drawing.statements().items() if code in rules}
        for done, code in enumerate(sorted(wanted), 1):
            for statement in wanted[code]:
                builder.add(db.sql(statement).to_arrow_table())
            progress(done, len(wanted))
        receipts = db.sql(RECEIPTS.format(form=0)).to_arrow_table()
        manifest = builder.finish(receipts, transaction=drawing.last_transaction)
    manifest |= {"illustration": MARK, "drawn": {"figures": nation.figures, "seed": nation.seed}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    return manifest


def codes_of(places: pa.Table, rules: Iterable[str], villages: Sequence[str] = ()) -> Codes:
    """The codes that a generation gives to places (as PLACE_SCHEMA) and villages after them, to the indicators of
    `rules` and to cells.

    Indicators that are not in `rules` have the code −1.
    """
    cells = ["", *(f"{name}={member.key}" for name, found in dimensions().items() for member in found.members)]
    return Codes(
        places={key: code for code, key in enumerate([*places["key"].to_pylist(), *villages])},
        indicators=dict.fromkeys(catalogue(), -1) | {key: code for code, key in enumerate(indicator_keys(rules))},
        cells={cell: code for code, cell in enumerate(cells)},
    )
