"""Appending batches and decisions."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from ledger_builders import APPROVED, SUBMITTED, Desk

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger import queries, services
from chungtay.ledger.models import Batch, Figure, Link, Transaction
from chungtay.ledger.types import FigureStatus

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def code_of(raised: pytest.ExceptionInfo[Refusal]) -> str:
    return raised.value.code


def test_a_batch_comes_back_claim_by_claim(desk: Desk) -> None:
    claims = [
        desk.claim("0.5", unit="buổi", span=(4, 9)),
        desk.claim(quantity=Quantity(Decimal(10), Precision.RANGE, Decimal(12), None, "10 đến 12", Decimal(1))),
        desk.claim(quantity=None, absence=Absence.REFUSED),
        desk.claim(7, indicator="tips.received", cell="tip_category=crime"),
        desk.claim(2, indicator="models.communes_covered", members=("c00004@2025", "c00008@2025")),
    ]
    batch = desk.append(*claims)
    assert [figure.claim for figure in queries.figures_of_batch(batch)] == claims


def test_the_largest_number_that_is_let_in_comes_back_digit_by_digit(desk: Desk) -> None:
    batch = desk.append(desk.claim("999999999999999"), desk.claim("123456789.012345"))
    values = [figure.claim.quantity.value for figure in queries.figures_of_batch(batch)]  # type: ignore[union-attr]
    assert values == [Decimal("999999999999999"), Decimal("123456789.012345")]


def test_versions_count_up_for_the_same_report_only(desk: Desk) -> None:
    first, second = desk.append(1), desk.append(2)
    other = desk.append(3, period=decree_month(2025, 12))
    assert [first.version, second.version, other.version] == [1, 2, 1]


def test_the_digest_does_not_depend_on_ids(desk: Desk) -> None:
    with transaction.atomic():
        digest = desk.append(15).digest
        transaction.set_rollback(True)
    assert desk.append(15).digest == digest


def test_the_digest_is_the_same_on_every_engine_and_in_every_release(desk: Desk) -> None:
    claim = desk.claim("1500.5", unit="buổi", cell="topic=law", span=(3, 9), status=FigureStatus.TARGET)
    assert desk.append(desk.claim(), claim).digest == "be8b3d8b4fd8d885102d5c1815a4c02c388a784cc18efbe2a779311cd3b74dd1"


@pytest.mark.parametrize("extra", [{"is_illustration": True}, {"period": decree_month(2025, 12)}])
def test_the_digest_covers_the_header(desk: Desk, extra: dict[str, Any]) -> None:
    assert desk.append(15, **extra).digest != desk.append(15, body=desk.other_body).digest


def test_what_comes_from_an_illustration_is_one(desk: Desk) -> None:
    source = _source(desk, is_illustration=True)
    assert desk.append(1, source=source).is_illustration


def test_a_batch_keeps_the_hash_of_its_source(desk: Desk) -> None:
    assert desk.append(1, source=_source(desk)).source_sha256 == "a" * 64


def test_a_report_without_figures_is_recorded_approved_and_sealed(desk: Desk) -> None:
    batch = desk.approved(source=_source(desk))
    assert queries.figures_of_batch(batch) == []
    assert (queries.chain_verify().links, queries.chain_verify().first_break) == (1, None)


def _source(desk: Desk, *, is_illustration: bool = False) -> Any:
    from django.utils import timezone

    from chungtay.reference.sources.models import Source

    return Source.objects.create(
        sha256="a" * 64,
        filename="bao-cao.docx",
        media_type="application/octet-stream",
        size=1,
        issuer=desk.body,
        is_illustration=is_illustration,
        received_at=timezone.now(),
        received_by=desk.an,
        storage_name="s1",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"indicator": "models.unheard_of"}, "SOCAI-008"),
        ({"cell": "religion=any"}, "SOCAI-009"),
        ({"indicator": "tips.received", "cell": "tip_category=gossip"}, "SOCAI-009"),
        ({"place_id": 999_999_999}, "SOCAI-010"),
        ({"corrects": 999_999_999}, "SOCAI-011"),
    ],
)
def test_what_the_reference_rooms_do_not_know_is_refused(desk: Desk, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.append(desk.claim(**change))
    assert code_of(refused) == code


def test_a_refused_batch_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(Refusal):
        desk.append(desk.claim(), desk.claim(corrects=999_999_999))
    assert [model.objects.count() for model in (Transaction, Batch, Figure)] == [0, 0, 0]


def test_a_correction_names_a_figure_of_an_earlier_version(desk: Desk) -> None:
    [wrong] = queries.figures_of_batch(desk.append(150))
    [right] = queries.figures_of_batch(desk.append(desk.claim(15, corrects=wrong.id)))
    assert right.claim.corrects == wrong.id


def test_a_figure_of_another_report_cannot_be_corrected(desk: Desk) -> None:
    [foreign] = queries.figures_of_batch(desk.append(150, body=desk.other_body))
    with pytest.raises(Refusal) as refused:
        desk.append(desk.claim(15, corrects=foreign.id))
    assert code_of(refused) == "SOCAI-011"


def test_every_writing_is_one_transaction_numbered_without_gaps(desk: Desk) -> None:
    batch = desk.append(1)
    decision = desk.decide(batch, SUBMITTED, APPROVED)
    assert list(Transaction.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert (batch.transaction_id, decision.transaction_id) == (1, 3)


def test_recorded_time_never_runs_backward(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.append(1)
    last = Transaction.objects.get()
    earlier = SimpleNamespace(now=lambda: last.recorded_at - timedelta(hours=1))
    monkeypatch.setattr(services, "timezone", earlier)
    desk.append(2)
    assert Transaction.objects.get(number=2).recorded_at == last.recorded_at


def test_a_decision_bears_the_time_of_its_transaction(desk: Desk) -> None:
    decision = desk.decide(desk.append(1), SUBMITTED)
    assert decision.decided_at == Transaction.objects.get(number=decision.transaction_id).recorded_at


def test_a_reason_has_a_length(desk: Desk) -> None:
    batch = desk.append(1)
    with pytest.raises(Refusal) as refused:
        desk.decide(batch, SUBMITTED, reason="x" * 501)
    assert code_of(refused) == "SOCAI-012"


def test_a_name_in_a_reason_is_masked_for_good(desk: Desk) -> None:
    decision = desk.decide(desk.append(1), SUBMITTED, reason="Ông Nguyễn Văn A báo sai")
    assert "Nguyễn" not in decision.reason
    assert decision.reason.endswith("báo sai")


def test_a_number_that_finds_a_person_is_refused_in_a_reason(desk: Desk) -> None:
    batch = desk.append(1)
    with pytest.raises(Refusal) as refused:
        desk.decide(batch, SUBMITTED, reason="Gọi lại số 0912345678")
    assert code_of(refused) == "NGUON-103"


def test_only_what_makes_or_ends_standing_is_linked(desk: Desk) -> None:
    batch = desk.append(1)
    desk.decide(batch, *(services.DecisionKind(kind) for kind in ("submitted", "returned", "approved", "withdrawn")))
    linked = Link.objects.order_by("sequence").values_list("sequence", "decision__kind")
    assert list(linked) == [(1, "approved"), (2, "withdrawn")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite admits one writer at a time by itself")
def test_a_second_writer_waits_for_the_first_to_commit(desk: Desk) -> None:
    second = connections["default"].copy()
    services.transaction_open(desk.an)
    try:
        with second.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(DatabaseError, match="lock timeout"):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [services.WRITING_LOCK])
    finally:
        second.close()


def test_many_decisions_are_one_transaction_and_a_link_each_in_their_order(desk: Desk) -> None:
    batches = [desk.append(desk.claim(number)) for number in (1, 2, 3)]
    before = queries.transaction_now()
    services.decisions_append(by=desk.binh, batches=batches[::-1], kind=APPROVED)
    links = [queries.link_of(batch) for batch in batches]
    assert queries.transaction_now() == before + 1
    assert [link.sequence for link in links if link] == [3, 2, 1]
    assert queries.chain_verify().links == 3


def test_a_reason_that_is_refused_decides_of_none(desk: Desk) -> None:
    batches = [desk.append(desk.claim(number)) for number in (1, 2)]
    with pytest.raises(Refusal) as refused:
        services.decisions_append(by=desk.binh, batches=batches, kind=APPROVED, reason="x" * 501)
    assert code_of(refused) == "SOCAI-012"
    assert queries.batch_statuses([batch.pk for batch in batches]) == {}
    assert services.decisions_append(by=desk.binh, batches=[], kind=APPROVED) == []
