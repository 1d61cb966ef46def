"""The small world of the access tests, built once for each page of tests.

It is never committed, for the ledger's guards would not let it go again: it is one open transaction and each test a
savepoint in it, on SQLite and on PostgreSQL. That holds as long as nobody closes the connection between two tests.
pytest-django does not; a `django.test.TestCase` on the same page would, and on PostgreSQL the next test then fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from access_world import World, world_built
from django.db import transaction
from django.test import override_settings

from chungtay.config.locale.compile import compile_messages

compile_messages()


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Each test is rolled back to it, and after the last one it goes as well."""
    folder = tmp_path_factory.mktemp("access")
    (folder / "static").mkdir()
    changed = {
        "SOURCES_DIR": folder / "sources",
        "WAREHOUSE_DIR": folder / "warehouse",
        "STATIC_ROOT": folder / "static",
        # It has tests of its own; here rows are counted after every refusal.
        "AUDIT": False,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with django_db_blocker.unblock(), override_settings(**changed), transaction.atomic():
        yield world_built()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_folders(request: Any, settings: Any, tmp_path: Any) -> None:
    """The world keeps its folders over all tests of a page; any other test has its own."""
    if "world" in request.fixturenames:
        return
    (tmp_path / "static").mkdir()
    settings.SOURCES_DIR, settings.WAREHOUSE_DIR = tmp_path / "sources", tmp_path / "warehouse"
    settings.STATIC_ROOT = tmp_path / "static"
