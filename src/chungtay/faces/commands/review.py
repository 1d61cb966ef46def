"""`chungtay review`: freeze what is known now, compose the review, and write it (Word, PDF, page, slides, sheets)."""

from __future__ import annotations

import argparse
from pathlib import Path

from chungtay.faces.commands.terminal import acting, period_of
from chungtay.kernel.errors import Both, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of which programme, for which place and period, into which file."""
    parser.add_argument("--programme", required=True, help="số chương trình, vd 09/CTr-BCA-MTTW / programme number")
    parser.add_argument("--place", required=True, help="tên hoặc mã / name or code")
    parser.add_argument("--period", required=True, help="TỪ/ĐẾN, vd 2013/2023 / FROM/TO")
    parser.add_argument("--out", required=True, type=Path, help="tệp .docx, .pdf, .html, .pptx, .xlsx / file to write")
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")


def run(options: argparse.Namespace) -> int:
    """Write the official rendition; the same snapshot always gives the same bytes."""
    from chungtay import flow
    from chungtay.faces.commands.figures import place_named
    from chungtay.gathering.programmes.queries import programme_get
    from chungtay.results.issuing.files import ENDINGS, MADE
    from chungtay.results.issuing.queries import draft_file

    kinds = {ENDINGS[kind]: kind for kind in MADE}
    if options.out.suffix not in kinds:
        raise Refusal.of(
            "LENH-004",
            "--out",
            read=str(options.out),
            expected=", ".join(sorted(ending for ending in kinds if ending.startswith("."))),
            vi="không rõ dạng tệp",
            en="the kind of file is not known",
            todo=Both("đặt tên tệp kết thúc bằng một trong các đuôi trên", "end the name with one of these"),
        )
    period = period_of(options.period)
    actor = acting(options.account)
    place = place_named(options.place, period.end)
    snapshot = flow.snapshot_freeze(by=actor, programme=programme_get(options.programme), place=place, period=period)
    review = flow.review_compose(by=actor, snapshot=snapshot)
    part = options.out.with_name(options.out.name + ".part")
    part.write_bytes(draft_file(review, kinds[options.out.suffix]))
    part.replace(options.out)
    print(f"{options.out}  ({snapshot.code}, SHA-256 {review.digest})")
    return 0
