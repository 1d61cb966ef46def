"""Signals, funnels and ranks (statistical methods 1 and 8)."""

from __future__ import annotations

import numpy as np

from chungtay.checks.rules.outliers import CountPrediction, modified_z
from chungtay.results.analysis.emulation import funnels, ranks
from chungtay.results.analysis.golden import Golden
from chungtay.results.analysis.golden.published import single_ages
from chungtay.results.analysis.signals import digits, families, leading, outlying, recounts, repeats, spread

HISTORY = [31.0, 34.0, 38.0, 81.0, 39.0, 33.0]
SITE_A = [50.0, 51, 53, 59, 58, 55, 55, 52, 51, 58, 12, 91]
SITE_B = [41.0, 48, 45, 46, 49, 41, 41, 49, 42, 47, 11, 87]
TIETJEN_MOORE = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57]
ROSNER = [
    *(-0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70),
    *(1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40),
    *(2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01),
]
CHANCES = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528),
    *(0.7590, 1.0),
]
HORSE_KICKS = [0.0] * 109 + [1.0] * 65 + [2.0] * 22 + [3.0] * 3 + [4.0]
OBSERVED, EXPECTED = [100.0, 150, 180, 80, 120, 225], [108.0, 112, 165, 95, 100, 220]


def _robust(values: list[float], tested: float) -> float:
    return modified_z(values, tested) or 0.0


def _bounds() -> list[float]:
    return [*outlying.z_bounds(HISTORY, 2), *outlying.robust_bounds(HISTORY, 2)]


def _sites() -> list[float]:
    told = [(SITE_A, 12.0), (SITE_A, 91.0), (SITE_B, 11.0), (SITE_B, 87.0)]
    return [*(outlying.z_score(site, value) or 0.0 for site, value in told), *(_robust(*one) for one in told)]


def _rejected() -> list[float]:
    ways = (families.bonferroni, families.holm, families.benjamini_hochberg, families.benjamini_yekutieli)
    return [float(np.sum(way(CHANCES) <= 0.05)) for way in ways]


def _whipple() -> list[float]:
    ages = single_ages()
    return [digits.whipple(ages), *(digits.whipple(ages, [digit]) for digit in (0, 5, 3))]


def _myers() -> list[float]:
    return [digits.myers(single_ages(), low=23, high=82), digits.myers(single_ages(), low=10, high=89)]


def _evenness() -> list[float]:
    found = digits.evenness([7, 3, 5, 4, 3, 1, 3, 12, 6, 4])
    return [found.statistic, found.chance]


def _limits(tails: float) -> list[float]:
    pairs = [funnels.limits(expected, tails) for expected in (15, 20, 30)]
    return [*(low for low, _ in pairs), *(high for _, high in pairs)]


def _between() -> list[float]:
    found = funnels.overdispersion(OBSERVED, EXPECTED, trimmed=0)
    return [found.phi, found.between]


def _ranks() -> list[float]:
    ranges = ranks.rank_ranges(list(np.linspace(1, 3, 10)), [0.2] * 10)
    return [float(low) for low, _ in ranges] + [float(high) for _, high in ranges]


def _counts() -> list[float]:
    prediction = CountPrediction(sum([3, 5, 4, 2, 6, 4, 3, 5, 4, 4, 3, 5]), 12)
    return [prediction.at_least(count) for count in (8, 10, 12)]


def _equal() -> list[float]:
    return [repeats.chance_equal(mean) for mean in (5, 10, 20, 50, 100, 500, 1000)]


def _lots() -> list[float]:
    return [recounts.chance_under(19, 13, 0.8), 1 - recounts.chance_under(19, 13, 0.5)]


