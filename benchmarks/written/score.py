"""How well the reader reads what was written: found, indicator, place, period, all of them, and what confidence means.

python -m benchmarks.written.score 400
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.written.writer import Noted, write
from chungtay.gathering.intake.readers import Candidate, document_open, read_document
from chungtay.reference.indicators.catalogue import catalogue

MEASURES = ("found", "indicator", "place", "period", "all")
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


@dataclass
class Tally:
    """Counts over any number of texts. `by_confidence` holds (confidence, right) of every candidate."""

    right: Counter[str] = field(default_factory=Counter)
    written: int = 0
    read: int = 0
    wrong: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    by_confidence: list[tuple[float, bool]] = field(default_factory=list)

    def f1(self, measure: str) -> float:
        """The harmonic mean of precision and recall; 1 when nothing was written and nothing read."""
        return 2 * self.right[measure] / (self.written + self.read) if self.written + self.read else 1.0


def tally(seeds: Iterable[int]) -> Tally:
    """Read the texts of these seeds and count."""
    counted = Tally()
    for seed in seeds:
        text, noted = write(seed)
        found = read_document(document_open(text.encode(), "viet.txt")).candidates
        _count(counted, noted, found, text)
    return counted


def _count(counted: Tally, noted: list[Noted], found: tuple[Candidate, ...], text: str) -> None:
    counted.written += len(noted)
    counted.read += len(found)
    by_start = {item.start: item for item in noted}
    for candidate in found:
        item = by_start.pop(candidate.start, None)
        same = item is not None and float(candidate.value) == item.value
        label = _label(candidate.indicator)
        counted.by_confidence.append((candidate.confidence, bool(same and item and label == item.label)))
        if item is None or not same:
            counted.wrong["false", label, text[max(0, candidate.start - 30) : candidate.end + 15]] += 1
            continue
        period = (candidate.period.start, candidate.period.end)
        checks = {
            "indicator": label == item.label,
            "place": candidate.place == item.place,
            "period": period == item.period,
        }
        counted.right["found"] += 1
        counted.right["all"] += all(checks.values())
        for measure, good in checks.items():
            counted.right[measure] += good
            if not good:
                read = {"indicator": label, "place": str(candidate.place), "period": str(period)}[measure]
                meant = {"indicator": item.label, "place": item.place, "period": str(item.period)}[measure]
                counted.wrong[measure, f"{meant} > {read}", text[max(0, item.start - 40) : item.end + 25]] += 1
    for item in by_start.values():
        counted.wrong["missed", item.label, text[max(0, item.start - 30) : item.end + 15]] += 1


def _label(code: str | None) -> str:
    definition = catalogue().get(code or "")
    return definition.reading_label if definition else "other"


def calibration(counted: Tally) -> list[tuple[float, float, int, float]]:
    """(from, to, candidates, share right) by confidence."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = [right for sure, right in counted.by_confidence if low <= sure < high]
        if inside:
            rows.append((low, high, len(inside), sum(inside) / len(inside)))
    return rows


def main(texts: int) -> None:
    """Print the measures, the calibration table and the commonest errors."""
    counted = tally(range(texts))
    print(f"{texts} texts, {counted.written} figures written, {counted.read} read")
    for measure in MEASURES:
        print(f"  {measure:<10} F1 {counted.f1(measure):.3f}")
    print("confidence     candidates   right")
    for low, high, count, share in calibration(counted):
        print(f"  {low:.2f}-{min(high, 1.0):.2f}   {count:8d}   {share:.3f}")
    for (kind, what, where), times in counted.wrong.most_common(25):
        print(f"  {times:4d} {kind:<9} {what} | {' '.join(where.split())}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
