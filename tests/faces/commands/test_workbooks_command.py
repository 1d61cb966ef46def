"""`chungtay workbooks`: a folder or an archive taken up, blank workbooks written, and killed at any moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands_desk import Run

from chungtay.gathering.intake.uploads.queries import uploads_visible
from chungtay.gathering.intake.workbooks.parsing import workbook_parse
from chungtay.ledger.queries import batches_visible
from gathering.intake.workbook_builders import changed
from uploads_builders import filled

if TYPE_CHECKING:
    from conftest import Cast


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    """Two workbooks in a folder of folders."""
    path = tmp_path / "thang-11"
    (path / "ha-noi").mkdir(parents=True)
    (path / "ha-noi" / "badinh.xlsx").write_bytes(filled(cast.an.body))
    (path / "ngocha.xlsx").write_bytes(filled(cast.khoa.body))
    return path


@pytest.mark.django_db
def test_a_folder_is_taken_up_with_a_summary(run: Run, cast: Cast, folder: Path) -> None:
    said = run("workbooks", folder, "--as", "chi")
    assert said.code == 0
    assert "Đã gửi 2 tệp" in said.out
    assert "2/2" in said.err
    assert batches_visible(cast.chi).count() == 2


@pytest.mark.django_db
def test_an_archive_says_the_same_as_a_folder(run: Run, cast: Cast, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "goi.zip", "w") as archive:
        for path in sorted(folder.rglob("*.xlsx")):
            archive.write(path, str(path.relative_to(folder)))
    said = run("workbooks", tmp_path / "goi.zip", "--as", "chi", "--format", "json")
    told = json.loads(said.out)
    assert (told["sent"], told["refused"], told["waiting"]) == (2, 0, 0)
    assert [file["name"] for file in told["files"]] == ["ha-noi/badinh.xlsx", "ngocha.xlsx"]


@pytest.mark.django_db
def test_refused_files_are_named_with_their_cells_and_given_back_coloured(
    run: Run, cast: Cast, folder: Path, tmp_path: Path
) -> None:
    path = folder / "ngocha.xlsx"
    path.write_bytes(changed(path.read_bytes(), {"E9": "12abc"}))
    said = run("workbooks", folder, "--as", "chi", "--copies", tmp_path / "sua")
    assert said.code == 1
    assert "BaoCao!E9" in said.out
    [copy] = (tmp_path / "sua").iterdir()
    assert workbook_parse(copy.read_bytes())["stamp"]["body"] == "CA-NGOCHA"


@pytest.mark.django_db
@pytest.mark.parametrize("account", ["binh", "hoa", "giang"])
def test_only_reporters_take_workbooks_up(run: Run, cast: Cast, folder: Path, account: str) -> None:
    assert run("workbooks", folder, "--as", account).code == 2
    assert not batches_visible(cast.dung).exists()
    assert not uploads_visible(cast.chi).exists()


@pytest.mark.django_db
def test_interrupted_it_says_so_and_goes_on_when_called_again(
    run: Run, cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chungtay import flow_many

    def interrupted(**_: Any) -> Any:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patched:
        patched.setattr(flow_many, "upload_go_on", interrupted)
        said = run("workbooks", folder, "--as", "chi")
    assert (said.code, "còn chờ 2" in said.out) == (130, True)
    assert run("workbooks", folder, "--as", "chi").code == 0
    assert uploads_visible(cast.chi).count() == 1


@pytest.mark.django_db
def test_blank_workbooks_are_made_for_the_units_of_the_territory(run: Run, office: Any, tmp_path: Path) -> None:
    said = run("workbooks", "make", "monthly-commune", "2025-10/2025-11", "--as", "chi", "--out", tmp_path / "trong")
    assert said.code == 0
    made = [workbook_parse(path.read_bytes()) for path in sorted((tmp_path / "trong").iterdir())]
    assert [book["stamp"]["body"] for book in made] == ["CA-BADINH", "CA-NGOCHA"]
    assert [len(book["periods"]) for book in made] == [2, 2]
    assert not any(value for book in made for column in book["values"] for value in column)


@pytest.mark.django_db
def test_what_is_neither_folder_nor_archive_is_refused(run: Run, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04")
    assert "GOI-103" in run("workbooks", tmp_path / "a.zip", "--as", "chi").err
    assert "GOI-101" in run("workbooks", tmp_path / "khong-co", "--as", "chi").err


# --- killed at any moment ------------------------------------------------------------------------


def killed(tmp_path: Path, prepared: Path, times: int, seed: int) -> dict[str, int]:
    """What `killing.py` tells in the end; it fails where anything was lost or doubled."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {**others, "CHUNGTAY_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": paths}
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(times), str(seed), str(prepared)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


@pytest.mark.django_db
def test_killed_twenty_times_it_loses_nothing_and_doubles_nothing(tmp_path: Path, prepared: Path) -> None:
    told = killed(tmp_path, prepared, 20, seed=1)
    assert told["kills"] == 20
    assert told["halfway"] > 0


@pytest.mark.long
@pytest.mark.django_db
def test_killed_a_thousand_times_it_loses_nothing_and_doubles_nothing(tmp_path: Path, prepared: Path) -> None:
    assert killed(tmp_path, prepared, 1000, seed=2)["kills"] == 1000
