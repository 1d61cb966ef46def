"""The next generation is built when the tail has grown, when a day has passed, or when what it was built of changed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from warehouse_builders import Office

from chungtay.results.warehouse.generations import generation_latest, generations_folder
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.services import generation_build, generation_follow, generation_is_due

pytestmark = pytest.mark.django_db


def test_a_short_tail_waits_and_a_long_one_is_built(office: Office, settings: Any) -> None:
    office.reports("CA-BADINH", 15)
    generation_build()
    assert not generation_is_due()
    office.reports("CA-NGOCHA", 5)
    assert generation_follow() is None
    settings.WAREHOUSE_TAIL_FIGURES = 1
    built = generation_follow()
    assert built is not None
    assert generation_latest() == built
    assert not generation_is_due()


def test_any_tail_is_built_after_a_day(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    generation = generation_build()
    office.reports("CA-NGOCHA", 5)
    Generation.objects.update(created_at=generation.created_at - timedelta(days=1))
    assert generation_is_due()


def test_a_generation_of_another_catalogue_is_built_anew(office: Office) -> None:
    office.reports("CA-BADINH", 15)
    manifest = generations_folder() / generation_build().folder / "manifest.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(told | {"rules": "other"}))
    assert generation_is_due()
    generation_follow()
    assert not generation_is_due()
