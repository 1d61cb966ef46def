"""How often labels are wrong: 200 invented panels of each design, whose true effect is known (methods 4.6).

Not a measure of speed but of truth. Fixed seeds, the share with its exact 95 % range; at most ten CPU minutes.
"""

from __future__ import annotations

import os
import time
from collections import Counter

PANELS = 200
FOUND = ("promising", "supported", "harmful")


def main(panels: int = PANELS) -> None:
    """Print the table."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from scipy.stats import binomtest

    from chungtay.results.analysis.effects import simulating
    from chungtay.results.analysis.effects.evaluation import evaluate
    from chungtay.results.analysis.effects.settings import ALL

    designs = {
        "starts after a bad quarter, no effect": (simulating.SPIKE, "label 3-5 <= 5 %, cannot tell >= 90 %"),
        "random starts, no effect": (simulating.RANDOM, "label 3-5 <= 5 %"),
        "random starts, -30 %, 100 communes of mean 10": (simulating.TRUE_FALL, "label 3-5 >= 70 %"),
    }
    for name, (design, must) in designs.items():
        began = time.process_time()
        labels = Counter(
            evaluate(simulating.drawn(design, seed), simulating.calm(), ALL[-1]).label.value for seed in range(panels)
        )
        told = []
        for title, which in (("label 3-5", FOUND), ("cannot tell", ("cannot_tell",))):
            times = sum(labels[label] for label in which)
            between = binomtest(times, panels).proportion_ci(0.95, "exact")
            told.append(f"{title} {times / panels:.1%} [{between.low:.1%}, {between.high:.1%}]")
        print(f"{name}: {'; '.join(told)} (must: {must}); {time.process_time() - began:.0f} CPU s")


if __name__ == "__main__":
    main()
