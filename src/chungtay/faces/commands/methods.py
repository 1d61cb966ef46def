"""`chungtay methods`: published numbers beside what the statistics of this house give, to the digits published."""

from __future__ import annotations

import argparse
import warnings

from chungtay.results.analysis.golden import Golden, goldens

_SHOWN = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """None needed."""


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when a number does not come out."""
    warnings.simplefilter("ignore")
    missed = 0
    print(f"{'Phép tính / Method':<52} {'Nguồn / Source':<28} Công bố / Published · Ở đây / Here")
    for golden in goldens():
        holds = golden.holds()
        missed += not holds
        print(f"{'đúng' if holds else 'SAI ':<5}{golden.name:<47} {golden.source:<28} {_beside(golden)}")
    print(f"{len(goldens()) - missed}/{len(goldens())} đúng / as published")
    return int(missed > 0)


def _beside(golden: Golden) -> str:
    """The first few numbers of both, and how many more there are."""
    found = list(golden.computed())
    told = [f"{theirs:g} · {ours:.6g}" for theirs, ours in zip(golden.expected, found, strict=False)]
    more = f" … +{len(told) - _SHOWN}" if len(told) > _SHOWN else ""
    return "; ".join(told[:_SHOWN]) + more
