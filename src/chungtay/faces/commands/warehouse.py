"""`chungtay warehouse`: lay the ledger down for fast questions, check what is laid down, show how it stands."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from chungtay.kernel.numbers import number_words

if TYPE_CHECKING:
    from chungtay.results.warehouse.models import Generation
    from chungtay.results.warehouse.queries import State


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    ways = parser.add_subparsers(dest="way", required=True)
    for name, text in (
        ("build", "dựng lại từ sổ cái / build anew from the ledger"),
        ("follow", "dựng thế hệ tiếp nếu đã đến lúc / build the next generation if it is due"),
        ("mirror", "gửi lên, lấy về từ kho chung / send to and fetch from the shared store"),
        ("verify", "đối chiếu tệp và tổng số với sổ cái / compare files and totals with the ledger"),
        ("status", "xem các thế hệ / show the generations"),
    ):
        ways.add_parser(name, help=text, description=text)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where verifying finds a difference. Refusals KHO-040 (damaged files), KHO-041 (not written), KHO-060
    to 062 (the shared store; what was built is in use all the same)."""
    ways = {"build": _build, "follow": _follow, "mirror": _mirror, "verify": _verify, "status": _status}
    return ways[options.way]()


def _build() -> int:
    from chungtay.results.warehouse.services import generation_build

    begun = time.perf_counter()
    _tell_built(generation_build(_progress), begun)
    _share()
    return 0


def _follow() -> int:
    from chungtay.results.warehouse.services import generation_follow

    begun = time.perf_counter()
    generation = generation_follow(_progress)
    if generation is None:
        print("Chưa đến lúc dựng thế hệ tiếp", "The next generation is not due yet", sep="\n")
    else:
        _tell_built(generation, begun)
        _share()
    return 0


def _mirror() -> int:
    from chungtay.results.warehouse.services import warehouse_mirror

    moved = warehouse_mirror(is_thorough=True)
    if moved.is_busy:
        print("Một tiến trình khác đang làm việc này", "Another process is at it", sep="\n")
        return 0
    for vi, en, names in (("Đã gửi lên", "Sent", moved.sent), ("Đã lấy về", "Fetched", moved.fetched)):
        for name in names:
            print(f"{vi}: {name}", f"{en}: {name}", sep="\n")
    if not moved.sent + moved.fetched:
        print("Máy này và kho chung như nhau", "This machine and the shared store are alike", sep="\n")
    return 0


def _share() -> None:
    from django.conf import settings

    if settings.WAREHOUSE_STORE:
        _mirror()


def _tell_built(generation: Generation, begun: float) -> None:
    print(file=sys.stderr)
    count, took = generation.figure_count, time.perf_counter() - begun
    print(f"Đã dựng: {number_words(count)} số liệu đến giao dịch {generation.transaction_number}, {took:.1f} giây")
    print(f"Built: {number_words(count, 'en')} figures up to transaction {generation.transaction_number}, {took:.1f} s")


def _verify() -> int:
    from chungtay.results.warehouse.queries import generation_latest, generations_kept
    from chungtay.results.warehouse.services import generation_verify

    if not (kept := generations_kept()):
        return _nothing()
    generation = generation_latest()
    if generation is None:
        generation_verify(kept[0])
        return 1
    if differing := generation_verify(generation):
        print(f"KHÁC sổ cái: {', '.join(differing)}; chạy chungtay warehouse build")
        print(f"DIFFERS from the ledger: {', '.join(differing)}; run chungtay warehouse build")
        return 1
    print(f"Khớp sổ cái: {generation.folder}", f"Equal to the ledger: {generation.folder}", sep="\n")
    return 0


def _status() -> int:
    from chungtay.ledger.queries import transaction_now
    from chungtay.results.warehouse.queries import generation_latest, generations_kept

    now, latest = transaction_now(), generation_latest()
    kept = generations_kept()
    for generation in [*kept, *([latest] if latest is not None and latest not in kept else [])]:
        _tell(generation, now, is_asked=generation == latest)
    _tell_store([generation.folder for generation in kept])
    return 0 if kept else _nothing()


def _tell_store(kept: list[str]) -> None:
    from chungtay.results.warehouse.services import store_state

    if (state := store_state()) is None:
        return
    if state.away is not None:
        for problem in state.away.problems:
            print(problem.in_words("vi"), problem.in_words("en"), sep="\n")
        return
    there = [name for name in kept if name in state.standing]
    print(f"Kho chung {state.named}: {', '.join(there) or 'chưa có thế hệ nào'}")
    print(f"Shared store {state.named}: {', '.join(there) or 'no generation yet'}")


def _tell(generation: Generation, now: int, *, is_asked: bool) -> None:
    from chungtay.results.warehouse.queries import generation_state

    state = generation_state(generation)
    behind = now - generation.transaction_number
    vi, en = _standing(state, is_asked=is_asked)
    each = f"{state.size / state.claims:.1f}" if state.size and state.claims else ""
    print(
        f"{generation.folder}: {vi}; {number_words(state.claims)} số liệu{f', {each} byte mỗi số liệu' * bool(each)};"
        f" {number_words(behind)} giao dịch sau nó"
    )
    print(
        f"{generation.folder}: {en}; {number_words(state.claims, 'en')} figures{f', {each} bytes each' * bool(each)};"
        f" {number_words(behind, 'en')} transactions since"
    )
    for name, count in state.counts.items():
        print(f"  {name} {count}")


def _standing(state: State, *, is_asked: bool) -> tuple[str, str]:
    if is_asked:
        return "đang dùng", "in use"
    if not state.is_here:
        return "không có ở máy này", "not on this machine"
    return ("để dự phòng", "kept") if state.is_whole else ("HỎNG", "DAMAGED")


def _nothing() -> int:
    print("Chưa dựng kho; chạy chungtay warehouse build", "No warehouse yet; run chungtay warehouse build", sep="\n")
    return 0


def _progress(done: int) -> None:
    print(f"\r{number_words(done)}", end="", file=sys.stderr, flush=True)