DHIS2, NIST = "DHIS2's own tests", "NIST handbook"
SIGNALS = (
    Golden("z of 81 in its series", DHIS2, (2.2075,), lambda: [outlying.z_score(HISTORY, 81) or 0], 5e-5),
    Golden("modified z of 81", DHIS2, (10.1175,), lambda: [_robust(HISTORY, 81)], 5e-5),
    Golden("bounds at 2, mean and median", DHIS2, (7.936, 77.397, 27.1045, 44.8955), _bounds, 5e-4),
    Golden("two sites, four flagged", DHIS2, (2.545, 2.270, 2.180, 2.611, 8.094, 7.130, 6.649, 7.998), _sites, 5e-4),
    Golden("Grubbs, Tietjen-Moore data", NIST, (2.4687,), lambda: [outlying.grubbs(TIETJEN_MOORE)], 1e-4),
    Golden("modified z of 245.57", "own computation", (29.96,), lambda: [_robust(TIETJEN_MOORE, 245.57)], 5e-3),
    Golden(
        "generalised ESD, Rosner data",
        NIST,
        (3.118, 2.942, 3.179, 2.810, 2.815, 2.848, 2.279, 2.310, 2.101, 2.067, 3),
        lambda: [*(found := outlying.generalised_esd(ROSNER, 10))[0], found[1]],
        1.1e-3,
    ),
    Golden("largest possible z", "Shiffler 1988", (2.646, 3.0, 3.162), lambda: _largest_z((8, 10, 11)), 5e-4),
    Golden("counts: chance of 8, 10, 12", "own computation", (0.0610, 0.0117, 0.0017), _counts, 5e-5),
    Golden("Benjamini-Hochberg: rejected", "BH 1995, four procedures", (3, 3, 4, 3), _rejected, 0),
    Golden(
        "Benjamini-Hochberg: adjusted",
        "BH 1995",
        (0.0015, 0.0030, 0.0095, 0.0356, 0.0603, 0.0639, 0.0639, 0.0645, 0.0765),
        lambda: list(families.benjamini_hochberg(CHANCES)[:9]),
        5e-5,
    ),
    Golden("Whipple", "PASEX SINGAGE, DemoTools", (2.33873, 2.601614, 1.786339, 0.5561028), _whipple, 5e-6),
    Golden("Myers", "DemoTools", (29.7444, 23.62787), _myers, 5e-5),
    Golden("last digits of 48 numbers", "simulated p of .04", (17.4167, 0.0426), _evenness, 5e-5),
    Golden("equal by chance", "own", (0.1278, 0.0898, 0.0633, 0.0399, 0.0282, 0.0126, 0.0089), _equal, 5e-5),
    Golden(
        "horse kicks",
        "von Bortkiewicz's data",
        (199.311, 199, 0.5196),
        lambda: list(spread.dispersion(HORSE_KICKS)),
        6e-4,
    ),
    Golden("Poisson range of 10", "textbook", (4.795, 18.390), lambda: list(recounts.exact_range(10)), 5e-4),
    Golden("lots: 13 of 19", "published 80/50 rule", (0.0676, 0.0835), _lots, 5e-5),
    Golden("first digits 11 and 999999", "benford", (0.03778856, 4.342947e-7), lambda: _first_digits(), 5e-9),
    Golden(
        "funnel limits 95 %",
        "FunnelPlotR",
        (0.5596924, 0.6108260, 0.6746958, 1.649348, 1.544419, 1.427562),
        lambda: _limits(0.05),
        5e-7,
    ),
    Golden(
        "funnel limits 99.8 %",
        "FunnelPlotR",
        (0.3862650, 0.4479107, 0.5289724, 2.082907, 1.902094, 1.702771),
        lambda: _limits(0.002),
        5e-7,
    ),
    Golden("funnel overdispersion", "FunnelPlotR", (2.948033, 0.0194776), _between, 5e-7),
    Golden(
        "rank ranges of ten",
        "csranks",
        (7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 10, 10, 10, 10, 9, 8, 7, 6, 5, 4),
        _ranks,
        0,
    ),
)


def _largest_z(sizes: tuple[int, ...]) -> list[float]:
    """The largest possible score for each number of values."""
    return [outlying.greatest_z(size) for size in sizes]


def _first_digits() -> list[float]:
    """Expected shares of two beginnings."""
    return [leading.expected(11), leading.expected(999999)]
