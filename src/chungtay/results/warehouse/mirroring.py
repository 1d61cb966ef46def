"""Several machines, one warehouse: what one lays down goes to the shared store, and the others take it from there.

Which generations there are is told by the database that all machines ask; the store holds their files. A machine whose
store is away goes on with the last generation it has, which is never wrong: the ledger's tail above it is only longer.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from chungtay.kernel.errors import Both, Refusal
from chungtay.results.warehouse.folders import BUILDING, folder_lay
from chungtay.results.warehouse.following import alone
from chungtay.results.warehouse.generations import (
    generations_clear,
    generations_folder,
    generations_kept,
    generations_past,
)
from chungtay.results.warehouse.layout import CACHE, MANIFEST
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.native import cache_build
from chungtay.results.warehouse.shared import Shared, changed_there, shared
from chungtay.results.warehouse.snapshot_files import snapshots_apart, snapshots_mirror
from chungtay.results.warehouse.soundness import damaged_files, damaged_sheets, is_whole

GENERATIONS: Final = "generations"
_LOCK: Final = ".mirroring"


@dataclass
class Moved:
    """Names of folders that went to the store and that came from there; `is_busy`: another process is at it."""

    sent: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    is_busy: bool = False


@dataclass(frozen=True)
class StoreState:
    """The store as `chungtay warehouse status` tells of it."""

    named: str
    standing: frozenset[str]
    """Generations that stand there whole, of those that are kept."""
    away: Refusal | None = None


def store_state() -> StoreState | None:
    """How the shared store stands; None where none is set."""
    if (store := shared()) is None:
        return None
    try:
        return StoreState(store.named, frozenset(_there(store)))
    except Refusal as refusal:
        return StoreState(store.named, frozenset(), refusal)


def mirror_is_due() -> bool:
    """Whether anything is to be sent or fetched: asks the store for the names alone. Refusal KHO-060."""
    if (store := shared()) is None:
        return False
    there = _there(store)
    return (
        any(_to_send(row, there) for row in generations_kept())
        or _to_fetch(there) is not None
        or bool(snapshots_apart(store))
    )


def warehouse_mirror(*, is_thorough: bool = False) -> Moved:
    """Send what this machine laid down, fetch the latest generation and every snapshot that it lacks.

    `is_thorough`: look at every byte of the latest generation here, and fetch it anew where it is damaged. Refusals
    KHO-060 where the store is away, KHO-061 for what there is not as it was laid down, KHO-062 without a store.
    """
    if (store := shared()) is None:
        raise _none()
    with alone(_LOCK) as is_alone:
        if not is_alone:
            return Moved(is_busy=True)
        moved = Moved(*snapshots_mirror(store))
        there = _there(store)
        for row in (found for found in generations_kept() if _to_send(found, there)):
            _send(store, row)
            moved.sent.append(row.folder)
        if (wanted := _to_fetch(there, is_thorough=is_thorough)) is not None:
            generation_fetch(store, wanted)
            moved.fetched.append(wanted.folder)
        generations_clear()
        store.drop(GENERATIONS, store.standing(GENERATIONS, (row.folder for row in generations_past()), MANIFEST))
    return moved


def generation_fetch(store: Shared, row: Generation) -> None:
    """Bring a generation here: beside, held against the digest that the database has of it, its native copy made, then
    renamed, so that who asks meanwhile sees the one before or the whole of this. Refusal KHO-061."""

    def fill(folder: Path) -> None:
        if store.get(GENERATIONS, row.folder, folder) != row.digest:
            raise changed_there(store, row.folder)
        cache_build(folder, settings.WAREHOUSE_MEMORY)
        _out_of_the_way(generations_folder() / row.folder)

    folder_lay(generations_folder(), row.folder, fill)


def _there(store: Shared) -> set[str]:
    return store.standing(GENERATIONS, (row.folder for row in generations_kept()), MANIFEST)


def _to_send(row: Generation, there: set[str]) -> bool:
    return row.folder not in there and is_whole(generations_folder() / row.folder)


def _to_fetch(there: set[str], *, is_thorough: bool = False) -> Generation | None:
    """The latest generation that the store has, where this machine has neither it nor a later one."""
    for row in generations_kept():
        folder = generations_folder() / row.folder
        sound = is_whole(folder) and not (is_thorough and damaged_files(folder) + damaged_sheets(folder))
        if sound or row.folder in there:
            return None if sound else row
    return None


def _send(store: Shared, row: Generation) -> None:
    folder = generations_folder() / row.folder
    if damaged := damaged_files(folder) + damaged_sheets(folder):
        raise _changed_here(row.folder, damaged)
    store.put(GENERATIONS, folder, MANIFEST, left_out=(CACHE,))


def _out_of_the_way(folder: Path) -> None:
    """Files are never written anew in place: whoever maps those of a damaged folder keeps them until it closes them."""
    if folder.exists():
        aside = folder.with_name(f"{BUILDING}{folder.name}")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


def _changed_here(folder: str, damaged: list[str]) -> Refusal:
    return Refusal.of(
        "KHO-061",
        Both(f"thế hệ {folder}", f"generation {folder}"),
        read=", ".join(damaged),
        expected=Both("tệp như lúc dựng", "files as they were laid down"),
        todo=Both("chạy chungtay warehouse build", "run chungtay warehouse build"),
        vi="tệp ở máy này đã hỏng nên không đưa lên kho chung",
        en="files on this machine are damaged and were not sent to the shared store",
    )


def _none() -> Refusal:
    return Refusal.of(
        "KHO-062",
        "CHUNGTAY_WAREHOUSE_STORE",
        expected=Both("s3://thung/duong-dan hoặc một thư mục chung", "s3://bucket/prefix or a folder that is shared"),
        todo=Both("đặt biến này rồi chạy lại; xem .env.example", "set it and run again; see .env.example"),
        vi="chưa đặt kho chung nên không có gì để đối chiếu",
        en="no shared store is set: there is nothing to mirror",
    )
