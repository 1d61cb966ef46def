"""`chungtay setup`: tables, places, catalogue and forms; may be run again at any time."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from django.db import transaction

from chungtay.kernel.errors import Both, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether a catalogue that two people have not agreed on is refused."""
    parser.add_argument(
        "--catalogue",
        action="store_true",
        help="từ chối nếu danh mục mới chưa được hai người đồng ý / refuse where two people have not agreed on it",
    )


def run(options: argparse.Namespace) -> int:
    """Bring the database to this version; told on the error output where the old catalogue stays."""
    if prepare(must_load_catalogue=options.catalogue):
        print("Đã sẵn sàng / ready.")
    else:
        print(
            "CẢNH BÁO: danh mục mới chưa được hai người đồng ý, danh mục và biểu mẫu cũ vẫn dùng.\n"
            "Mở “Tài khoản”, “Việc cần hai người”; xong chạy `chungtay setup --catalogue`.\n"
            "WARNING: two people have not agreed on the new catalogue; the old one and its forms stay in use.\n"
            "Open “Account”, “Deeds of two people”; then run `chungtay setup --catalogue`.",
            file=sys.stderr,
        )
    return 0


def prepare(*, must_load_catalogue: bool = False) -> bool:
    """Migrate, then load reference data; each step changes nothing where it is already done.

    What is owed follows the map as it is now. False where the catalogue of this version waits for two people: all
    else is done, so that pages start, on which alone they can agree. Refusal HAINGUOI-001 then, where it must load.
    """
    from django.core.management import call_command

    from chungtay.gathering.registers.community.services import points_follow, register_load
    from chungtay.reference.forms.following import follow_all
    from chungtay.reference.places.services import places_load

    call_command("migrate", verbosity=0, interactive=False)
    check_columns()
    places_load()
    try:
        _catalogue()
    except Refusal as refusal:
        is_waiting = [problem.code for problem in refusal.problems] == ["HAINGUOI-001"]
        if must_load_catalogue or not is_waiting:
            raise
    else:
        is_waiting = False
    follow_all()
    register_load()
    points_follow(date.today())
    return not is_waiting


@transaction.atomic
def _catalogue() -> None:
    """Catalogue and the forms that ask for it; what two people agreed on is used up only where both were loaded."""
    from chungtay.reference.forms.services import forms_load
    from chungtay.reference.indicators.services import catalogue_load

    _second_person_for_the_catalogue()
    catalogue_load()
    forms_load()


def _second_person_for_the_catalogue() -> None:
    """Where figures are counted already, another catalogue is loaded only when two approvers of the centre agreed."""
    from django.conf import settings

    from chungtay.gathering.approval import extraordinary
    from chungtay.reference.indicators.queries import catalogue_waiting

    digest = catalogue_waiting()
    if settings.TWO_PEOPLE and digest:
        extraordinary.take(kind=extraordinary.CATALOGUE, thing=digest[:16], by=None)


def check_columns() -> None:
    """Refusal LENH-020 where tables lack columns after all migrations: until the first release those of a room are
    written anew as one, so a database of an earlier day of work takes itself for up to date and is not."""
    from django.apps import apps
    from django.db import connection

    missing: list[str] = []
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            table, there = model._meta.db_table, set()
            if table in standing:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
                there = {column[0] for column in cursor.description}
            missing += [f"{table}.{field.column}" for field in model._meta.local_fields if field.column not in there]
    if missing:
        raise Refusal.of(
            "LENH-020",
            Both("cơ sở dữ liệu", "the database"),
            read=Both(f"thiếu {', '.join(missing[:5])}", f"without {', '.join(missing[:5])}"),
            expected=Both("cơ sở dữ liệu của phiên bản này", "a database of this version"),
            todo=Both(
                "giữ thư mục cũ, đặt CHUNGTAY_DATA_DIR (hoặc CHUNGTAY_DATABASE_URL) tới nơi trống rồi chạy lại",
                "keep the old folder, point CHUNGTAY_DATA_DIR (or CHUNGTAY_DATABASE_URL) at an empty place, run again",
            ),
            vi="cơ sở dữ liệu của một bản đang phát triển trước đây, không nâng lên được",
            en="the database is of an earlier unreleased state and cannot be brought up to this one",
        )
