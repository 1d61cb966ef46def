"""The shortest way from a kept statement to its rows.

A commune's answer of three rows takes an engine 10 µs; a cursor of Django's around it, which writes the statement anew
for SQLite each time, took twice as long. Whoever listens to statements still hears all of them: then they go Django's
way.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[tuple[Any, ...]]
_MARK = re.compile(r"(?<!%)%s", re.ASCII)


class Written:
    """SQL with Django's marks for parameters, as each engine's driver takes it. `is_planned_once`: PostgreSQL may keep
    its plan, whatever the values are; else it plans for the values, of which some stand in half of all rows."""

    def __init__(self, sql: str, *, is_planned_once: bool) -> None:
        self.sql = sql
        self._is_planned_once = is_planned_once
        self._for_sqlite = _MARK.sub("?", sql).replace("%%", "%")

    def rows(self, connection: BaseDatabaseWrapper, parameters: Sequence[Any]) -> Rows:
        """What is found. Errors are Django's, whichever way it is asked."""
        connection.close_if_health_check_failed()
        if connection.connection is None:
            connection.ensure_connection()
        if connection.execute_wrappers or connection.queries_logged:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, parameters)
                return list(cursor.fetchall())
        if connection.needs_rollback:
            connection.validate_no_broken_transaction()
        try:
            if connection.vendor == "sqlite":
                found: Rows = connection.connection.execute(self._for_sqlite, parameters).fetchall()
                return found
            return self._of_server(connection.connection, parameters)
        except Exception:
            # Entered only now: Django's way of turning errors into its own costs as much as a row.
            with connection.wrap_database_errors:
                raise

    def _of_server(self, driver: Any, parameters: Sequence[Any]) -> Rows:
        if not self._is_planned_once:
            found: Rows = driver.execute(self.sql, parameters).fetchall()
            return found
        # Django's own cursors write values into the text, of which the server then knows no second one.
        from psycopg import Cursor

        with Cursor(driver) as cursor:
            return cursor.execute(self.sql, parameters).fetchall()


_OF_THREAD = threading.local()


def connected() -> BaseDatabaseWrapper:
    """The database of registers. Django looks for an event loop each time before it gives a thread its own; nothing
    here runs in one, and whoever gives a thread another connection does so before the thread asks."""
    try:
        held: BaseDatabaseWrapper = _OF_THREAD.held
    except AttributeError:
        held = _OF_THREAD.held = connections[DEFAULT_DB_ALIAS]
    return held
