"""The data of the measurements, made once for each size and seed: an invented nation as a data folder of the product,
and the same figures as one long table, which is what the other contenders load.

The long table holds what counts: one number per series and month (the police's where the Front said something else).
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from chungtay.results.warehouse.facts import PlaceNode

SEED: Final = 1
CURRENT, BEFORE = "current", "before"
PLACES, INDICATORS, REPORTS = "places.parquet", "indicators.parquet", "reports.parquet"
SIZES: Final = {"400k": 400_000, "4M": 4_000_000, "40M": 40_000_000, "120M": 120_000_000}


@dataclass(frozen=True)
class Data:
    """Where the data of one size stand."""

    size: str
    folder: Path

    @property
    def product(self) -> Path:
        """The data folder of the product: database and warehouse."""
        return self.folder / "product"

    @property
    def figures(self) -> int:
        """How many current figures of communes there are, roughly."""
        return SIZES[self.size]

    @property
    def built(self) -> Path:
        """What drawing and building cost."""
        return self.folder / "built.json"

    def file(self, name: str) -> Path:
        """One of the files of the other contenders."""
        return self.folder / "bare" / name


def drawn(size: str, root: Path) -> Data:
    """The data of a size, with the product's made if they are not there. Before Django is set up on any of them."""
    data = data_kept(size, root)
    if not data.built.exists():
        # Half of them may stand there from a run that was cut off.
        shutil.rmtree(data.product, ignore_errors=True)
        _synth(data)
    return data


def data_kept(size: str, root: Path) -> Data:
    """The data of a size, as far as they are there."""
    return Data(size, root / f"{size}-{SEED}")


def data_of(size: str, root: Path) -> Data:
    """The data of a size, all made if they are not there. Django is set up."""
    data = drawn(size, root)
    if not data.file(REPORTS).exists():
        _bare(data)
    return data


def _synth(data: Data) -> None:
    """Through the product's own command, in a process of its own; its time and greatest memory are kept beside."""
    data.folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "CHUNGTAY_DATA_DIR": str(data.product)}
    command = [sys.executable, "-m", "chungtay.faces.commands.main", "synth", "--figures", data.size]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "--seed", str(SEED), "--to", str(data.product)], env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall = time.perf_counter() - begun
    print(f"  synth {data.size}: {wall:.0f} s, {spent:.0f} CPU s, {after.ru_maxrss >> 10} MB")
    data.built.write_text(json.dumps({"cpu": spent, "wall": wall, "memory": after.ru_maxrss << 10}), encoding="utf-8")


def _bare(data: Data) -> None:
    """The long tables, drawn once more from the same seed, but for those that are there; codes are those of the
    generation."""
    import duckdb

    from chungtay.reference.indicators.catalogue import catalogue
    from chungtay.results.warehouse.coding import place_table
    from chungtay.results.warehouse.synth.drawing import lay_out
    from chungtay.results.warehouse.synth.nation import Nation
    from chungtay.results.warehouse.synth.writing import codes_of

    nodes = nodes_of_country()
    table = place_table(nodes)
    codes, folder = codes_of(table, catalogue()), data.file("")
    for part in (CURRENT, BEFORE):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "drawing")}) as db:
        drawing = lay_out(db, Nation(data.figures, SEED), nodes, codes)
        for series in drawing.nation.series():
            name = f"{codes.indicators[series.indicator]:04}-{codes.cells[series.cell]:04}.parquet"
            if all((folder / part / name).exists() for part in (CURRENT, BEFORE)):
                continue
            db.execute(f"CREATE OR REPLACE TEMP TABLE told AS {_TOLD.format(drawing.monthly(series))}")
            for part, condition in ((CURRENT, "known_to IS NULL"), (BEFORE, "known_to IS NOT NULL")):
                _copy(db, f"FROM told WHERE {condition} ORDER BY place, month", folder / part / name)
        _places(db, nodes, codes.places, data.file(PLACES))
        db.register("indicators", pa.table({"code": list(codes.indicators.values()), "key": list(codes.indicators)}))
        _copy(db, "FROM indicators", data.file(INDICATORS))
        month = "(12 * year(last_day) + month(last_day) - 1)::INTEGER AS month"
        chosen = f"SELECT place, {month} FROM reports WHERE known_to IS NULL ORDER BY place, month"
        _copy(db, chosen, data.file(REPORTS))


_TOLD: Final = """SELECT indicator::SMALLINT AS indicator, cell::SMALLINT AS cell, place,
    (12 * year(last_day) + month(last_day) - 1)::INTEGER AS month, year(last_day)::SMALLINT AS year,
    value::DOUBLE AS value,
    batch::INTEGER AS batch, id, known_from::INTEGER AS known_from, known_to::INTEGER AS known_to
    FROM ({}) WHERE value IS NOT NULL"""


def _copy(db: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    aside = path.with_suffix(".part")
    db.execute(f"COPY ({query}) TO '{aside}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)")
    aside.rename(path)


def _places(
    db: duckdb.DuckDBPyConnection, nodes: Mapping[str, PlaceNode], codes: Mapping[str, int], path: Path
) -> None:
    """Communes with what holds them: district, province of their own time, and the province of today."""
    rows = []
    for key, node in nodes.items():
        if node.level != "commune":
            continue
        line = [node]
        while line[-1].parent in nodes:
            line.append(nodes[line[-1].parent])
        district = next((n.key for n in line if n.level == "district"), key)
        provinces = [n.key for n in line if n.level == "province"]
        rows.append((codes[key], key, codes[district], codes[provinces[0]], provinces[0], codes[provinces[-1]]))
    names = ("place", "key", "district", "province", "province_key", "home")
    db.register("rows", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
    _copy(db, "FROM rows ORDER BY place", path)


def nodes_of_country() -> Mapping[str, PlaceNode]:
    """The places of the database that is set up."""
    from chungtay.reference.places.queries import place_get
    from chungtay.results.warehouse.loading import nodes_of

    return nodes_of(place_get("vn"))
