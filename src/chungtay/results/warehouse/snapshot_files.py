"""Where snapshots stand: a folder each, here and, where there is one, in the shared store."""

import logging
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from django.conf import settings

from chungtay.kernel.errors import Refusal
from chungtay.results.warehouse.folders import digest_of, folder_lay
from chungtay.results.warehouse.models import Snapshot
from chungtay.results.warehouse.shared import Shared, changed_there, shared

FILE: Final = "snapshot.json"
SNAPSHOTS: Final = "snapshots"
_log = logging.getLogger(__name__)


def snapshots_folder() -> Path:
    """Where snapshots stand."""
    return Path(settings.WAREHOUSE_DIR) / "snapshots"


def snapshot_share(folder: str) -> None:
    """Send what was frozen here. It stays frozen where that cannot be: the next mirroring sends it."""
    try:
        if (store := shared()) is not None:
            store.put(SNAPSHOTS, snapshots_folder() / folder, FILE)
    except Refusal as refusal:
        _log.warning("snapshot %s is not in the shared store yet: %s", folder, refusal)


def snapshot_fetch(snapshot: Snapshot) -> bool:
    """Bring what another machine froze; False where no store has it. Refusals KHO-060 and KHO-061."""
    store = shared()
    if store is None or not store.standing(SNAPSHOTS, [snapshot.folder], FILE):
        return False

    def fill(folder: Path) -> None:
        if store.get(SNAPSHOTS, snapshot.folder, folder) != digest_of({FILE: snapshot.digest}):
            raise changed_there(store, snapshot.folder)

    folder_lay(snapshots_folder(), snapshot.folder, fill)
    return True


def snapshots_mirror(store: Shared) -> tuple[list[str], list[str]]:
    """Send and fetch those that are here or there alone; gives what went and what came."""
    sent, fetched = [], []
    for row, is_here in snapshots_apart(store):
        if not is_here:
            snapshot_fetch(row)
            fetched.append(row.folder)
        elif sha256((snapshots_folder() / row.folder / FILE).read_bytes()).hexdigest() == row.digest:
            store.put(SNAPSHOTS, snapshots_folder() / row.folder, FILE)
            sent.append(row.folder)
    return sent, fetched


def snapshots_apart(store: Shared) -> list[tuple[Snapshot, bool]]:
    """Snapshots that are here or there alone, each with whether it is here."""
    rows = list(Snapshot.objects.order_by("pk"))
    there = store.standing(SNAPSHOTS, (row.folder for row in rows), FILE) if rows else set()
    here = {row.folder for row in rows if (snapshots_folder() / row.folder / FILE).exists()}
    return [(row, row.folder in here) for row in rows if (row.folder in here) != (row.folder in there)]


def snapshots_state(*, most: int) -> tuple[int, int]:
    """How many snapshots there are, and how many of the latest are not here as they were frozen."""
    latest = Snapshot.objects.order_by("-pk").values_list("folder", "digest")[:most]
    return Snapshot.objects.count(), sum(not _is_as_frozen(folder, digest) for folder, digest in latest)


def _is_as_frozen(folder: str, digest: str) -> bool:
    try:
        with (snapshots_folder() / folder / FILE).open("rb") as content:
            return file_digest(content, "sha256").hexdigest() == digest
    except OSError:
        return False
