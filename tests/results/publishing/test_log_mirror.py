"""A mirror takes heads that follow one another, and keeps the proof when a log is written anew. No database."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.results.publishing.log import mirroring, note
from results.publishing.test_log_tree import NAME, SEED, bodies_of, naive_root, over

OURS = [note.verifier_of(NAME, SEED)]


def handed_out(bodies: list[bytes], signed_root: bytes | None = None) -> mirroring.Fetch:
    """What the addresses of a log of these leaves would give."""
    head = note.Checkpoint(NAME, len(bodies), signed_root or naive_root(bodies))
    told = {"checkpoint": note.note_sign(head.text, NAME, SEED).encode()}
    read = over(bodies)._read
    for level in (0, 1):
        entries = len(bodies) >> (8 * level)
        for index in range((entries + 255) // 256):
            width = min(256, entries - index * 256)
            told[mirroring.tile_path(level, index, width)] = read(level, index, width)
    return told.__getitem__


def test_a_mirror_follows_a_log_that_grows(tmp_path: Path) -> None:
    assert mirroring.head_mirror(handed_out(bodies_of(300)), OURS, tmp_path).is_new
    assert not mirroring.head_mirror(handed_out(bodies_of(300)), OURS, tmp_path).is_new
    assert mirroring.head_mirror(handed_out(bodies_of(520)), OURS, tmp_path).is_new
    assert [head.size for head in mirroring.heads_kept(tmp_path, OURS)] == [300, 520]


@pytest.mark.parametrize("anew", [[b"sua", *bodies_of(520)[1:]], [b"sua", *bodies_of(300)[1:]], bodies_of(299)])
def test_a_log_that_was_written_anew_is_found_out_and_both_heads_are_kept(tmp_path: Path, anew: list[bytes]) -> None:
    mirroring.head_mirror(handed_out(bodies_of(300)), OURS, tmp_path)
    with pytest.raises(mirroring.Broken) as broken:
        mirroring.head_mirror(handed_out(anew), OURS, tmp_path)
    assert note.checkpoint_open(broken.value.evidence.read_text(), OURS).size == len(anew)
    assert [head.size for head in mirroring.heads_kept(tmp_path, OURS)] == [300]


def test_tiles_that_do_not_lead_to_the_signed_root_are_refused(tmp_path: Path) -> None:
    with pytest.raises(note.NoteError):
        mirroring.head_mirror(handed_out(bodies_of(9), signed_root=bytes(32)), OURS, tmp_path)


def test_an_index_is_written_in_groups_of_three_digits() -> None:
    assert mirroring.tile_path(0, 1234067, 256) == "tile/0/x001/x234/067"
    assert mirroring.tile_path(1, 7, 3) == "tile/1/007.p/3"
