"""Published tables as panels."""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np

from chungtay.results.analysis.effects.panel import NEVER, Panel

HERE = Path(__file__).parent / "data"


@cache
def published(name: str) -> Panel:
    """A table of `data` as a panel; treated from the year of the start on."""
    with gzip.open(HERE / f"{name}.csv.gz", "rt", encoding="utf-8") as opened:
        head, *rows = csv.reader(opened)
    years = [int(year[-4:]) for year in head[1:]]
    start = [years.index(int(row[0])) if int(row[0]) else NEVER for row in rows]
    return Panel.of(np.array([[float(value) for value in row[1:]] for row in rows]), start)


@cache
def single_ages() -> tuple[int, ...]:
    """People of age 0, 1, 2, ... in the published example of heaped ages."""
    head, *rows = (HERE / "single-ages.csv").read_text(encoding="utf-8").split()
    assert head == "people"
    return tuple(map(int, rows))
