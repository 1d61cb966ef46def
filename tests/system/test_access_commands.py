"""Who may ask what on the command line: `--as` narrows a command to one account's rights and territory."""

from __future__ import annotations

from pathlib import Path

import pytest
from access_rows import READERS, TERRITORY
from access_world import RELATIONS, ROLES, World, accounts, counted_rows
from django.db import transaction

from chungtay.faces.commands.main import AUDIENCES, main, parser

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MAY = {"figures": READERS, "quality": READERS, "groups": READERS, "review": {"approver": TERRITORY}}
"""Of which places each role may ask; of others it is refused with exit code 2. All other commands know no account."""


def asked(world: World, command: str, owner: str, account: str, folder: Path) -> list[str]:
    """The command about the owner's place in the name of an account."""
    if command == "groups":
        return ["groups", "show", world.objects[owner].group.key, "--on", "2025-12-01", "--as", account]
    place = str(world.objects[owner].place.full_name)
    if owner == "badinh":
        place = f"Hà Nội/{place}"
    common = ["--place", place, "--period", "2025-01-01/2026-12-31", "--as", account]
    if command == "quality":
        return ["quality", "completeness", "--form", "monthly-commune", *common]
    if command == "figures":
        return ["figures", "--indicator", "communication.sessions", *common]
    programme = world.objects[owner].programme.number
    return ["review", "--programme", programme, "--out", str(folder / "review.html"), *common]


@pytest.mark.parametrize("owner", RELATIONS)
@pytest.mark.parametrize("command", MAY)
def test_a_command_answers_within_the_territory_alone(world: World, command: str, owner: str, tmp_path: Path) -> None:
    wrong = []
    for body, role in accounts():
        if not role:
            continue
        relation = RELATIONS[owner][body]
        with transaction.atomic():
            code = main(asked(world, command, owner, f"{body}.{role}", tmp_path))
            if code == 2 and counted_rows() != world.rows:
                wrong.append(f"{body} {role} is refused and changes something")
            transaction.set_rollback(True)
        should = 0 if relation in MAY[command].get(role, "").split() else 2
        if code != should:
            wrong.append(f"{body} {role}, object {relation}: exit code {code} instead of {should}")
    assert wrong == []


def test_a_refused_command_says_no_figure(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for role in ROLES:
        main(asked(world, "figures", "badinh", f"hatinh.{role}", tmp_path))
    said = capsys.readouterr()
    assert said.out == ""
    assert "7.919" not in said.err


def test_a_refused_review_writes_no_file(world: World, tmp_path: Path) -> None:
    main(asked(world, "review", "badinh", "hatinh.approver", tmp_path))
    assert list(tmp_path.iterdir()) == []


# `workbooks` takes or refuses file by file: see tests/test_flow_many.py and tests of the command. `again` composes by
# the services that `review` and the desk ask, and refuses as they do.
@pytest.mark.parametrize("command", [name for name in AUDIENCES if name not in {*MAY, "workbooks", "again"}])
def test_other_commands_act_for_no_account(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser(command).parse_args([command, "--help"])
    assert "--as " not in capsys.readouterr().out
