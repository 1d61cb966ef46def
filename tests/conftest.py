"""The fixed cast and one loaded database for every test.

An, a commune reporter of Ba Đình; Bình, who approves for Hà Nội; Chi, who reports for Hà Nội; Dũng at the centre, who
approves provinces; Giang, the neighbour, who approves for Hà Tĩnh; Hoa, a partner of the Front in Hà Nội; Khoa, who
reports for Ngọc Hà, the sibling commune. All are accounts by office; nobody real.

Habits that keep `make test` short: what needs no database asks for none; a time limit is of `process_time`, for two
engines run at once; `postgres` marks what an engine could do otherwise (locks, triggers, SQL of our own), and
`postgres_long` what is only to be seen once in a while to run there; a command is called in this process (`run`), a
process of its own costs two seconds and is for kills and fresh starts; a generation of the country costs half a second,
so several questions are asked of one; drawn examples are as few as would find the fault, many of them are `long`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, settings

from cast_builders import Cast, cast_made

# How long an example takes to draw says how busy the machine is, and nothing of the property.
settings.register_profile("suite", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the worker that comes first leaves its SQLite database with the reference data, for others to copy."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "prepared.sqlite3"


@pytest.fixture(scope="session")
def one_prepares(prepared: Path) -> Iterator[IO[str]]:
    """Held until a worker has its database."""
    with prepared.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def added_alone() -> Iterator[None]:
    """While tables are migrated, a model that is added is rendered by itself. Django renders all that it refers to anew
    each time, two thirds of the whole, for references from a model that was there before, and a new one has none.
    That the tables are the same is tested in the long tests, by what `chungtay setup` lays."""
    from django.db.migrations.state import ModelState, ProjectState

    def add_model(self: ProjectState, added: ModelState) -> None:
        key = added.app_label, added.name_lower
        self.models[key] = added
        if self._relations is not None:
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:
            self.apps.render_multiple([added])
            self.apps.clear_cache()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProjectState, "add_model", add_model)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, one_prepares: IO[str], prepared: Path, added_alone: None
) -> Iterator[None]:
    """A database on SQLite begins as a copy of the prepared one, so that only the first is migrated and loaded."""
    from django.db import connection

    if connection.vendor != "sqlite" or not prepared.exists():
        yield
        return
    create, held = connection.creation._create_test_db, []

    def create_filled(*args: Any) -> str:
        name = create(*args)
        held.append(sqlite3.connect(name, uri=True))
        with closing(sqlite3.connect(prepared)) as file:
            file.backup(held[0])
        return str(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.creation, "_create_test_db", create_filled)
        yield
    for memory in held:
        memory.close()


@pytest.fixture(scope="session")
def django_db_setup(
    one_prepares: IO[str], prepared: Path, added_alone: None, django_db_setup: None, django_db_blocker: Any
) -> None:
    """Places, catalogue and forms are loaded once; every test rolls back to them."""
    from django.db import connection

    from chungtay.reference.forms.services import forms_load
    from chungtay.reference.indicators.services import catalogue_load
    from chungtay.reference.places.services import places_load

    if not prepared.exists():
        with django_db_blocker.unblock():
            places_load()
            catalogue_load()
            forms_load()
            if connection.vendor == "sqlite":
                with closing(sqlite3.connect(prepared)) as file:
                    connection.connection.backup(file)
    flock(one_prepares, LOCK_UN)
    if connection.vendor == "sqlite":
        places_watched()


def places_watched() -> None:
    """What a test leaves is looked through for keys that lead nowhere, but the 60,000 rows of places only where a test
    has written to them: they refer to each other alone, and reading them took five sixths of all that looking."""
    from django.apps import apps
    from django.db import connections
    from django.test import TestCase

    places = {model._meta.db_table for model in apps.get_app_config("places").get_models()}
    others = f"""SELECT count(*) FROM sqlite_master held, pragma_foreign_key_check(held.name)
        WHERE held.type = 'table' AND held.name NOT IN ({", ".join(f"'{name}'" for name in places)})"""
    written: list[str] = []
    is_due = TestCase._should_check_constraints

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if "places_" in sql and not sql.startswith("SELECT"):
            written.append(sql)
        return execute(sql, *rest)

    def is_anything_wrong(self: TestCase, connection: Any) -> bool:
        is_asked = is_due(self, connection)
        if not is_asked or written:
            written.clear()
            return bool(is_asked)
        with connection.cursor() as cursor:
            return bool(cursor.execute(others).fetchone()[0])

    connections["default"].execute_wrappers.append(note)
    TestCase._should_check_constraints = is_anything_wrong


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Any, tmp_path_factory: Any) -> None:
    """Originals and warehouse of a test stand in its own folder. Drawings are found by all that is drawn: they are
    shared, as by processes of one machine."""
    settings.SOURCES_DIR = tmp_path / "sources"
    settings.WAREHOUSE_DIR = tmp_path / "warehouse"
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.OPEN_DIR = tmp_path / "open"
    settings.PICTURES_DIR = tmp_path_factory.getbasetemp() / "pictures"
    # Rows of the test before are gone, while the clock has hardly moved on.
    settings.WAREHOUSE_REMEMBERED_SECONDS = 0


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """The numbers of transactions begin anew with every test; what was remembered of an earlier one would answer."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The product's hashing is slow on purpose; seven accounts per test would make it most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Bodies over three levels and seven accounts; see the head of this file."""
    return cast_made()
