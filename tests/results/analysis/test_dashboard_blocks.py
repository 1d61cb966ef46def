"""A page composed of blocks: added, taken away, moved, kept and read back."""

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.results.analysis.dashboards.blocks import (
    MOST,
    Block,
    BlockKind,
    Page,
    added,
    block_made,
    from_data,
    moved,
    removed,
    to_data,
    usual,
)

CODES = [f"models.x{number}" for number in range(20)]
ASK, LINE = Block(BlockKind.ASK), Block(BlockKind.LINE, ("models.x1",))
PAGE = (ASK, LINE, Block(BlockKind.HEADLINES, ("models.x1", "models.x2")))


def test_a_block_goes_up_and_down_and_stays_at_the_ends() -> None:
    assert moved(PAGE, 1, -1) == (LINE, ASK, PAGE[2])
    assert moved(PAGE, 0, -1) == PAGE
    assert moved(PAGE, 7, 1) == PAGE


def test_one_of_several_numbers_goes_and_the_last_one_takes_its_block_along() -> None:
    once = removed(PAGE, 2, "models.x1")
    assert once[2].indicators == ("models.x2",)
    assert removed(once, 2, "models.x2") == (ASK, LINE)


def test_one_more_number_joins_the_headlines_that_there_are() -> None:
    assert added(PAGE, Block(BlockKind.HEADLINES, ("models.x3",)))[2].indicators == (
        "models.x1",
        "models.x2",
        "models.x3",
    )


def test_a_full_page_takes_no_more() -> None:
    full = tuple(Block(BlockKind.LINE, (code,)) for code in CODES[:MOST])
    with pytest.raises(Refusal, match="TQ-003"):
        added(full, ASK)


@pytest.mark.parametrize(
    ("kind", "codes", "code"), [("pie", [], "TQ-001"), ("line", [], "TQ-002"), ("map", ["no"], "TQ-002")]
)
def test_what_is_no_block_is_refused(kind: str, codes: list[str], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        block_made(kind, codes, CODES)


def test_what_was_kept_is_read_back_without_indicators_that_ended() -> None:
    assert from_data(to_data(PAGE), CODES) == PAGE
    assert from_data(to_data(PAGE), ["models.x2"]) == (ASK, Block(BlockKind.HEADLINES, ("models.x2",)))


@pytest.mark.parametrize("page", list(Page))
def test_a_commune_has_no_map_of_places_beneath_it(page: Page) -> None:
    assert BlockKind.MAP not in {block.kind for block in usual(page, "commune")}
