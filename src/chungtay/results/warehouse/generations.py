"""Building generations: the ledger up to one transaction as a folder of Parquet, of which the last two are kept."""

import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.ledger import queries as ledger
from chungtay.reference.indicators.queries import indicators_all
from chungtay.reference.places.queries import place_get
from chungtay.reference.places.units import COUNTRY_KEY
from chungtay.results.warehouse.building import Builder, Progress, places_digest, rules_digest
from chungtay.results.warehouse.checking import answers_differing, totals_differing
from chungtay.results.warehouse.coding import indicator_keys
from chungtay.results.warehouse.extracting import Extract
from chungtay.results.warehouse.folders import folder_publish
from chungtay.results.warehouse.layering import NextBuilder, NotByLayers, receipts_next
from chungtay.results.warehouse.laying import sheets_lay
from chungtay.results.warehouse.layout import CACHE
from chungtay.results.warehouse.loading import places_laid, rules_of, world_of
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.native import cache_build
from chungtay.results.warehouse.parquet import FACT_SCHEMA, Codes, claims_whole
from chungtay.results.warehouse.soundness import damaged_files, damaged_sheets, held_by, held_in, is_whole, manifest_of
from chungtay.results.warehouse.staging import Staging

KEPT = 2
"""Questions take milliseconds: whoever still reads the generation before the last one is done before the next."""
REMEMBERED = 100
"""A machine that could not fetch the latest may still ask one that was built some time ago, by its row."""
_LATEST_FIRST = ("-transaction_number", "-pk")
_LEFT_BEHIND_SECONDS = 24 * 3600


def generations_folder() -> Path:
    """Where generations stand."""
    return Path(settings.WAREHOUSE_DIR) / "generations"


def generation_build(progress: Progress = lambda done: None) -> Generation:
    """Lay down the ledger as it is now, whole, and make it the generation that questions are asked of.

    The row is written last, so whatever interrupts it leaves the old generation in use. `progress` is called with the
    number of claims that are done. Refusal KHO-041 where the disk or the memory does not suffice.
    """
    return _publish(ledger.transaction_now(), lambda folder, at: _write(folder, at, progress))


def generation_next(progress: Progress = lambda done: None) -> Generation:
    """The same upon the latest generation, where that is sound and of the same places and rules; else whole."""
    latest, now = generation_latest(), ledger.transaction_now()
    if latest is not None and latest.transaction_number <= now and not generation_is_stale(latest):
        before = latest
        with suppress(NotByLayers):
            return _publish(now, lambda folder, at: _write_next(folder, before, at, progress))
    return generation_build(progress)


def _publish(at: int, write: Callable[[Path, int], int]) -> Generation:
    """Have a folder filled as of a transaction and make it the generation; `write` gives the number of claims."""
    count = 0

    def fill(folder: Path) -> None:
        nonlocal count
        count = write(folder, at)
        if count >= settings.WAREHOUSE_SHEETS_FROM:
            world = world_of(place_get(COUNTRY_KEY), (item.code for item in indicators_all()))
            sheets_lay(folder, world, memory=settings.WAREHOUSE_MEMORY)

    name = f"{at:012d}-{secrets.token_hex(4)}"
    try:
        digest = folder_publish(generations_folder(), name, fill)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise _not_written(error) from error
    generation = Generation.objects.create(
        transaction_number=at,
        folder=name,
        figure_count=count,
        digest=digest,
        created_at=timezone.now(),
    )
    cache_build(generations_folder() / name, settings.WAREHOUSE_MEMORY)
    generations_clear()
    return generation


def _write(folder: Path, at: int, progress: Progress) -> int:
    """The files of a generation; gives the number of claims, computed ratios among them."""
    rules = rules_of(item.code for item in indicators_all())
    places = places_laid(place_get(COUNTRY_KEY))
    codes = _codes_of(rules, places["key"].to_pylist())
    with Staging(folder / "staging") as staging:
        receipts = _stage(staging, at, codes)
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


