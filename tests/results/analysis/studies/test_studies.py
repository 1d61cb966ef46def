"""Studies: a plan before anybody looks, the answer kept, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services as registers
from chungtay.gathering.registers.community.starting import Start
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import Regime
from chungtay.results.analysis.studies import queries, reading, services, trials

pytestmark = pytest.mark.django_db
QUARTERS = Regime.CALENDAR_QUARTER


@pytest.fixture
def kind(cast: Any) -> Any:
    registers.register_load()
    return community.kind_named("Điểm chữa cháy công cộng")


def asked(by: Any, kind: Any, **otherwise: Any) -> Any:
    usual: dict[str, Any] = {"outcome": ("context.accidents_and_fires",), "place": by.body.place, "regime": QUARTERS}
    usual |= {"start": date(2023, 1, 1), "end": date(2025, 12, 31), "frame": date(2025, 12, 31)}
    return services.study_register(by=by, kind=kind.pk, **{**usual, **otherwise})


@pytest.mark.parametrize(
    ("code", "otherwise"),
    [
        ("HIEUQUA-021", {"outcome": ("tips.received",)}),
        ("HIEUQUA-021", {"outcome": ("patrols.shifts",)}),
        ("HIEUQUA-022", {"outcome": ("context.criminal_offences", "context.fines")}),
        ("HIEUQUA-024", {"frame": None}),
        ("HIEUQUA-025", {"start": date(2025, 10, 1)}),
        ("HIEUQUA-026", {"end": date(2199, 12, 31), "start": date(2195, 1, 1)}),
    ],
)
def test_what_has_no_answer_is_refused_by_name(cast: Any, kind: Any, code: str, otherwise: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        asked(cast.binh, kind, **otherwise)
    assert refused.value.code == code


def test_kinds_kept_from_view_are_never_studied(cast: Any, kind: Any) -> None:
    with pytest.raises(Refusal, match="HIEUQUA-023"):
        asked(cast.binh, community.kind_named("Giáo xứ bình yên"))


def test_communes_partners_and_other_provinces_set_no_plan(cast: Any, kind: Any) -> None:
    for by, place in ((cast.an, cast.an), (cast.hoa, cast.hoa), (cast.giang, cast.binh)):
        with pytest.raises(NotAllowed):
            asked(by, kind, place=place.body.place)


def test_a_study_without_points_says_so_and_comes_out_the_same_again(cast: Any, kind: Any) -> None:
    study = services.study_carry_out(id=asked(cast.binh, kind).pk)
    assert study.label == "cannot_tell"
    assert study.result is not None
    assert "HIEUQUA-010" in [why["code"] for why in study.result["why"]]
    assert study.result["range"] is None
    again = services.study_again(study=study)
    assert (again.same_panel, again.same_result) == (True, True)
    with pytest.raises(NotAllowed):
        queries.study_get(by=cast.giang, id=study.pk)


def test_a_study_that_an_ended_process_left_is_begun_anew_and_one_at_work_is_not(cast: Any, kind: Any) -> None:
    study = asked(cast.binh, kind)
    now = timezone.now()
    study.state, study.started_at, study.beat_at = queries.StudyState.RUNNING, now, now
    study.save()
    assert queries.studies_left() == []
    assert services.study_carry_out(id=study.pk).state == queries.StudyState.RUNNING
    study.beat_at = now - 2 * queries.LEASE
    study.save()
    assert queries.studies_left() == [study.pk]
    assert services.study_carry_out(id=study.pk).state == queries.StudyState.DONE


def test_starts_that_nobody_knows_are_refused_by_name(cast: Any, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    register = [Start(kind.pk, cast.bodies["CA-BADINH"].place_id, date(2024, 1, 1), timezone.now(), False)]
    monkeypatch.setattr(reading, "starts_in", lambda place, on, known_at: register)
    study = services.study_carry_out(id=asked(cast.chi, kind, place=cast.chi.body.place).pk)
    assert study.result is not None
    assert [why["code"] for why in study.result["why"]] == ["HIEUQUA-016"]


def test_a_trial_needs_four_communes_and_an_officer_above_them(cast: Any, kind: Any) -> None:
    with pytest.raises(NotAllowed):
        trials.trial_begin(by=cast.an, kind=kind, keys=[], due=date(2027, 1, 1))
    with pytest.raises(Refusal, match="HIEUQUA-028"):
        trials.trial_begin(by=cast.chi, kind=kind, keys=["c00001@2025"], due=date(2027, 1, 1))
