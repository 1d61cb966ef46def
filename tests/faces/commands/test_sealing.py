"""A sealed backup: opened by its key alone, and not where a byte, a block or the end is another."""

from __future__ import annotations

import io
import tarfile
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from commands_desk import Run

from chungtay.faces.commands.backup import write
from chungtay.faces.commands.restore import _opened
from chungtay.faces.commands.sealing import BLOCK, MARK, SALT, TAG, Sealing, WrongKey, is_sealed, unsealed
from chungtay.kernel.errors import Refusal

KEY = "k" * 50


def sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    sealing = Sealing(target, KEY)
    for start in range(0, len(content), 300_000):
        sealing.write(content[start : start + 300_000])
    sealing.finish()
    return target.getvalue()


def opened(content: bytes, key: str = KEY) -> bytes:
    target = io.BytesIO()
    unsealed(io.BytesIO(content), target, key)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_what_was_sealed_comes_out_as_it_was(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(content[:size])) == content[:size]


def test_another_key_a_changed_byte_a_swapped_block_and_a_cut_end_are_refused() -> None:
    whole, head, step = sealed(bytes(2 * BLOCK + 5)), len(MARK) + SALT, BLOCK + TAG
    first, second, last = whole[head : head + step], whole[head + step : head + 2 * step], whole[head + 2 * step :]
    changed = bytearray(whole)
    changed[head + 9] ^= 1
    for hurt in (bytes(changed), whole[:head] + second + first + last, whole[:head] + first + second, whole[:-1]):
        with pytest.raises(WrongKey):
            opened(hurt)
    with pytest.raises(WrongKey):
        opened(whole, KEY + "x")


@pytest.mark.long
@pytest.mark.django_db
def test_a_backup_with_a_key_shows_nothing_and_another_key_is_refused(run: Run, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_KEY, settings.DATA_DIR = KEY, tmp_path / "data"
    path = tmp_path / "backup.tar.sealed"
    assert run("backup", path).code == 0
    with path.open("rb") as file:
        assert is_sealed(file)
    assert b"manifest.json" not in path.read_bytes()
    settings.BACKUP_KEY = KEY + "x"
    assert run("restore", path).refusals == ["SAOLUU-005"]
    settings.BACKUP_KEY = KEY
    assert run("restore", path).code == 0


def test_an_unsealed_file_is_refused_where_a_key_is_set(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_KEY, settings.DATA_DIR = KEY, tmp_path / "data"
    tarfile.open(tmp_path / "file.tar", "w").close()
    with ExitStack() as cleared:
        with pytest.raises(Refusal, match="SAOLUU-006"):
            _opened(tmp_path / "file.tar", cleared)
        assert _opened(tmp_path / "file.tar", cleared, takes_unsealed=True).getmembers() == []


@pytest.mark.django_db
def test_with_a_key_nothing_lies_in_the_clear_on_the_disk_of_the_backup(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_KEY, settings.DATA_DIR = KEY, tmp_path / "data"
    used, made = [], tempfile.TemporaryFile

    def noted(*, dir: Path) -> Any:
        used.append(dir)
        return made(dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    write(tmp_path / "backup.tar.sealed")
    assert used == [tmp_path / "data"]
