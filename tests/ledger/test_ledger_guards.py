"""Nothing in the ledger can be changed or removed, by whichever way it is asked, after all migrations."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from ledger_builders import APPROVED, Desk

from chungtay.ledger import guards
from chungtay.ledger.models import Batch, Decision, Figure, Link, Transaction

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TABLES: list[tuple[type[Model], str, Any]] = [
    (Transaction, "recorded_at", "2020-01-01 00:00:00+00:00"),
    (Batch, "figure_count", 2),
    (Figure, "value", 2),
    (Decision, "reason", "khác"),
    (Link, "digest", "0" * 64),
]
EVERY_TABLE = pytest.mark.parametrize(("model", "column", "value"), TABLES)


@pytest.fixture
def written(desk: Desk) -> Batch:
    """A ledger with one row or more in every table."""
    batch: Batch = desk.approved(1)
    return batch


def refused(sql: str, *parameters: Any) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_every_table_of_the_room_is_guarded() -> None:
    own = {model._meta.db_table for model in apps.get_app_config("ledger").get_models()}
    assert set(guards.TABLES) == own == {model._meta.db_table for model, _, _ in TABLES}


@EVERY_TABLE
def test_queryset_update_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.update(**{column: value})


@EVERY_TABLE
def test_saving_a_changed_row_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    row = model._default_manager.all()[0]
    setattr(row, column, value)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("model", [Figure, Link])
def test_queryset_delete_is_refused(written: Batch, model: type[Model]) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.all().delete()


@EVERY_TABLE
def test_sql_update_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    refused(f"UPDATE {model._meta.db_table} SET {column} = %s", value)


@EVERY_TABLE
def test_sql_delete_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    refused(f"DELETE FROM {model._meta.db_table}")


@EVERY_TABLE
def test_writing_over_a_row_by_upsert_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    row = model._default_manager.all()[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model._default_manager.bulk_create([row], update_conflicts=True, unique_fields=["pk"], update_fields=[column])


@EVERY_TABLE
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL knows TRUNCATE")
def test_truncate_is_refused(db: None, model: type[Model], column: str, value: Any) -> None:
    refused(f"TRUNCATE {model._meta.db_table} CASCADE")


@EVERY_TABLE
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows INSERT OR REPLACE")
def test_replacing_a_row_is_refused(written: Batch, model: type[Model], column: str, value: Any) -> None:
    table = model._meta.db_table
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows INSERT OR REPLACE")
def test_replacing_a_row_by_another_unique_value_is_refused(written: Batch) -> None:
    columns = ", ".join(f'"{field.column}"' for field in Figure._meta.concrete_fields if field.column != "id")
    refused(f"INSERT OR REPLACE INTO ledger_figure ({columns}) SELECT {columns} FROM ledger_figure")


def test_guards_come_back_after_every_migrate(written: Batch) -> None:
    guards.remove(connection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    refused("DELETE FROM ledger_figure")


def test_without_guards_the_row_could_be_changed(written: Batch) -> None:
    guards.remove(connection)
    assert Figure.objects.update(value=2) == 1


def test_installing_twice_changes_nothing(desk: Desk) -> None:
    guards.install(connection)
    guards.install(connection)
    desk.decide(desk.append(1), APPROVED)
    refused("DELETE FROM ledger_figure")
