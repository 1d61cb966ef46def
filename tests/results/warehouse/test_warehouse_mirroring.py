"""Several machines share what is laid down: by a folder they all reach here, by a real S3 server where one is installed
(`make store-install`)."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyarrow import fs
from warehouse_builders import Office

from chungtay.faces.commands.main import main
from chungtay.kernel.errors import Refusal
from chungtay.results.warehouse.generations import generation_latest, generations_folder
from chungtay.results.warehouse.mirroring import mirror_is_due, store_state, warehouse_mirror
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.services import generation_build

pytestmark = pytest.mark.django_db
SERVER = Path(sys.prefix) / "store" / "bin" / "python"


class Machines:
    """Machines of one database and one shared store, each with a folder of its own."""

    def __init__(self, settings: Any, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self.at("builder")

    def at(self, name: str) -> None:
        """Sit down at one."""
        self._settings.WAREHOUSE_DIR = self._folder / name

    def build(self, *, same: bool = False) -> Generation:
        """A generation laid down by the builder and sent; gives it, at the reader. `same`: of the same content as the
        one before, which need not be worked out again."""
        self.at("builder")
        built = _again() if same else generation_build()
        warehouse_mirror()
        self.at("reader")
        return built


def _again() -> Generation:
    row = Generation.objects.latest("pk")
    before, row.pk, row.folder = generations_folder() / row.folder, None, f"{row.folder}-{row.pk}"
    shutil.copytree(before, generations_folder() / row.folder)
    row.save()
    return row


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    settings.WAREHOUSE_STORE = str(folder)
    return folder


@pytest.fixture
def machines(tmp_path: Path, settings: Any) -> Machines:
    return Machines(settings, tmp_path)


def test_a_reader_takes_the_latest_and_answers_from_it(office: Office, machines: Machines, store: Path) -> None:
    office.reports("CA-BADINH", 15)
    built = machines.build()
    manifest = store / "generations" / built.folder / "manifest.json"
    manifest.rename(store / "not yet")
    assert (generation_latest(), mirror_is_due()) == (None, False)
    (store / "not yet").rename(manifest)
    assert mirror_is_due()
    assert warehouse_mirror().fetched == [built.folder]
    assert (generation_latest(), office.total(), mirror_is_due()) == (built, 15, False)


def test_what_is_changed_there_is_left_there_and_the_one_before_answers(
    office: Office, machines: Machines, store: Path
) -> None:
    office.reports("CA-BADINH", 15)
    before = machines.build()
    warehouse_mirror()
    office.reports("CA-NGOCHA", 5)
    changed = store / "generations" / machines.build(same=True).folder / "years.parquet"
    changed.write_bytes(changed.read_bytes()[:-1] + b"\0")
    with pytest.raises(Refusal) as refused:
        warehouse_mirror()
    assert refused.value.code == "KHO-061"
    assert [path.name for path in generations_folder().iterdir() if path.is_dir()] == [before.folder]
    assert (generation_latest(), office.total()) == (before, 20)


def test_a_reader_cut_off_for_long_keeps_its_last_and_catches_up(
    office: Office, machines: Machines, store: Path
) -> None:
    office.reports("CA-BADINH", 15)
    last = machines.build()
    warehouse_mirror()
    built = [machines.build(same=True) for _ in range(2)]
    away = shutil.move(store, store.with_name("away"))
    with pytest.raises(Refusal) as refused:
        warehouse_mirror()
    assert refused.value.code == "KHO-060"
    assert (generation_latest(), office.total()) == (last, 15)
    shutil.move(away, store)
    warehouse_mirror()
    assert generation_latest() == built[-1]
    assert {path.name for path in (store / "generations").iterdir()} == {row.folder for row in built}
    assert not (generations_folder() / last.folder).exists()


def test_a_damaged_copy_is_fetched_anew_beside_the_files_that_are_read(
    office: Office, machines: Machines, store: Path
) -> None:
    office.reports("CA-BADINH", 15)
    folder = generations_folder().parent.parent / "reader" / "generations" / machines.build().folder
    warehouse_mirror()
    years = folder / "years.parquet"
    whole = years.read_bytes()
    years.write_bytes(whole[:-1] + b"\0")
    with years.open("rb") as held:
        assert warehouse_mirror(is_thorough=True).fetched == [folder.name]
        assert held.read() == whole[:-1] + b"\0"
    assert years.read_bytes() == whole


def test_the_commands_tell_of_the_store(
    office: Office, machines: Machines, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.reports("CA-BADINH", 15)
    assert main(["warehouse", "build"]) == 0
    machines.at("reader")
    assert [main(["warehouse", way]) for way in ("status", "mirror", "mirror", "status")] == [0] * 4
    told = capsys.readouterr().out
    assert [told.count(words) for words in ("Sent: ", "not on this machine", "Fetched: ", "alike", "in use")] == [1] * 5
    store.rename(store.with_name("away"))
    assert (main(["warehouse", "status"]), main(["warehouse", "mirror"])) == (0, 2)
    assert "KHO-060" in capsys.readouterr().out


def test_without_a_store_there_is_nothing_to_mirror() -> None:
    assert (store_state(), mirror_is_due()) == (None, False)
    with pytest.raises(Refusal) as refused:
        warehouse_mirror()
    assert refused.value.code == "KHO-062"


def _serve(port: int) -> subprocess.Popen[bytes]:
    command = [str(SERVER), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with closing(socket.socket()) as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    server.kill()
    raise TimeoutError


@pytest.fixture
def s3(settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A real S3 server with an empty bucket."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.WAREHOUSE_STORE = "s3://kho-chung/tinh"
    settings.WAREHOUSE_STORE_ENDPOINT = f"http://127.0.0.1:{port}"
    settings.WAREHOUSE_STORE_REGION = "us-east-1"
    settings.WAREHOUSE_STORE_KEY = settings.WAREHOUSE_STORE_SECRET = "thu"
    server = _serve(port)
    made = fs.S3FileSystem(
        access_key="thu",
        secret_key="thu",
        region="us-east-1",
        endpoint_override=f"127.0.0.1:{port}",
        scheme="http",
        allow_bucket_creation=True,
    )
    made.create_dir("kho-chung")
    yield server
    server.kill()
    server.wait()


@pytest.mark.store
@pytest.mark.skipif(not SERVER.exists(), reason="make store-install")
def test_by_a_real_s3_server_what_one_machine_builds_another_reads(
    office: Office, machines: Machines, s3: subprocess.Popen[bytes], settings: Any, tmp_path: Path
) -> None:
    office.reports("CA-BADINH", 15)
    machines.build()
    warehouse_mirror()
    office.reports("CA-NGOCHA", 5)
    built = [machines.build() for _ in range(2)]
    assert warehouse_mirror().fetched == [built[-1].folder]
    s3.kill()
    s3.wait()
    with pytest.raises(Refusal) as refused:
        warehouse_mirror()
    assert refused.value.code == "KHO-060"
    assert (generation_latest(), office.total()) == (built[-1], 20)
