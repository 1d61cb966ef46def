"""Triggers that refuse to change or remove a row, whoever asks and however: what append-only tables stand on.

They stand in the database because a rule in Python does not bind raw SQL, QuerySet.update() or another program.

Where it stops: an owner of the database can drop a trigger. A chain over the rows then tells what was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guards:
    """The guards of one room's tables, refusing with one message.

    `tables` by name and not by model: migrations of any age call this too. `function` is the trigger function's name
    on PostgreSQL; in `message` stand {change} and {table}.
    """

    tables: tuple[str, ...]
    function: str
    message: str

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the guards on every table that exists, anew where they stand: it may be called at any time.

        A refused change raises django.db.IntegrityError. NotImplementedError on an engine other than the two that
        are kept.
        """
        with connection.cursor() as cursor:
            standing = set(connection.introspection.table_names(cursor))
            tables = [table for table in self.tables if table in standing]
            if tables and connection.vendor == "postgresql":
                cursor.execute(self._function_sql())
            for table in tables:
                unique = [
                    constraint["columns"]
                    for constraint in connection.introspection.get_constraints(cursor, table).values()
                    if constraint["unique"] or constraint["primary_key"]
                ]
                for statement in self._statements(connection.vendor, table, unique):
                    cursor.execute(statement)

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the guards away; only for undoing the migration that put them there."""
        with connection.cursor() as cursor:
            for table in self.tables:
                for change in ("update", "delete", "truncate", "replace"):
                    on = f" ON {table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, change)}{on}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {self.function}()")

    def _function_sql(self) -> str:
        return f"""
CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        MESSAGE = replace(replace('{self.message}', '{{change}}', TG_OP), '{{table}}', TG_TABLE_NAME);
END $$
"""

    def _statements(self, vendor: str, table: str, unique: list[list[str]]) -> list[str]:
        if vendor == "postgresql":
            # Per statement: it refuses before the first row is touched, and TRUNCATE knows no rows.
            return [
                f"CREATE OR REPLACE TRIGGER {_name(table, change)} BEFORE {change.upper()} ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.function}()"
                for change in ("update", "delete", "truncate")
            ]
        if vendor == "sqlite":
            # INSERT OR REPLACE removes the old row without firing its delete trigger (unless recursive_triggers is on
            # for the connection), so what it would replace is looked for beforehand.
            tests = [" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in unique]
            taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {test})" for test in tests)
            return [
                *self._sqlite_trigger(table, "update", "UPDATE"),
                *self._sqlite_trigger(table, "delete", "DELETE"),
                *self._sqlite_trigger(table, "replace", "INSERT", f"WHEN {taken} "),
            ]
        raise NotImplementedError(f"there are no guards for {vendor}; use SQLite or PostgreSQL")

    def _sqlite_trigger(self, table: str, change: str, event: str, condition: str = "") -> list[str]:
        name, message = _name(table, change), self.message.format(change=change.upper(), table=table)
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]


def _name(table: str, change: str) -> str:
    return f"{table}_no_{change}"
