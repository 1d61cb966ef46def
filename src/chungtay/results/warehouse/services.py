"""What the warehouse lays down: generations for questions now, snapshots for reviews for good; and what
other machines have of it."""

from chungtay.results.warehouse.following import generation_follow, generation_is_due
from chungtay.results.warehouse.generations import generation_build, generation_next, generation_verify
from chungtay.results.warehouse.mirroring import mirror_is_due, store_state, warehouse_mirror
from chungtay.results.warehouse.snapshots import snapshot_freeze

__all__ = [
    "generation_build",
    "generation_follow",
    "generation_is_due",
    "generation_next",
    "generation_verify",
    "mirror_is_due",
    "snapshot_freeze",
    "store_state",
    "warehouse_mirror",
]
