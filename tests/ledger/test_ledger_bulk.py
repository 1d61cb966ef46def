"""Many batches at once are the same batches, to the byte, as one by one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_builders import NOVEMBER, Desk

from chungtay.kernel.absence import Absence
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import day, decree_month
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.bulk import NewBatch, batches_append
from chungtay.ledger.models import Figure
from chungtay.ledger.queries import chain_verify
from chungtay.ledger.types import Claim, DecisionKind

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
COLUMNS = [f.attname for f in Figure._meta.fields if f.attname not in ("id", "batch_id")]


def rows(batch: Any) -> list[dict[str, Any]]:
    return list(Figure.objects.filter(batch=batch).order_by("position").values(*COLUMNS))


def new(desk: Desk, *claims: Claim, **other: Any) -> NewBatch:
    return NewBatch(
        **{
            "body": desk.body,
            "form": desk.form,
            "place": desk.body.place,
            "period": NOVEMBER,
            "claims": claims,
            **other,
        }
    )


quantities = st.builds(Quantity.read, st.decimals(0, 10**9, places=2) | st.integers(0, 10**9).map(Decimal))
said = st.one_of(
    st.tuples(quantities, st.none()),
    st.tuples(st.none(), st.sampled_from(Absence)),
    st.just((Quantity(Decimal(0)), Absence.ZERO)),
    st.tuples(quantities.map(lambda q: replace(q, precision=Precision.MORE_THAN, as_written="hơn")), st.none()),
)
extras = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(["lượt người", " hộ,  tổ chức", "a\\b"]),
        "locator": st.sampled_from(["BaoCao!E12", "Tờ “1”!D7", "x\\y!A1"]),
        "note": st.sampled_from(["do mưa bão", "theo sổ"]),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(said, extras), min_size=1, max_size=4))
def test_rows_and_digest_are_those_of_a_batch_appended_alone(desk: Desk, stated: Any) -> None:
    codes = ["communication.sessions", "models.points", "patrols.shifts", "training.classes"]
    claims = [
        Claim(code, desk.body.place_id, day(NOVEMBER.end) if code == "models.points" else NOVEMBER, *pair, **more)
        for code, (pair, more) in zip(codes, stated, strict=False)
    ]
    alone = desk.append(*claims)
    [together] = batches_append(by=desk.an, batches=[new(desk, *claims)])
    assert rows(together) == rows(alone)
    desk.decide(together, DecisionKind.APPROVED)
    assert chain_verify().first_break is None


def test_plain_and_other_batches_keep_the_order_in_which_they_were_given(desk: Desk) -> None:
    months = [decree_month(2025, month) for month in (7, 8, 9)]
    given_ = [new(desk, desk.claim(n, note="do mưa bão" if n == 2 else ""), period=months[n - 1]) for n in (1, 2, 3)]
    made = batches_append(by=desk.an, batches=given_)
    assert [batch.end for batch in made] == [period.end for period in months]
    assert [int(rows(batch)[0]["value"]) for batch in made] == [1, 2, 3]


def test_two_reports_of_one_key_in_one_writing_are_two_versions(desk: Desk) -> None:
    desk.append(1)
    made = batches_append(by=desk.an, batches=[new(desk, desk.claim(2)), new(desk, desk.claim(3))])
    assert [batch.version for batch in made] == [2, 3]


def test_one_refused_report_keeps_all_of_them_out(desk: Desk) -> None:
    wrong = new(desk, desk.claim(2, indicator="no.such"))
    with pytest.raises(Refusal, match="SOCAI-008"):
        batches_append(by=desk.an, batches=[new(desk, desk.claim(1)), wrong])
    assert not Figure.objects.exists()


def test_a_place_that_is_none_is_refused_in_plain_reports_too(desk: Desk) -> None:
    with pytest.raises(Refusal, match="SOCAI-010"):
        batches_append(by=desk.an, batches=[new(desk, desk.claim(1, place_id=0))])
