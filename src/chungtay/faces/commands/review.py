"""`chungtay review`: freeze what is known now, compose the review, and write it as Word or as a page."""

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
    parser.add_argument("--out", required=True, type=Path, help="tệp .docx hoặc .html / file to write")
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")


def run(options: argparse.Namespace) -> int:
    """Write the official rendition; the same snapshot always gives the same bytes."""
    from chungtay import flow
    from chungtay.faces.commands.figures import place_named
    from chungtay.gathering.programmes.queries import programme_get
    from chungtay.results.reviews import queries

    if options.out.suffix not in (".docx", ".html"):
        raise Refusal.of(
            "LENH-004",
            "--out",
            read=str(options.out),
            expected=".docx, .html",
            vi="không rõ dạng tệp",
            en="the kind of file is not known",
            todo=Both("đặt tên tệp kết thúc bằng .docx hoặc .html", "end the name with .docx or .html"),
        )
    period = period_of(options.period)
    actor = acting(options.account)
    place = place_named(options.place, period.end)
    snapshot = flow.snapshot_freeze(by=actor, programme=programme_get(options.programme), place=place, period=period)
    review = flow.review_compose(by=actor, snapshot=snapshot)
    part = options.out.with_name(options.out.name + ".part")
    if options.out.suffix == ".docx":
        part.write_bytes(queries.review_docx(review))
    else:
        part.write_text(queries.review_page(review), encoding="utf-8")
    part.replace(options.out)
    print(f"{options.out}  ({snapshot.code}, SHA-256 {review.digest})")
    return 0
