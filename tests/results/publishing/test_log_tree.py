"""The tree against a naive one written from the RFC, and against roots and notes that others publish."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from chungtay.results.publishing.log import note, tree
from chungtay.results.publishing.log.bundle import Bundle, bundle_read

# The eight leaves and the roots of the first n of them that implementations of Certificate Transparency share.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
OTHERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
OTHERS_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SEED = bytes(range(32))
NAME = "so.vi-du.vn/cong-khai"


def naive_root(bodies: list[bytes]) -> bytes:
    if not bodies:
        return sha256(b"").digest()
    if len(bodies) == 1:
        return sha256(b"\x00" + bodies[0]).digest()
    cut = 1
    while cut * 2 < len(bodies):
        cut *= 2
    return sha256(b"\x01" + naive_root(bodies[:cut]) + naive_root(bodies[cut:])).digest()


def over(bodies: list[bytes], size: int | None = None) -> tree.Tree:
    """The tree of the first `size` leaves, with tiles made of the bodies when they are asked for."""

    def read(level: int, index: int, width: int) -> bytes:
        span = tree.WIDTH**level
        starts = ((index * tree.WIDTH + entry) * span for entry in range(width))
        return b"".join(naive_root(bodies[start : start + span]) for start in starts)

    return tree.Tree(len(bodies) if size is None else size, read)


def bodies_of(count: int) -> list[bytes]:
    return [str(number).encode() for number in range(count)]


SIZES = st.one_of(st.integers(1, 40), st.integers(250, 260), st.integers(510, 780))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_that_others_publish(size: int) -> None:
    assert over(LEAVES, size).root().hex() == ROOTS[size]


@drawn(max_examples=15, deadline=None)
@given(SIZES, st.data())
def test_every_leaf_is_proven_and_no_other_body_is(size: int, data: st.DataObject) -> None:
    bodies = bodies_of(size)
    position = data.draw(st.integers(0, size - 1))
    path, root = over(bodies).inclusion(position), naive_root(bodies)
    assert tree.is_included(tree.leaf_hash(bodies[position]), position, size, path, root)
    assert not tree.is_included(tree.leaf_hash(b"khac"), position, size, path, root)
    assert not tree.is_included(tree.leaf_hash(bodies[position]), position, size, [*path, root], root)
    assert size == 1 or not tree.is_included(tree.leaf_hash(bodies[position]), position, size, path[:-1], root)


@drawn(max_examples=25, deadline=None)
@given(SIZES, st.data())
def test_a_longer_log_is_consistent_with_the_shorter_and_with_no_changed_one(size: int, data: st.DataObject) -> None:
    bodies = bodies_of(size)
    earlier = data.draw(st.integers(0, size))
    path, root, old = over(bodies).consistency(earlier), naive_root(bodies), naive_root(bodies[:earlier])
    assert tree.is_consistent(earlier, old, size, root, path)
    changed = [b"sua", *bodies[1:]]
    if earlier:
        assert not tree.is_consistent(earlier, naive_root(changed[:earlier]), size, root, path)
        assert earlier == size or not tree.is_consistent(earlier, old, size, naive_root(changed), path)


def test_a_proof_in_a_tree_of_twelve_million_reads_few_tiles() -> None:
    read = []

    def zeros(level: int, index: int, width: int) -> bytes:
        read.append((level, index))
        return bytes(32 * width)

    assert len(tree.Tree(12_000_000, zeros).inclusion(7_654_321)) == 24
    assert len(read) <= 7


def test_the_rightmost_tiles_are_those_of_the_format_described() -> None:
    assert list(tree.tiles_of(70_000)) == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(tree.tiles_of(256)) == [(0, 0, 256), (1, 0, 1)]


def test_a_note_that_others_signed_is_opened_with_their_key() -> None:
    key = note.verifier_read(OTHERS_KEY)
    assert note.note_open(OTHERS_NOTE, [key]).startswith("If you think")
    assert key.told == OTHERS_KEY


def test_our_head_opens_with_our_key_alone_and_not_when_a_digit_is_changed() -> None:
    head = note.Checkpoint(NAME, 8, bytes.fromhex(ROOTS[8]))
    signed = note.note_sign(head.text, NAME, SEED)
    ours = note.verifier_of(NAME, SEED)
    assert note.checkpoint_open(signed, [ours]) == head
    for bad, keys in (
        (signed.replace("\n8\n", "\n9\n"), [ours]),
        (signed, [note.verifier_read(OTHERS_KEY)]),
        (signed.replace("\n\n", "\n"), [ours]),
        (signed, []),
    ):
        with pytest.raises(note.NoteError):
            note.checkpoint_open(bad, keys)


def test_a_proof_file_is_read_back_and_holds_only_for_its_own_body() -> None:
    head = note.note_sign(note.Checkpoint(NAME, 8, bytes.fromhex(ROOTS[8])).text, NAME, SEED)
    bundle = Bundle(LEAVES[3], 3, tuple(over(LEAVES).inclusion(3)), head)
    ours = [note.verifier_of(NAME, SEED)]
    assert bundle_read(bundle.text) == bundle
    assert bundle.proven(ours).size == 8
    with pytest.raises(note.NoteError):
        bundle_read(bundle.text.replace("index 3", "index 2")).proven(ours)


@drawn(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_junk_is_no_proof_and_raises_nothing_else(text: str) -> None:
    for junk in (text, f"c2sp.org/tlog-proof@v1\nextra {text}\nindex 0\n\n{text}"):
        with pytest.raises(note.NoteError):
            bundle_read(junk).proven([])
