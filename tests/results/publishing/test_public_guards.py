"""What is public is only added to: the triggers stand on the tables of figures, points and leaves."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chungtay.results.publishing.guards import GUARDS
from chungtay.results.publishing.models import LogLeaf, PublicFigure, PublicPoint

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_guarded_tables_are_those_of_figures_points_and_leaves() -> None:
    assert {model._meta.db_table for model in (PublicFigure, PublicPoint, LogLeaf)} <= set(GUARDS.tables)


@pytest.mark.parametrize("sql", ["UPDATE {} SET kind = 'point'", "DELETE FROM {}"])
def test_a_leaf_is_neither_changed_nor_removed(sql: str, db: Any) -> None:
    LogLeaf.objects.create(position=0, kind="figure", body="{}", leaf_hash=b"0" * 32, appended_at=timezone.now())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(LogLeaf._meta.db_table))
