"""`chungtay answers`: months of residents' answers that are over are counted and destroyed, as the worker does."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing is to be chosen."""


def run(options: argparse.Namespace) -> int:
    """Close what is due and say what was closed."""
    from chungtay.flow_publishing import months_close

    closed = months_close()
    for month in closed:
        print(f"{month.month:%m/%Y}: {month.answers} ý kiến, {len(month.of_points)} điểm / answers, points")
    if not closed:
        print("Không có tháng nào đến hạn đóng / no month is due.")
    return 0
