"""A disk that fills, a file that is cut or changed: questions go on with what is whole, and it is said what to do."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from warehouse_builders import SESSIONS, Office

from chungtay.faces.commands.main import main
from chungtay.kernel.errors import Refusal
from chungtay.ledger.queries import transaction_now
from chungtay.results.warehouse.generations import generation_latest, generations_folder
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.services import generation_build, generation_verify

pytestmark = pytest.mark.django_db


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 2 KB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def damage(generation: Generation, *, cut: bool) -> None:
    """Its totals are gone from a byte on, or are other bytes from there on; nobody asks the copy."""
    folder = generations_folder() / generation.folder
    (folder / "cache.duckdb").unlink()
    for name in ("years", "nodes"):
        content = (folder / f"{name}.parquet").read_bytes()
        (folder / f"{name}.parquet").write_bytes(content[:100] if cut else content[:100] + bytes(len(content) - 100))


def test_a_disk_that_fills_leaves_the_old_generation_in_use(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    old = generation_build()
    with full_disk(), pytest.raises(Refusal) as refused:
        generation_build()
    assert refused.value.code == "KHO-041"
    assert [path.name for path in generations_folder().iterdir()] == [old.folder]
    assert (generation_latest(), office.total()) == (old, 15)


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_generation_is_told_of_and_the_one_before_answers(office: Office, cut: bool) -> None:
    office.reports("CA-BADINH", 15)
    old = generation_build()
    office.reports("CA-NGOCHA", 5)
    damaged = generation_build()
    damage(damaged, cut=cut)
    assert office.total() == 20
    assert generation_latest() == old
    with pytest.raises(Refusal) as refused:
        generation_verify(damaged)
    assert refused.value.code == "KHO-040"


def test_verifying_finds_the_indicators_that_are_not_as_in_the_ledger(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    generation = generation_build()
    assert generation_verify(generation) == []
    office.reports("CA-NGOCHA", 5)
    generation.transaction_number = transaction_now()
    assert generation_verify(generation) == [SESSIONS]


def test_the_command_builds_verifies_and_shows(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.reports("CA-BADINH", 15)
    assert [main(["warehouse", way]) for way in ("status", "build", "verify", "status")] == [0, 0, 0, 0]
    told = capsys.readouterr().out
    assert "No warehouse yet" in told
    assert "Equal to the ledger" in told
    assert "in use; 1 figures" in told
