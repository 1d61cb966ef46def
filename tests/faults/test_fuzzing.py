"""Hostile files: each is read or refused with a code, and nothing else happens."""

from __future__ import annotations

import re

import pytest
from fuzzing import HOSTILE, SEEDS, fed, main

CODE = re.compile(r"^[A-Z]+-\d{3}$")


@pytest.mark.long
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_read_or_refused_with_a_code(what: str) -> None:
    name, make = HOSTILE[what]
    end = fed(name, make())
    assert end == "read" or CODE.match(end)


@pytest.mark.parametrize("what", [what for what, (name, _) in HOSTILE.items() if name.endswith((".zip", ".csv"))])
def test_a_hostile_archive_or_list_is_read_or_refused_with_a_code(what: str) -> None:
    name, make = HOSTILE[what]
    end = fed(name, make())
    assert end == "read" or CODE.match(end)


@pytest.mark.long
@pytest.mark.parametrize("name", SEEDS)
def test_the_files_that_are_changed_are_read_before_they_are_changed(name: str) -> None:
    assert fed(name, SEEDS[name]()) == "read"


@pytest.mark.long
def test_files_drawn_for_ten_minutes_break_no_reader() -> None:
    assert main(600, 1, None) == 0
