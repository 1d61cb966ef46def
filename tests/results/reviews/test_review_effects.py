"""What a review says of models' effects: what was known at its snapshot, kind by kind, with the study that says so."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services as registers
from chungtay.kernel.periods import Regime
from chungtay.results.analysis.studies import services
from chungtay.results.reviews.effects import known_sentences, lines_of

pytestmark = pytest.mark.django_db


def test_a_review_names_what_was_known_at_its_snapshot_and_nothing_newer(cast: Any) -> None:
    registers.register_load()
    kind = community.kind_named("Điểm chữa cháy công cộng")
    assert kind is not None
    study = services.study_register(
        by=cast.binh,
        kind=kind.pk,
        outcome=("context.accidents_and_fires",),
        place=cast.binh.body.place,
        start=date(2023, 1, 1),
        end=date(2025, 12, 31),
        regime=Regime.CALENDAR_QUARTER,
        frame=date(2025, 12, 31),
    )
    services.study_carry_out(id=study.pk)
    snapshot: Any = SimpleNamespace(place=study.place, transaction_number=study.transaction)
    [line] = lines_of(snapshot, {})
    assert (line.study, line.label, line.words.en) == (study.pk, "cannot_tell", "Cannot tell")
    assert line.why
    assert "1 loại chưa thể kết luận" in known_sentences([line])[0].plain("vi")
    snapshot.transaction_number -= 1
    assert lines_of(snapshot, {}) == ()
