"""What the warehouse lays down: generations for questions now, snapshots for reviews for good."""

from chungtay.results.warehouse.following import generation_follow, generation_is_due
from chungtay.results.warehouse.generations import generation_build, generation_next, generation_verify
from chungtay.results.warehouse.snapshots import snapshot_freeze

__all__ = [
    "generation_build",
    "generation_follow",
    "generation_is_due",
    "generation_next",
    "generation_verify",
    "snapshot_freeze",
]
