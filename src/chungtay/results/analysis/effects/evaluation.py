"""One question about one kind of model, from the panel to the words, with all that is needed to do it again.

What cannot be asked is refused by name before anything is estimated, and no number leaves with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects import event_study, imputation, inference, sensitivity
from chungtay.results.analysis.effects.crosscheck import by_group_time, by_library, coarser
from chungtay.results.analysis.effects.gates import Circumstances, Gate, Measured, design_gates, result_gates
from chungtay.results.analysis.effects.inference import Interval
from chungtay.results.analysis.effects.labels import Evidence, Label, is_activity, label_of
from chungtay.results.analysis.effects.panel import Floats, Panel
from chungtay.results.analysis.effects.settings import Settings

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Why:
    """Why nothing can be told: a stable code, what was read, and what would be needed."""

    code: str
    read: Both
    needed: Both


@dataclass(frozen=True)
class Estimates:
    """The numbers of one evaluation; every one with its range. Effects are shares (-0.3: thirty in a hundred fewer)."""

    effect: float
    wide: Interval
    narrow: Interval
    chance: float
    by_event: dict[int, float]
    by_cohort: dict[int, float]
    leads: dict[int, float]
    variants: tuple[float, ...]
    unseen_slope: float
    bending: float
    checks: tuple[Interval, ...] = ()
    placebo: Interval | None = None
    bands: dict[int, Interval] = field(default_factory=dict)
    """By periods since the start, before it too: ranges that hold for all before, and for all after, at once."""


@dataclass(frozen=True)
class Evaluation:
    """The answer: a label, the conditions with what was read, and the numbers where there may be any."""

    label: Label
    gates: tuple[Gate, ...] = ()
    why: tuple[Why, ...] = ()
    measured: Measured | None = None
    estimates: Estimates | None = None
    settings: Settings | None = None
    notes: tuple[Both, ...] = field(default=())

    @property
    def failing(self) -> tuple[Gate, ...]:
        """The conditions that do not hold."""
        return tuple(gate for gate in self.gates if not gate.holds)


def evaluate(
    panel: Panel,
    seen: Circumstances,
    settings: Settings,
    *,
    good: int = -1,
    false_found: Callable[[float], float] = lambda chance: chance,
    class_a_outcomes: int = 1,
    progress: Progress = lambda share: None,
) -> Evaluation:
    """The whole way. `good`: -1 where fewer is better. `false_found`: the chance adjusted for all models tested.

    Same panel, settings and seed, same digits.
    """
    if is_activity(seen.outcome_class):
        return Evaluation(Label.ACTIVITY, why=(_activity(),), settings=settings)
    if why := refused(panel, settings):
        return Evaluation(Label.CANNOT_TELL, why=why, settings=settings)
    measured = _measured(panel)
    gates = design_gates(measured, seen, settings)
    progress(0.05)
    if not all(gate.holds for gate in gates if gate.number in (1, 2, 4)):
        return Evaluation(Label.CANNOT_TELL, tuple(gates), measured=measured, settings=settings)
    estimates, measured = _estimated(panel, measured, settings, progress)
    gates = sorted([*gates, *result_gates(measured, settings)], key=lambda gate: gate.number)
    if not all(gate.holds for gate in gates):
        return Evaluation(Label.CANNOT_TELL, tuple(gates), measured=measured, estimates=estimates, settings=settings)
    evidence = Evidence(
        effect=estimates.effect,
        wide=estimates.wide,
        narrow=estimates.narrow,
        good=good,
        checks=(),
        bending=estimates.bending,
        placebos_clean=False,
        cohorts_agree=cohorts_agree(panel, estimates, settings),
        false_found=false_found(estimates.chance),
        class_a_outcomes=class_a_outcomes,
    )
    label = label_of(evidence, settings)
    if label in (Label.PROMISING, Label.HARMFUL):
        estimates = _cross_checked(panel, estimates, settings)
        placebo = estimates.placebo
        evidence = replace(
            evidence, checks=estimates.checks, placebos_clean=placebo is not None and placebo.holds_nought
        )
        label = label_of(evidence, settings)
    progress(1.0)
    return Evaluation(label, tuple(gates), measured=measured, estimates=estimates, settings=settings)


def refused(panel: Panel, settings: Settings) -> tuple[Why, ...]:
    """What makes the question one that has no answer: each with a code of its own."""
    found = []
    begun = int(panel.ever.sum())
    always = int(np.sum(panel.ever & (panel.start <= 0)))
    if begun <= 1:
        found.append(
            Why("HIEUQUA-010", Both(f"{begun} địa bàn triển khai", f"{begun} places begun"), _needs_places(settings))
        )
    if not panel.untreated[~panel.ever].any():
        found.append(
            Why(
                "HIEUQUA-011",
                Both("mọi địa bàn đều triển khai", "every place has begun")
                if panel.ever.all()
                else Both("nơi chưa triển khai không có số liệu", "places that have not begun have no figures"),
                Both("địa bàn chưa triển khai để so sánh", "places that have not begun to compare with"),
            )
        )
    if always == begun > 0:
        found.append(
            Why(
                "HIEUQUA-012",
                Both("không có kỳ nào trước khi bắt đầu", "no period before the start"),
                Both(f"ít nhất {settings.before} kỳ trước", f"at least {settings.before} periods before"),
            )
        )
    if panel.periods < settings.before + settings.after:
        found.append(
            Why(
                "HIEUQUA-013",
                Both(f"{panel.periods} kỳ số liệu", f"{panel.periods} periods of figures"),
                Both(f"ít nhất {settings.before + settings.after} kỳ", f"at least {settings.before + settings.after}"),
            )
        )
    if panel.seen.any() and float(np.nansum(np.where(panel.seen, panel.outcome, 0))) == 0.0:
        found.append(
            Why(
                "HIEUQUA-014",
                Both("toàn số 0", "zeros only"),
                Both("số liệu khác 0 ở các kỳ trước", "counts above nought in the periods before"),
            )
        )
    return tuple(found)


def _needs_places(settings: Settings) -> Both:
    return Both(f"ít nhất {settings.begun_by_starts} địa bàn", f"at least {settings.begun_by_starts} places")


def _activity() -> Why:
    return Why(
        "HIEUQUA-015",
        Both("kết quả là số liệu hoạt động", "the outcome is activity"),
        Both(
            "điều mà mô hình có thể làm thay đổi, không phải việc đã làm",
            "something that a model could change, and not what was done",
        ),
    )


def _measured(panel: Panel) -> Measured:
    """Periods before and after as the middle place has them; what is expected in treated cells."""
    foretold = imputation.impute(panel).foretold
    asked = panel.seen & panel.treated & np.isfinite(foretold)
    before = (panel.untreated & panel.ever[:, None]).sum(axis=1)[panel.ever]
    after = (panel.seen & panel.treated).sum(axis=1)[panel.ever]
    return Measured(
        begun=int(panel.ever.sum()),
        compared=int(np.sum(~panel.ever & panel.seen.any(axis=1))),
        before=int(np.median(before)),
        after=int(np.median(after)),
        expected=float(foretold[asked].sum()),
        least_visible=inference.least_visible(panel, inference.overdispersion(panel)),
        variants=(),
        lead_apart=0.0,
        unseen_slope=0.0,
        effect=0.0,
    )


def _estimated(panel: Panel, measured: Measured, settings: Settings, progress: Progress) -> tuple[Estimates, Measured]:
    imputed = imputation.impute(panel)
    effect = imputation.effect(panel, imputed)
    weights = inference.drawn_places(panel, settings.draws, settings.seed)
    by_event = imputation.effect_by_event(panel, imputed)
    events = event_study.events_shown(by_event)
    drawn, events_drawn = event_study.effects_drawn(panel, events, weights)
    progress(0.4)
    count = max(2, min(2 * settings.lead_count, measured.before - 2))
    leads = imputation.leads(panel, count)
    noise = inference.leads_drawn(panel, count, weights)
    progress(0.7)
    variants = (
        effect,
        imputation.effect_from_base(panel, 2),
        imputation.effect(imputation.without_last_before(panel)),
    )
    slope, apart, bending = _about_leads(panel, np.log1p(effect), drawn, leads, noise)
    chance = inference.two_sided(drawn, float(np.log1p(effect)))
    if measured.begun < settings.begun:
        chance = max(chance, inference.by_drawn_starts(panel, draws=settings.starts_drawn, seed=settings.seed))
    estimates = Estimates(
        effect=effect,
        wide=inference.interval(drawn, 0.95),
        narrow=inference.interval(drawn, 0.90),
        chance=chance,
        by_event=by_event,
        by_cohort=imputation.effect_by_cohort(panel, imputed),
        leads=leads,
        variants=variants,
        unseen_slope=slope,
        bending=bending,
        bands=event_study.bands(by_event, events, events_drawn) | _bands_before(leads, noise),
    )
    progress(0.9)
    told = replace(measured, variants=variants, lead_apart=apart, unseen_slope=slope, effect=float(np.log1p(effect)))
    return estimates, told


def _bands_before(leads: dict[int, float], noise: Floats) -> dict[int, Interval]:
    events = list(range(-noise.shape[1], 0))
    return event_study.bands(leads, events, noise) if len(leads) == len(events) else {}


def _about_leads(
    panel: Panel, effect: float, drawn: Floats, leads: dict[int, float], noise: Floats
) -> tuple[float, float, float]:
    """(the trend that would go unseen over the time after, how far the last lead lies from the others in errors, how
    much bending the effect bears), all on the log scale."""
    told = noise[np.isfinite(noise).all(axis=1)]
    if len(told) < inference.FEWEST or len(leads) < noise.shape[1]:
        return float("inf"), float("inf"), 0.0
    logged = np.log1p(np.maximum(np.array([leads[event] for event in sorted(leads)]), -1 + 1e-9))
    last, others = logged[-1], logged[:-1]
    apart = told[:, -1] - told[:, :-1].mean(axis=1)
    far = abs(last - others.mean()) / max(float(np.std(apart, ddof=1)), 1e-12)
    against_last = told[:, :-1] - told[:, [-1]]
    events = list(range(-noise.shape[1], -1))
    slope = sensitivity.slope_half_seen(events, np.atleast_2d(np.cov(against_last, rowvar=False)))
    horizon = _horizon(panel)
    finite = drawn[np.isfinite(drawn)]
    errors = np.std(against_last, axis=0, ddof=1)
    per_period = effect / (horizon + 1)
    bending = sensitivity.breakdown(
        per_period, float(np.std(finite, ddof=1)) / (horizon + 1), list(logged[:-1] - last), list(errors)
    )
    return slope * (horizon + 1), float(far), bending


def _horizon(panel: Panel) -> float:
    """Periods since the start, in the middle of all treated cells."""
    since = np.arange(panel.periods)[None, :] - panel.start[:, None]
    return float(since[panel.treated & panel.seen].mean())


def cohorts_agree(panel: Panel, estimates: Estimates, settings: Settings) -> bool:
    """Whether at least two starts of enough places point the same way as the whole, and none of them the other."""
    told = [
        value
        for start, value in estimates.by_cohort.items()
        if int(np.sum(panel.start == start)) >= settings.cohort_shown and np.isfinite(value)
    ]
    same = sum(value * estimates.effect > 0 for value in told)
    return same >= 2 and same > len(told) - same


def _cross_checked(panel: Panel, estimates: Estimates, settings: Settings) -> Estimates:
    """Two other estimators over fewer, longer periods, and the start moved back among periods before it."""
    years = coarser(panel)
    checks = tuple(check for check in (by_group_time(years), by_library(years)) if check is not None)
    early = placebo_panel(panel, settings)
    placebo = None
    if early is not None:
        weights = inference.drawn_places(early, settings.draws, settings.seed)
        placebo = inference.interval(inference.effect_drawn(early, weights))
    return replace(estimates, checks=checks, placebo=placebo)


def placebo_panel(panel: Panel, settings: Settings) -> Panel | None:
    """The model begins four periods early, and what came after its true start is not looked at; None where too few
    places have that much before."""
    moved = np.where(panel.ever, panel.start - settings.before, panel.start)
    kept = ~panel.ever | (moved >= 1)
    if int(np.sum(kept & panel.ever)) < settings.begun_by_starts:
        return None
    return panel.without(panel.treated).begun_at(moved).chosen(kept)
