"""CPU and wall of many contenders, taken in turns in one run: each round asks all of them once."""

from __future__ import annotations

import gc
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.warehouse.server import Server

ROUNDS = 7
SLOW_ROUNDS: Final = 3
SLOW_SECONDS: Final = 4.0
"""What takes more CPU once is asked three times instead of seven, and the table says so."""
LEAST_SECONDS: Final = 0.05
"""What takes less CPU is asked several times in a row, for clocks to see it."""


def spent() -> float:
    """CPU seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@dataclass
class Contender:
    """Who answers what. `told` makes (rows, sum) of what `ask` gave, outside the measured time, so that answers can be
    compared; `server` is whose CPU counts, too."""

    question: str
    name: str
    ask: Callable[[], Any]
    told: Callable[[Any], tuple[int, float]] = lambda found: found
    server: Server | None = None
    times: int = 1
    rounds: int = 0
    """How often it is asked, of the rounds of a run."""
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    answer: tuple[int, float] = (0, 0.0)

    def spent(self) -> float:
        """CPU seconds of this process and of the server so far."""
        return spent() + (self.server.busy() if self.server else 0.0)

    def once(self) -> None:
        """Ask, and keep what it took."""
        cpu, wall = self.spent(), time.perf_counter()
        for _ in range(self.times):
            self.ask()
        self.cpu.append((self.spent() - cpu) / self.times)
        self.wall.append((time.perf_counter() - wall) / self.times)

    def facts(self) -> dict[str, Any]:
        """For the record."""
        low, high = min(self.wall), max(self.wall)
        return {
            "question": self.question,
            "contender": self.name,
            "cpu": median(self.cpu),
            "wall": median(self.wall),
            "wall_from": low,
            "wall_to": high,
            "cpu_from": min(self.cpu),
            "cpu_to": max(self.cpu),
            "rounds": len(self.cpu),
            "times": self.times,
            "rows": self.answer[0],
            "sum": self.answer[1],
        }


def in_turns(contenders: list[Contender], say: Callable[[str], None] = lambda text: None) -> list[dict[str, Any]]:
    """Warm all of them up, uncounted, then round after round; nothing is left out for being slow or quick."""
    for contender in contenders:
        contender.answer = contender.told(contender.ask())
        # What a first asking reads and remembers is not what one waits for again, nor how busy the machine is.
        before, begun = contender.spent(), time.perf_counter()
        contender.ask()
        took, wall = contender.spent() - before, time.perf_counter() - begun
        contender.rounds = min(ROUNDS, SLOW_ROUNDS) if took > SLOW_SECONDS else ROUNDS
        contender.times = max(1, min(50, round(LEAST_SECONDS / max(took, 1e-6))))
        say(f"    {contender.question} {contender.name}: {took:.3f} CPU s, {wall:.3f} s, {contender.answer[0]} rows")
    for turn in range(ROUNDS):
        for contender in contenders:
            if turn < contender.rounds:
                gc.collect()
                contender.once()
    return [contender.facts() for contender in contenders]


def peak_since() -> int:
    """The most memory that this program ever held, in bytes; what its parent held is not counted in."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))
