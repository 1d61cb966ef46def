"""Building generations: the ledger up to one transaction as a folder of Parquet, of which the last two are kept."""

import secrets
import shutil
import time
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from chungtay.ledger import queries as ledger
from chungtay.reference.indicators.queries import indicators_all
from chungtay.reference.places.queries import place_get
from chungtay.reference.places.units import COUNTRY_KEY
from chungtay.results.warehouse.building import Builder, Progress, cache_build
from chungtay.results.warehouse.coding import indicator_keys, place_table
from chungtay.results.warehouse.extracting import Extract
from chungtay.results.warehouse.folders import folder_publish
from chungtay.results.warehouse.loading import nodes_of, rules_of
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.parquet import Codes, rows_write
from chungtay.results.warehouse.staging import Staging

KEPT = 2
"""Questions take milliseconds: whoever still reads the generation before the last one is done before the next."""
_LEFT_BEHIND_SECONDS = 24 * 3600


def generations_folder() -> Path:
    """Where generations stand."""
    return Path(settings.WAREHOUSE_DIR) / "generations"


def generation_build(progress: Progress = lambda done: None) -> Generation:
    """Lay down the ledger as it is now and make it the generation that questions are asked of.

    The row is written last, so whatever interrupts it leaves the old generation in use. Rebuilt whole each time.
    `progress` is called with the number of claims that are done.
    """
    transaction_number = ledger.transaction_now()
    count = 0

    def write(folder: Path) -> None:
        nonlocal count
        count = _write(folder, transaction_number, progress)

    name = f"{transaction_number:012d}-{secrets.token_hex(4)}"
    digest = folder_publish(generations_folder(), name, write)
    generation = Generation.objects.create(
        transaction_number=transaction_number,
        folder=name,
        figure_count=count,
        digest=digest,
        created_at=timezone.now(),
    )
    cache_build(generations_folder() / name)
    _clear()
    return generation


def _write(folder: Path, at: int, progress: Progress) -> int:
    """Both layouts in one folder: the general engine reads the rows, the totals stand beside them."""
    rules = rules_of(item.code for item in indicators_all())
    places = place_table(nodes_of(place_get(COUNTRY_KEY)))
    codes = Codes()
    for kind, keys in (("indicator", indicator_keys(rules)), ("cell", [""]), ("place", places["key"].to_pylist())):
        codes.by_kind[kind] |= {key: code for code, key in enumerate(keys)}
    with Staging(folder / "staging") as staging:
        with Extract(at=at, codes=codes) as extract:
            for part in chain(extract.plain(), extract.elaborate()):
                staging.add(part)
            receipts = extract.receipts()
        rows_write(folder, staging.with_ratios(rules))
        with Builder(
            folder,
            places=places,
            rules=rules,
            cells=codes.keys("cell"),
            forms=codes.keys("form"),
            beyond=codes.keys("place")[places.num_rows :],
            memory=settings.WAREHOUSE_MEMORY,
            progress=progress,
        ) as builder:
            for claims in staging.with_ratios(rules):
                builder.add(claims)
            builder.finish(receipts, transaction=at)
    return builder.claims


def generation_latest() -> Generation | None:
    """The generation to ask; None before the first one.

    One whose folder is not there, as after the restore of a database alone, is passed over.
    """
    for generation in Generation.objects.order_by("-transaction_number", "-pk")[:KEPT]:
        if (generations_folder() / generation.folder / "facts.parquet").exists():
            return generation
    return None


def _clear() -> None:
    """Take away generations before the last two, and what crashed builds left a day ago or more."""
    rows = list(Generation.objects.order_by("-transaction_number", "-pk"))
    for row in rows[KEPT:]:
        row.delete()
        shutil.rmtree(generations_folder() / row.folder, ignore_errors=True)
    kept = {row.folder for row in rows[:KEPT]}
    for path in generations_folder().iterdir():
        is_old = time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS
        if path.name not in kept and is_old:
            shutil.rmtree(path, ignore_errors=True)