def _stage(staging: Staging, at: int, codes: Codes, of: Collection[int] | None = None) -> pa.Table:
    """Lay the ledger's figures aside, all or those of some batches; gives what arrived."""
    with Extract(at=at, codes=codes, of=of) as extract:
        for part in extract.claims():
            staging.add(part)
        return extract.receipts()


def _write_next(folder: Path, before: Generation, at: int, progress: Progress) -> int:
    """The same, upon a generation. NotByLayers."""
    previous = generations_folder() / before.folder
    if damaged_files(previous):
        raise NotByLayers
    rules = rules_of(item.code for item in indicators_all())
    places = places_laid(place_get(COUNTRY_KEY))
    codes = Codes.read(previous)
    touched = ledger.batches_changed(after=before.transaction_number, at=at)

    def claims_of(batches: Collection[int]) -> tuple[pa.Table, pa.Table]:
        with Staging(folder / "staging") as staging:
            receipts = _stage(staging, at, codes, of=batches)
            parts = map(claims_whole, staging.with_ratios(rules))
            found = pa.concat_tables([FACT_SCHEMA.empty_table(), *parts])
        return found, receipts

    delta, receipts = claims_of(touched)
    since = pc.sum(pc.greater(delta["known_from"], before.transaction_number)).as_py() or 0
    with NextBuilder(
        folder,
        places=places,
        rules=rules,
        cells=codes.keys("cell"),
        forms=codes.keys("form"),
        beyond=codes.keys("place")[places.num_rows :],
        memory=settings.WAREHOUSE_MEMORY,
        progress=progress,
    ) as builder:
        builder.lay(
            previous,
            delta,
            lambda figures: claims_of(ledger.batches_of_figures(figures))[0],
            claims=before.figure_count + since,
        )
        builder.finish(receipts_next(previous, sorted(touched), receipts), transaction=at)
    return builder.claims


def _codes_of(rules: Iterable[str], places: Iterable[str]) -> Codes:
    codes = Codes()
    for kind, keys in (("indicator", indicator_keys(rules)), ("cell", [""]), ("place", places)):
        codes.by_kind[kind] |= {key: code for code, key in enumerate(keys)}
    return codes


def generation_latest() -> Generation | None:
    """The generation to ask; None before the first one.

    One whose folder is not there, as after the restore of a database alone or before it came from the shared store, or
    not whole, is passed over.
    """
    kept = generations_kept()
    return _first_whole(kept) or (_first_whole(generations_past()) if len(kept) == KEPT else None)


def _first_whole(rows: Iterable[Generation]) -> Generation | None:
    return next((row for row in rows if is_whole(generations_folder() / row.folder)), None)


def generation_is_stale(generation: Generation) -> bool:
    """Whether places or rules have changed since it was built: its answers stay right, but more slowly had."""
    manifest = manifest_of(generations_folder() / generation.folder)
    rules = rules_of(item.code for item in indicators_all())
    places = places_laid(place_get(COUNTRY_KEY))
    return manifest is None or (manifest["places"], manifest["rules"]) != (places_digest(places), rules_digest(rules))


def generations_kept() -> list[Generation]:
    """Those that are not taken away yet, latest first, whether they are whole or not."""
    return list(Generation.objects.order_by(*_LATEST_FIRST)[:KEPT])


def generations_past() -> list[Generation]:
    """Those before, whose folders are gone but where nothing later has come since."""
    return list(Generation.objects.order_by(*_LATEST_FIRST)[KEPT:REMEMBERED])


@dataclass(frozen=True)
class State:
    """A generation as `chungtay warehouse status` tells of it; sizes in bytes, 0 where the manifest cannot be read."""

    is_whole: bool
    claims: int
    counts: Mapping[str, int]
    size: int
    cache_size: int
    is_here: bool = True
    """False where another machine built it and it has not come here."""
    sheets_size: int = 0
    """Of the finished answers, 0 where none were laid down."""


