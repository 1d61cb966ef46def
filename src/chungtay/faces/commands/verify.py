"""`chungtay verify`: recompute every approved batch, every link of the chain and every entry of the audit;
name the first that does not hold."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """None needed."""


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when the chain is broken."""
    from chungtay.health.anchoring import anchor_broken
    from chungtay.health.marks import VERIFIED, mark_set
    from chungtay.ledger.queries import chain_verify
    from chungtay.reference.audit.queries import audit_verify

    report, audit = chain_verify(), audit_verify()
    if report.first_break:
        broken = report.first_break
        print(f"HỎNG ở mắt xích {broken.sequence}, đợt số liệu {broken.batch_id}: {broken.reason_vi}")
        print(f"BROKEN at link {broken.sequence}, batch {broken.batch_id}: {broken.reason_en}")
        return 1
    mark_set(VERIFIED, links=report.links)
    if broken_at := audit.broken_at or anchor_broken():
        print(f"HỎNG ở dòng {broken_at} của nhật ký")
        print(f"BROKEN at entry {broken_at} of the audit")
        return 1
    print(f"Nguyên vẹn: {report.links} mắt xích, mã đầu chuỗi {report.head}")
    print(f"Whole: {report.links} links, head {report.head}")
    print(f"Nhật ký / audit: {audit.entries} dòng / entries, {audit.head}")
    return 0
