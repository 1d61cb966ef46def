"""Commands on a database: setup, figures, verify."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands_desk import IN_NOVEMBER, Installation, Office, Run
from django.db import connection
from django.utils import timezone

from chungtay.faces.commands.backup import models_in_order
from chungtay.faces.commands.main import main
from chungtay.faces.commands.setup import check_columns
from chungtay.kernel.errors import Refusal
from chungtay.ledger import guards
from chungtay.reference.places.queries import place_get

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SESSIONS = ["figures", "--indicator", "communication.sessions", *IN_NOVEMBER]
TIPS = ["figures", "--indicator", "tips.received", *IN_NOVEMBER]
HANOI = ["--place", "Thành phố Hà Nội"]


def standing() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in models_in_order()}


def test_setup_again_changes_nothing(run: Run, office: Office) -> None:
    assert run("setup").code == 0
    office.reports("an", 15)
    before, place = standing(), place_get("c00004@2025").pk
    assert run("setup").code == 0
    assert (standing(), place_get("c00004@2025").pk) == (before, place)
    assert run("verify").code == 0


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the tables of the tests are kept as a file on SQLite alone")
def test_setup_lays_the_tables_that_are_tested(elsewhere: Installation, prepared: Path) -> None:
    assert elsewhere.run("manage", "migrate", "--verbosity", "0").code == 0
    laid = [tables_in(path) for path in (elsewhere.folder / "data/chungtay.sqlite3", prepared)]
    assert laid[0] == laid[1] != []


def tables_in(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def test_a_database_of_an_earlier_unreleased_state_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE actors_user RENAME COLUMN task_mails TO tasks_by_mail")
    with pytest.raises(Refusal, match="LENH-020"):
        check_columns()


def test_figures_print_a_table_of_what_is_known(run: Run, office: Office) -> None:
    office.reports("an", 15)
    said = run(*SESSIONS, *HANOI)
    head, line, row = said.out.splitlines()
    assert head.startswith("chỉ tiêu")
    assert set(line) == {"─", " "}
    assert [part in row for part in ("Thành phố Hà Nội", "15", "cộng từ dưới", "1/1/2")] == [True] * 4


def test_figures_as_csv_have_the_columns_of_the_table(run: Run, office: Office) -> None:
    office.reports("an", 15)
    head, row = csv.reader(io.StringIO(run(*SESSIONS, *HANOI, "--format", "csv").out))
    assert dict(zip(head, row, strict=True))["giá trị"] == "15"
    assert head[-1].startswith("BẢN MINH HỌA")


def test_figures_as_json_give_numbers_and_what_they_stand_on(run: Run, office: Office) -> None:
    office.reports("an", 15)
    office.reports("khoa", 1)
    [record] = run(*SESSIONS, *HANOI, "--format", "json").records
    assert (record["value"], record["low"], record["high"], record["basis"]) == ("16", "16", "16", "rolled_up")
    assert (record["stated"], record["received"], record["expected"], len(record["figures"])) == (2, 2, 2, 2)


def test_figures_by_commune_name_who_reported_nothing(run: Run, office: Office) -> None:
    office.reports("an", 15)
    records = run(*SESSIONS, *HANOI, "--by", "commune", "--format", "json").records
    assert {r["place_name"]: (r["value"], r["absence"]) for r in records} == {
        "Phường Ba Đình": ("15", None),
        "Phường Ngọc Hà": (None, "not_reported"),
    }


def test_as_known_before_a_correction_the_old_figure_stands(run: Run, office: Office) -> None:
    office.reports("an", 15)
    before = timezone.now().isoformat()
    office.reports("an", 16)
    ask = [*SESSIONS, "--place", "Phường Ba Đình", "--format", "json"]
    assert [run(*ask, *more).records[0]["value"] for more in ([], ["--as-known-at", before])] == ["16", "15"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"--period": "hôm qua"}, "LENH-001"),
        ({"--period": "2025-13"}, "LENH-001"),
        ({"--indicator": "tips.nonsense"}, "DANHMUC-002"),
        ({"--place": "Atlantis"}, "DIABAN-005"),
        ({"--place": "99999"}, "DIABAN-001"),
        ({"--place": "Tân Lập"}, "DIABAN-006"),
        ({"--as-known-at": "mới đây"}, "KHO-020"),
        ({"--as-known-at": "2999-01-01"}, "KHO-021"),
        ({"--since": "31/12/2999"}, "KHO-021"),
        ({"--since": "2001-01-01", "--group": "border"}, "LENH-014"),
        ({"--period": "2026/2025"}, "LENH-001"),
        ({"--by": "district"}, "KHO-029"),
        ({"--cell": "tip_category=weather"}, "KHO-025"),
        ({"--place": "Hà Giang", "--period": "2026"}, "KHO-028"),
        ({"--as": "khong-co"}, "TAIKHOAN-001"),
        ({"--as": "giang"}, "KHO-404"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    run: Run, office: Office, change: dict[str, str], code: str
) -> None:
    asked = {"--indicator": "tips.received", "--place": "Hà Nội", "--period": "2025", **change}
    said = run("figures", *(word for pair in asked.items() for word in pair))
    assert (said.code, said.out, said.refusals) == (2, "", [code])


def test_a_small_count_is_not_told_outside_the_body_and_its_approver(run: Run, office: Office) -> None:
    office.reports("an", 3, "tips.received")
    ask = [*TIPS, "--place", "Phường Ba Đình", "--format", "json"]
    told = {name: run(*ask, "--as", name).records[0] for name in ("an", "binh", "dung", "hoa")}
    assert {name: record["value"] for name, record in told.items()} == {
        "an": "3",
        "binh": "3",
        "dung": None,
        "hoa": None,
    }
    assert told["dung"]["words"] == "<5"
    assert (told["dung"]["low"], told["dung"]["high"], told["dung"]["figures"]) == (None, None, [])


def test_parts_of_a_small_count_are_not_told_either(run: Run, office: Office) -> None:
    office.reports("an", 3, "tips.received", {"tip_category=crime": 2})
    ask = [*TIPS, "--place", "Phường Ba Đình", "--cells"]
    rows = {name: run(*ask, "--as", name, "--format", "json").records for name in ("an", "dung")}
    assert [row["cell"] for row in rows["an"]] == ["", "tip_category=crime"]
    assert [(row["cell"], row["words"]) for row in rows["dung"]] == [("", "<5")]


def test_a_small_part_is_not_what_is_left_of_the_whole(run: Run, office: Office) -> None:
    parts = {"tip_category=crime": 3, "tip_category=social_evils": 20, "tip_category=other": 37}
    office.reports("an", 60, "tips.received", parts)
    ask = [*TIPS, "--place", "Phường Ba Đình", "--cells", "--as", "dung", "--format", "json"]
    assert [(row["words"], row["figures"] == []) for row in run(*ask).records] == [
        ("60", False),
        ("<5", True),
        ("giữ kín", True),
        ("giữ kín", True),
    ]


def test_what_cannot_be_added_is_listed_beneath_with_its_places(run: Run, office: Office) -> None:
    office.reports("an", 1, "models.communes_covered", {"model_kind=peaceful_parish": 1})
    ask = ["figures", "--indicator", "models.communes_covered", *IN_NOVEMBER, *HANOI]
    said = run(*ask, "--cells")
    assert "Chưa báo cáo" not in said.out
    assert "Có ở 1 báo cáo cấp dưới, không cộng được vì không có danh sách" in said.out
    assert [line.split("  ")[1] for line in said.out.splitlines()[-1:]] == ["Thành phố Hà Nội"]
    [record] = run(*ask, "--format", "json").records
    assert (record["value"], record["absence"]) == (None, None)
    assert [(other["place_name"], other["value"]) for other in record["apart"]] == [("Phường Ba Đình", "1")]


@pytest.mark.parametrize("cells", [[], ["--cells"]])
def test_a_whole_of_which_parts_alone_are_stated_is_not_called_unreported(
    run: Run, office: Office, cells: list[str]
) -> None:
    office.reports("an", None, "models.points", {"model_kind=security_camera": 4})
    said = run("figures", "--indicator", "models.points", *IN_NOVEMBER, *HANOI, *cells)
    assert "chỉ nêu từng phần, không nêu số chung" in said.out
    assert "Chưa báo cáo" not in said.out


def test_a_whole_chain_verifies(run: Run, office: Office) -> None:
    office.reports("an", 15)
    office.reports("khoa", 5)
    said = run("verify")
    assert said.code == 0
    assert "Nguyên vẹn: 2 mắt xích" in said.out
    assert "Whole: 2 links" in said.out


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_figure SET value = 99 WHERE batch_id = {batch}",
        "UPDATE ledger_batch SET figure_count = 2 WHERE id = {batch}",
        "UPDATE ledger_decision SET reason = 'x' WHERE batch_id = {batch} AND kind = 'approved'",
        "DELETE FROM ledger_figure WHERE batch_id = {batch}",
    ],
)
def test_a_row_changed_behind_the_triggers_is_named(run: Run, office: Office, sql: str) -> None:
    office.reports("an", 15)
    batch = office.reports("khoa", 5)
    office.reports("khoa", 6)
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(batch=batch.pk))
    said = run("verify")
    assert said.code == 1
    assert f"HỎNG ở mắt xích 2, đợt số liệu {batch.pk}" in said.out
    assert f"BROKEN at link 2, batch {batch.pk}" in said.out


def test_an_unknown_command_says_which_there_are(capsys: Any) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["nonsense"])
    assert "figures" in capsys.readouterr().err


def test_what_moved_a_total_since_an_instant_adds_up(run: Run, office: Office) -> None:
    office.reports("an", 15)
    office.reports("khoa", 9)
    before = timezone.now().isoformat()
    office.reports("an", 16)
    [record] = run(*SESSIONS, *HANOI, "--since", before, "--format", "json").records
    assert (record["before"], record["after"], record["change"]) == ("24", "25", "1")
    [move] = record["moves"]
    assert (move["kind"], move["old"], move["new"], move["body"], move["version"]) == (
        "corrected", "15", "16", "CA-BADINH", 2,
    )  # fmt: skip
    assert "đính chính" in run(*SESSIONS, *HANOI, "--since", before).out
    assert "nothing changed" in run(*SESSIONS, *HANOI, "--since", timezone.now().isoformat()).out


def test_a_small_count_is_not_had_from_one_other_part_alone(run: Run, office: Office) -> None:
    office.reports("an", 13, "tips.received", {"tip_category=crime": 10, "tip_category=other": 3})
    ask = ["figures", "--indicator", "tips.received", *IN_NOVEMBER, "--place", "Phường Ba Đình", "--as", "dung"]
    [part] = run(*ask, "--cell", "tip_category=crime", "--format", "json").records
    assert (part["value"], part["words"]) == (None, "giữ kín")


def test_completeness_coverage_and_series_are_told_with_their_rates(run: Run, office: Office) -> None:
    office.reports("an", 7, "force.teams")
    place = [*HANOI, "--format", "json"]
    [told] = run("quality", "completeness", "--form", "monthly-commune", *IN_NOVEMBER, *place).records
    assert (told["expected"], told["received"], told["missing"], told["rate"]) == (2, 1, 1, "50.0")
    [told] = run("quality", "coverage", "--indicator", "force.teams", "--period", "2025-12-31", *place).records
    assert (told["covered"], told["communes"], told["rate"]) == (1, 126, "0.8")
    [told] = run("quality", "series", "--indicator", "force.teams", *place).records
    assert (told["numbers"], told["first"], told["gaps"], told["is_constant"]) == (1, "2025-10-15/2025-11-14", 0, None)
    csv = run("quality", "series", "--indicator", "force.teams", *HANOI, "--format", "csv").out.splitlines()
    assert csv[0].startswith("địa bàn,loại kỳ,kỳ đầu,kỳ cuối")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["completeness", "--period", "2025"], "LENH-015"),
        (["coverage", "--indicator", "communication.sessions", "--period", "2025-12-31"], "KHO-032"),
        (["series", "--indicator", "force.teams", "--by", "district"], "KHO-029"),
    ],
)
def test_a_quality_that_cannot_be_told_is_refused(run: Run, office: Office, asked: list[str], code: str) -> None:
    said = run("quality", *asked, *HANOI)
    assert (said.code, said.out, said.refusals) == (2, "", [code])