def generation_state(generation: Generation) -> State:
    """What stands in a generation's folder."""
    folder = generations_folder() / generation.folder
    manifest = manifest_of(folder) or {"counts": {}, "files": {}}
    cache = folder / CACHE
    sheets = sum(facts["bytes"] for facts in manifest.get("sheets", {}).values())
    return State(
        is_whole(folder),
        generation.figure_count,
        manifest["counts"],
        sum(facts["bytes"] for facts in manifest["files"].values()),
        cache.stat().st_size if cache.exists() else 0,
        folder.exists(),
        sheets,
    )


def generation_verify(generation: Generation) -> list[str]:
    """Compare every file with its checksum, what counts of each indicator with the ledger at that transaction, the
    totals with what the months come to, and a sample of the finished answers with what the general way gives.

    Gives the indicators that differ, none where all is well; makes the native copy where it is missing. Refusal
    KHO-040 for files that are gone or damaged.
    """
    folder = generations_folder() / generation.folder
    if damaged := damaged_files(folder) + damaged_sheets(folder):
        raise _damaged(generation, damaged)
    if not (folder / CACHE).exists():
        cache_build(folder, settings.WAREHOUSE_MEMORY)
    codes = _codes_of(rules_of(item.code for item in indicators_all()), [])
    with Extract(at=generation.transaction_number, codes=codes) as extract:
        reported = held_by(extract.claims(), codes.keys("indicator"))
    differing = {key for key, _ in dict(reported.items() ^ held_in(folder).items())}
    if not generation_is_stale(generation):
        rules = rules_of(item.code for item in indicators_all())
        world = world_of(place_get(COUNTRY_KEY), rules)
        differing.update(totals_differing(folder, rules, settings.WAREHOUSE_MEMORY))
        differing.update(answers_differing(folder, world, memory=settings.WAREHOUSE_MEMORY, seed=secrets.randbits(32)))
    return sorted(differing)


def generations_clear() -> None:
    """Take away generations before the last two, unless one is the last that is here, and what crashed builds left a
    day ago or more."""
    past, latest = generations_past(), generation_latest()
    kept = {row.folder for row in (*generations_kept(), latest) if row is not None}
    for row in Generation.objects.order_by(*_LATEST_FIRST)[REMEMBERED:]:
        row.delete()
    for row in past:
        if row.folder not in kept:
            shutil.rmtree(generations_folder() / row.folder, ignore_errors=True)
    for path in generations_folder().iterdir():
        is_old = time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS
        if path.name not in kept and is_old and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _damaged(generation: Generation, files: list[str]) -> Refusal:
    return Refusal.of(
        "KHO-040",
        Both(f"thế hệ {generation.folder}", f"generation {generation.folder}"),
        read=", ".join(files),
        expected=Both("tệp như lúc dựng", "files as they were built"),
        todo=Both("chạy chungtay warehouse build", "run chungtay warehouse build"),
        vi="tệp của kho mất hoặc hỏng; thế hệ trước vẫn dùng được",
        en="files of the warehouse are gone or damaged; the generation before stays in use",
    )


def _not_written(error: Exception) -> Refusal:
    return Refusal.of(
        "KHO-041",
        Both("dựng kho", "building the warehouse"),
        read=str(error).splitlines()[0][:200],
        expected=Both("đủ chỗ trên đĩa, đủ bộ nhớ", "room on the disk, enough memory"),
        todo=Both(
            "dọn đĩa hoặc tăng CHUNGTAY_WAREHOUSE_MEMORY, rồi chạy chungtay warehouse build",
            "make room or raise CHUNGTAY_WAREHOUSE_MEMORY, then run chungtay warehouse build",
        ),
        vi="không ghi được thế hệ mới; thế hệ cũ vẫn được dùng",
        en="the new generation could not be written; the old one stays in use",
    )
