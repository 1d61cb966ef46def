"""Drawings kept for other processes: found by who knows what is drawn, by nobody else, and never more than fit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from chungtay.results.analysis.pictures import drawing, kept

SPEC = {"mark": "bar", "data": {"values": [{"a": 3}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PICTURES_DIR = tmp_path / "pictures"
    return tmp_path / "pictures"


def test_what_one_process_drew_another_shows_and_only_to_who_knows_the_numbers(folder: Path, settings: Any) -> None:
    drawn = drawing.svg(SPEC, "vi")
    [path] = folder.iterdir()
    assert drawing.digest(SPEC, "vi") not in path.name
    assert ((folder.stat().st_mode | path.stat().st_mode) & 0o077) == 0, "nobody else on the machine reads it"
    path.write_text(drawn + "<!-- kept -->", encoding="utf-8")
    assert drawing.svg(SPEC, "vi").endswith("<!-- kept -->")
    other = {**SPEC, "data": {"values": [{"a": 4}]}}
    assert not drawing.is_drawn(other, "vi")
    assert not drawing.is_drawn(SPEC, "en")
    settings.SECRET_KEY = "another installation's"
    assert not drawing.is_drawn(SPEC, "vi")


def test_what_was_longest_not_looked_at_goes_first(folder: Path) -> None:
    for number, name in enumerate(("first", "second", "third")):
        kept.drawing_keep(name, "svg", b"x" * 10)
        [path] = [path for path in folder.iterdir() if path.stat().st_mtime > 10]
        os.utime(path, (number, number))
    assert kept.drawing_kept("first", "svg"), "looked at now"
    kept.drawings_sweep(folder, 25)
    assert [kept.is_kept(name, "svg") for name in ("first", "second", "third")] == [True, False, True]


def test_where_nothing_can_be_kept_it_is_drawn_all_the_same(folder: Path) -> None:
    folder.write_text("no folder", encoding="utf-8")
    assert "<svg" in drawing.svg(SPEC, "vi")
