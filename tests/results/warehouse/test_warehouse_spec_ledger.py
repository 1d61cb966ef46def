"""The specification in spec/*.txt, asked of the warehouse over a ledger: in SQLite, and in PostgreSQL as well."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.db import connection

from chungtay.reference.indicators import catalogue as texts
from chungtay.reference.indicators.services import catalogue_load
from chungtay.results.warehouse.services import generation_build
from results.warehouse.spec_ledger import CASES, CODES, ONLY_IN_THE_TABLES, CaseLedger, catalogue_differs
from results.warehouse.spec_reader import Case

pytestmark = pytest.mark.django_db
ALL_DEADLINES_PASSED = date(2030, 1, 1)
CHANGING = [case for case in CASES if any(fact.known_to for fact in case.world.facts)]
# A snapshot knows no earlier past than its own.
_OF_NOW = [case for case in CASES if case.question.as_known_at is None]
# One of the country copies its 14,000 places, a second each: only where parts and members come together.
_OF_THE_COUNTRY = {
    name: next(case for case in _OF_NOW if case.question.place == "vn" and case.question.indicators == (name,))
    for name in ("rate", "kinds")
}
FROZEN = [case for case in _OF_NOW if case.question.place != "vn"] + list(_OF_THE_COUNTRY.values())
ONE_OF_EACH_FILE = list({case.file: case for case in CASES}.values())
ONE_OF_EACH_KIND = list({(case.file, case.question.indicators): case for case in CASES}.values())
"""Of each file, one case of each indicator: a generation of the country takes half a second to build. Of all cases, one
is built in the long tests; that a generation of their facts answers as specified, `test_warehouse_spec` asks of all."""
_CACHED = (texts.catalogue, texts.dimensions, texts.catalogue_digest)


@pytest.fixture
def led_from_below(db: None, tmp_path: Path) -> Iterator[None]:
    """The shipped catalogue, but of the indicators that it lacks a like of the sum from below leads."""
    for name in ("catalogue.yaml", "breakdowns.yaml"):
        text = (texts.DATA / name).read_text(encoding="utf-8")
        for code in (CODES[name] for name in ONLY_IN_THE_TABLES):
            before, here, after = text.partition(f"  - code: {code}\n")
            text = before + here + after.replace("leads: reported", "leads: rolled_up", 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "DATA", tmp_path)
        for cached in _CACHED:
            cached.cache_clear()
        catalogue_load()
        yield
    for cached in _CACHED:
        cached.cache_clear()


@pytest.fixture
def ledger(case: Case, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> CaseLedger:
    """The ledger of a case on the day of its question, before anything was reported."""
    if ONLY_IN_THE_TABLES & set(case.question.indicators):
        request.getfixturevalue("led_from_below")
    noon = datetime.combine(case.world.today or ALL_DEADLINES_PASSED, time(5), UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    return CaseLedger(case)


@pytest.mark.postgres
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_ledger_answers_as_specified(case: Case, ledger: CaseLedger) -> None:
    ledger.take(ledger.steps)
    assert ledger.answer() == case.expected
    if case in (ONE_OF_EACH_KIND if connection.vendor == "sqlite" else ONE_OF_EACH_FILE):
        generation_build()
        assert ledger.answer() == case.expected


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_generation_of_the_ledger_answers_as_specified(case: Case, ledger: CaseLedger) -> None:
    ledger.take(ledger.steps)
    generation_build()
    assert ledger.answer() == case.expected


@pytest.mark.postgres
@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.title)
def test_what_is_decided_after_a_generation_counts_as_specified(case: Case, ledger: CaseLedger) -> None:
    ledger.take(ledger.steps[:1])
    generation_build()
    ledger.take(ledger.steps[1:])
    assert ledger.answer() == case.expected


@pytest.mark.parametrize("case", FROZEN, ids=lambda case: case.title)
def test_a_snapshot_of_the_ledger_answers_as_specified(case: Case, ledger: CaseLedger) -> None:
    ledger.take(ledger.steps)
    assert ledger.answer(snapshot=ledger.freeze()) == case.expected


@pytest.mark.parametrize("case", ONE_OF_EACH_FILE, ids=lambda case: case.file)
def test_indicators_of_the_tables_add_up_as_those_of_the_catalogue(case: Case) -> None:
    assert catalogue_differs(case) <= ONLY_IN_THE_TABLES
