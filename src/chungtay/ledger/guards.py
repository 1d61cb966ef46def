"""Triggers that refuse to change or remove a row of the ledger, whoever asks and however.

They stand in the database because a rule in Python does not bind raw SQL, QuerySet.update() or another program.
Installed by a migration, and again after every `migrate`: on SQLite an AlterField copies the table and drops its
triggers without a word.

For tests this means: a TransactionTestCase (`django_db(transaction=True)`) cannot empty the ledger's tables when it
ends and fails; use ordinary tests, which roll back.

Where it stops: an owner of the database can drop a trigger. The chain (`chain.py`) then tells what was changed.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_transaction", "ledger_batch", "ledger_figure", "ledger_decision", "ledger_link")
"""Every table of this room. By name and not by model: migrations of any age call this too."""

MESSAGE = "Sổ cái chỉ ghi thêm, không sửa, không xóa / The ledger is append-only: no {change} on {table}"

_FUNCTION = "ledger_refuse_change"
_FUNCTION_SQL = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        MESSAGE = replace(replace('{MESSAGE}', '{{change}}', TG_OP), '{{table}}', TG_TABLE_NAME);
END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on every table of the ledger that exists, anew where they stand: it may be called at any time.

    A refused change raises django.db.IntegrityError. NotImplementedError on an engine other than the two that are kept.
    """
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        tables = [table for table in TABLES if table in standing]
        if tables and connection.vendor == "postgresql":
            cursor.execute(_FUNCTION_SQL)
        for table in tables:
            unique = [
                constraint["columns"]
                for constraint in connection.introspection.get_constraints(cursor, table).values()
                if constraint["unique"] or constraint["primary_key"]
            ]
            for statement in _statements(connection.vendor, table, unique):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away; only for undoing the migration that put them there."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for change in ("update", "delete", "truncate", "replace"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, change)}{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}()")


def _name(table: str, change: str) -> str:
    return f"{table}_no_{change}"


def _statements(vendor: str, table: str, unique: list[list[str]]) -> list[str]:
    if vendor == "postgresql":
        # Per statement: it refuses before the first row is touched, and TRUNCATE knows no rows.
        return [
            f"CREATE OR REPLACE TRIGGER {_name(table, change)} BEFORE {change.upper()} ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            for change in ("update", "delete", "truncate")
        ]
    if vendor == "sqlite":
        # INSERT OR REPLACE removes the old row without firing its delete trigger (unless recursive_triggers is on
        # for the connection), so what it would replace is looked for beforehand.
        tests = [" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in unique]
        taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {test})" for test in tests)
        return [
            *_sqlite_trigger(table, "update", "UPDATE"),
            *_sqlite_trigger(table, "delete", "DELETE"),
            *_sqlite_trigger(table, "replace", "INSERT", f"WHEN {taken} "),
        ]
    raise NotImplementedError(f"the ledger has no guards for {vendor}; use SQLite or PostgreSQL")


def _sqlite_trigger(table: str, change: str, event: str, condition: str = "") -> list[str]:
    name, message = _name(table, change), MESSAGE.format(change=change.upper(), table=table)
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]
