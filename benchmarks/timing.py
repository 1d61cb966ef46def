"""CPU seconds of several jobs, taken in turns in one run, so that a busy machine disturbs all of them alike."""

from __future__ import annotations

import resource
from collections.abc import Callable
from statistics import median


def side_by_side(rounds: int, **jobs: Callable[[], object]) -> dict[str, float]:
    """The median CPU seconds of each job, child processes included. Each runs once beforehand, uncounted."""
    for job in jobs.values():
        job()
    spent: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            before = _cpu()
            job()
            spent[name].append(_cpu() - before)
    return {name: median(values) for name, values in spent.items()}


def _cpu() -> float:
    usages = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def say(text: str, seconds: dict[str, float], bare: str) -> None:
    """Print each job's seconds and how many times the bare one it takes."""
    print(f"\n{text}")
    for name, value in seconds.items():
        ratio = "" if name == bare else f"   {value / seconds[bare]:8.1f} × {bare.replace('_', ' ')}"
        print(f"  {name.replace('_', ' '):38} {value:9.4f} s{ratio}")
