"""The short way to the rows of a statement: what Django's own way gives, and heard by whoever listens."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from chungtay.gathering.registers.lists.asking import Written

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
_SQL = "SELECT '100%%', places_place.id FROM places_place WHERE id < %s AND valid_from <= %s ORDER BY 2 LIMIT 3"


@pytest.mark.parametrize("is_planned_once", [True, False])
def test_the_short_way_gives_the_rows_of_a_cursor_each_time(is_planned_once: bool) -> None:
    written, values = Written(_SQL, is_planned_once=is_planned_once), [40_000, date(2026, 1, 1)]
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        wanted = cursor.fetchall()
    assert wanted
    assert all(written.rows(connection, values) == wanted for _ in range(8))


def test_whoever_listens_hears_the_statement() -> None:
    with CaptureQueriesContext(connection) as heard:
        Written("SELECT %s", is_planned_once=True).rows(connection, [7])
    assert [one["sql"] for one in heard] == ["SELECT 7"]


def test_what_an_engine_refuses_is_refused_as_django_does() -> None:
    with pytest.raises((OperationalError, ProgrammingError)), transaction.atomic():
        Written("SELECT nothing_like_it", is_planned_once=True).rows(connection, [])
