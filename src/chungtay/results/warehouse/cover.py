"""Claims of one place about overlapping periods: which of them may be added.

A five-year total lies inside a ten-year total, a quarter inside a year: adding them counts the same days twice.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta


def best_cover(spans: Sequence[tuple[date, date]]) -> list[int]:
    """Indices of spans (first day, last day) that share no day and cover the most days; of such sets the smallest.

    So one claim about the whole asked period comes before twelve about its months, and where nothing covers the
    whole, months and years are put together as far as they go. Equal covers are settled for the one with the later
    last claims. In order of time; the textbook weighted interval scheduling, O(n log n).
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i][1], spans[i][0], i))
    ends = [spans[i][1] for i in order]
    best: list[tuple[int, int]] = [(0, 0)]
    taken: list[int | None] = [None]
    for position, index in enumerate(order):
        start, end = spans[index]
        before = bisect_left(ends, start, 0, position)
        days, fewer = best[before]
        with_it = (days + (end - start + timedelta(days=1)).days, fewer - 1)
        take = with_it >= best[position]
        best.append(with_it if take else best[position])
        taken.append(before if take else None)
    chosen: list[int] = []
    position = len(order)
    while position:
        before_it = taken[position]
        if before_it is None:
            position -= 1
        else:
            chosen.append(order[position - 1])
            position = before_it
    return chosen[::-1]
