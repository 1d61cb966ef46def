"""The folder of originals: nothing readable, nothing half, nothing left after the key is gone."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.reference.sources.store import Store, Unreadable

PLAIN = "Báo cáo của xã: 208.229 tin".encode() * 40


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sources", "m" * 64)


def files(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_what_was_written_is_read(store: Store):
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", PLAIN, key)
    assert store.read(name, "content", key) == PLAIN


def test_no_word_of_the_original_stands_in_the_folder(store: Store):
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", PLAIN, key)
    store.write(name, "text", PLAIN, key)
    for path in files(store):
        held = path.read_bytes()
        assert "Báo cáo".encode() not in held
        assert b"208.229" not in held
        assert key not in held


def test_files_are_for_the_owner_alone(store: Store):
    store.write(store.new_name(), "content", PLAIN, store.new_key())
    assert {path.stat().st_mode & 0o777 for path in files(store)} == {0o600}


def test_another_key_opens_nothing(store: Store):
    name = store.new_name()
    store.write(name, "content", PLAIN, store.new_key())
    with pytest.raises(Unreadable):
        store.read(name, "content", store.new_key())


def test_a_changed_byte_is_noticed(store: Store):
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", PLAIN, key)
    path = files(store)[0]
    held = bytearray(path.read_bytes())
    held[-20] ^= 1
    path.write_bytes(bytes(held))
    with pytest.raises(Unreadable):
        store.read(name, "content", key)


def test_a_file_cut_short_is_noticed(store: Store):
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", PLAIN, key)
    files(store)[0].write_bytes(files(store)[0].read_bytes()[:12])
    with pytest.raises(Unreadable):
        store.read(name, "content", key)


def test_one_original_cannot_be_passed_off_as_another(store: Store):
    first, second, key = store.new_name(), store.new_name(), store.new_key()
    store.write(first, "content", PLAIN, key)
    (store.folder / second[:2]).mkdir(exist_ok=True)
    os.rename(files(store)[0], store.folder / second[:2] / f"{second}.content")
    with pytest.raises(Unreadable):
        store.read(second, "content", key)


def test_a_wrapped_key_needs_the_master_key_and_the_name(store: Store):
    key, name = store.new_key(), store.new_name()
    wrapped = store.wrap(key, name)
    assert key not in wrapped
    assert store.unwrap(wrapped, name) == key
    with pytest.raises(Unreadable):
        Store(store.folder, "n" * 64).unwrap(wrapped, name)
    with pytest.raises(Unreadable):
        store.unwrap(wrapped, store.new_name())


def test_a_crash_before_the_rename_leaves_no_half_file(store: Store, monkeypatch: pytest.MonkeyPatch):
    name, key = store.new_name(), store.new_key()

    def crash(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(OSError, match="no space"):
        store.write(name, "content", PLAIN, key)
    assert files(store) == []
    with pytest.raises(Unreadable):
        store.read(name, "content", key)


def test_a_power_cut_leaves_a_file_that_is_known_as_an_orphan(store: Store):
    kept, lost = store.new_name(), store.new_name()
    for name in (kept, lost):
        store.write(name, "content", PLAIN, store.new_key())
    halfway = store.folder / kept[:2] / f".{lost}.content.ab12"
    halfway.write_bytes(b"half")
    assert {path.name for path in store.orphans([kept])} == {f"{lost}.content", halfway.name}


def test_removing_twice_is_no_error(store: Store):
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", PLAIN, key)
    store.remove(name)
    store.remove(name)
    assert files(store) == []


def test_a_name_cannot_lead_out_of_the_folder(store: Store):
    with pytest.raises(ValueError, match="no part"):
        store.read("../../etc/passwd", "content", store.new_key())


@given(st.binary(max_size=300))
def test_any_bytes_come_back(data: bytes):
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        store = Store(Path(folder), "m" * 64)
        name, key = store.new_name(), store.new_key()
        store.write(name, "text", data, key)
        assert store.read(name, "text", key) == data
