"""`chungtay verify`: recompute every approved batch and every link of the chain; name the first that does not hold."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """None needed."""


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the chain is broken."""
    from chungtay.health.marks import VERIFIED, mark_set
    from chungtay.ledger.queries import chain_verify

    report = chain_verify()
    if report.first_break:
        broken = report.first_break
        print(f"HỎNG ở mắt xích {broken.sequence}, đợt số liệu {broken.batch_id}: {broken.reason_vi}")
        print(f"BROKEN at link {broken.sequence}, batch {broken.batch_id}: {broken.reason_en}")
        return 1
    mark_set(VERIFIED, links=report.links)
    print(f"Nguyên vẹn: {report.links} mắt xích, mã đầu chuỗi {report.head}")
    print(f"Whole: {report.links} links, head {report.head}")
    return 0
