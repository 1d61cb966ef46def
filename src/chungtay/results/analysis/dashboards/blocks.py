"""What a page is composed of: a few kinds of block, each with what it is about, in an order. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chungtay.kernel.errors import Both, Refusal

MOST = 9
"""Blocks on a page: what stands on one sheet of A4."""
MOST_HEADLINES = 8


class Page(StrEnum):
    """For whom a page is."""

    LEADER = "leader"
    OFFICER = "officer"


class BlockKind(StrEnum):
    """HEADLINES several numbers with what moved them; LINE and BARS a picture over time and by place; the others as
    they are called. ASK is what to ask about, COMPLETENESS who reported, WAITING what waits for the account."""

    HEADLINES = "headlines"
    COMPLETENESS = "completeness"
    LINE = "line"
    BARS = "bars"
    MAP = "map"
    ASK = "ask"
    WAITING = "waiting"


OF_ONE = (BlockKind.LINE, BlockKind.BARS, BlockKind.MAP)
"""Kinds that are about one indicator."""


@dataclass(frozen=True)
class Block:
    """One block; `indicators` is one code for a picture, up to eight for headlines, none for the others."""

    kind: BlockKind
    indicators: tuple[str, ...] = ()


def usual(page: Page, level: str) -> tuple[Block, ...]:
    """What a page has until somebody arranges it. A commune has no places below to compare."""
    headlines = Block(BlockKind.HEADLINES, _HEADLINES)
    spread = (Block(BlockKind.MAP, ("models.points",)),) if level in ("country", "province") else ()
    if page is Page.OFFICER:
        kinds = (BlockKind.WAITING, BlockKind.COMPLETENESS, BlockKind.ASK)
        return (*(Block(kind) for kind in kinds), Block(BlockKind.LINE, ("communication.sessions",)))
    return (
        headlines,
        Block(BlockKind.COMPLETENESS),
        Block(BlockKind.ASK),
        Block(BlockKind.LINE, ("communication.sessions",)),
        *spread,
    )


_HEADLINES = ("models.points", "communication.sessions", "communication.participations", "mediation.cases_successful")


def block_made(kind: str, indicators: Iterable[str], known: Iterable[str]) -> Block:
    """A block as somebody asks for it. Refusal TQ-001 for an unknown kind, TQ-002 for what it is about."""
    listed, codes = tuple(dict.fromkeys(indicators)), frozenset(known)
    if kind not in set(BlockKind):
        raise _refuse("TQ-001", kind, Both("một loại khối có trong danh sách", "a kind of block from the list"))
    found = BlockKind(kind)
    most = MOST_HEADLINES if found is BlockKind.HEADLINES else 1 if found in OF_ONE else 0
    listed = listed[:most]
    if (most and not listed) or not codes.issuperset(listed):
        raise _refuse("TQ-002", ", ".join(listed), Both("một chỉ tiêu của danh mục", "an indicator of the catalogue"))
    return Block(found, listed)


def added(blocks: Sequence[Block], block: Block) -> tuple[Block, ...]:
    """With one more at the end, or its indicators among the headlines that there are. TQ-003 where it is full."""
    if block.kind is BlockKind.HEADLINES:
        for number, old in enumerate(blocks):
            if old.kind is BlockKind.HEADLINES:
                codes = tuple(dict.fromkeys((*old.indicators, *block.indicators)))[:MOST_HEADLINES]
                return (*blocks[:number], Block(old.kind, codes), *blocks[number + 1 :])
    if block in blocks:
        return tuple(blocks)
    if len(blocks) >= MOST:
        raise _refuse(
            "TQ-003", str(len(blocks)), Both(f"nhiều nhất {MOST} khối trên một trang", f"at most {MOST} blocks")
        )
    return (*blocks, block)


def removed(blocks: Sequence[Block], at: int, code: str = "") -> tuple[Block, ...]:
    """Without the block at a place, or without one of its several indicators."""
    if not 0 <= at < len(blocks):
        return tuple(blocks)
    old = blocks[at]
    left = tuple(item for item in old.indicators if item != code)
    kept = (Block(old.kind, left),) if code and left else ()
    return (*blocks[:at], *kept, *blocks[at + 1 :])


def moved(blocks: Sequence[Block], at: int, by: int) -> tuple[Block, ...]:
    """With the block at a place further up (`by` -1) or down (1); as it was at the ends."""
    to = at + by
    if not (0 <= at < len(blocks) and 0 <= to < len(blocks)):
        return tuple(blocks)
    listed = list(blocks)
    listed.insert(to, listed.pop(at))
    return tuple(listed)


def to_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """As it is kept."""
    return [{"kind": str(block.kind), "indicators": list(block.indicators)} for block in blocks]


def from_data(data: Iterable[Mapping[str, Any]], known: Iterable[str]) -> tuple[Block, ...]:
    """As it was kept; a kind or an indicator that there is no more is left out and not refused."""
    codes, kinds = frozenset(known), set(BlockKind)
    found = []
    for item in data:
        listed = tuple(code for code in item["indicators"] if code in codes)
        if item["kind"] in kinds and (listed or not item["indicators"]):
            found.append(Block(BlockKind(item["kind"]), listed))
    return tuple(found)


def _refuse(code: str, read: str, expected: Both) -> Refusal:
    return Refusal.of(
        code,
        Both("tổng quan", "overview"),
        read=read,
        expected=expected,
        todo=Both("chọn lại trong danh sách", "choose again from the list"),
        vi="trang tổng quan chưa đổi",
        en="the overview was not changed",
    )
