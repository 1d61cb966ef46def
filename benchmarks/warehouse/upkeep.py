"""Keeping totals right after 3,000 corrections, old values fetched, beside a full build of the totals of the same.

`CHUNGTAY_BENCH_DIR=… CHUNGTAY_DATA_DIR=…/4M-1/product python -m benchmarks.warehouse.upkeep 4M`
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.results.warehouse.facts import Rule

ROUNDS = 5


def kept_right(folder: Path, size: str, rules: dict[str, Rule]) -> float:
    """CPU seconds from a tail to what it changes of every series, nothing of the generation known yet."""
    from benchmarks.warehouse.data import data_of
    from benchmarks.warehouse.product import corrections
    from chungtay.results.warehouse.shifts import shifts_of
    from chungtay.results.warehouse.stores import Store

    tail, took = corrections(data_of(size, Path(os.environ["CHUNGTAY_BENCH_DIR"])), folder), []
    for _ in range(ROUNDS):
        with Store(folder) as store:
            for code in tail.facts:
                store.odd(code, None)  # what every question of the indicator reads, corrected or not
            begun = time.process_time()
            for code in tail.facts:
                shifts_of(store, tail, rules[code])
            took.append(time.process_time() - begun)
    return median(took)


def built(folder: Path, rules: dict[str, Rule]) -> float:
    """CPU seconds of working out all totals from the months, reading and writing left out."""
    from chungtay.results.warehouse.checking import Check

    with TemporaryDirectory() as aside, Check.of(Path(aside), folder, rules, "2GB") as check:
        codes, begun = check.stated(folder), time.process_time()
        for code in codes:
            check.raised(folder, code)
        return time.process_time() - begun


def main(size: str) -> None:
    """Print both and their ratio."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    from chungtay.reference.indicators.queries import indicators_all
    from chungtay.results.warehouse.generations import generations_folder
    from chungtay.results.warehouse.loading import rules_of

    folder = sorted(generations_folder().glob("[0-9]*"))[-1]
    rules = rules_of(item.code for item in indicators_all())
    kept, whole = kept_right(folder, size, rules), built(folder, rules)
    print(f"{size}: kept right in {kept:.3f} CPU s, built in {whole:.1f}: 1/{whole / kept:.0f} (must be 1/100)")


if __name__ == "__main__":
    main(sys.argv[1])
