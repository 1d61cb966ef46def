"""The log in its tables: what is appended is proven, hidden while it must be, and never changed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from chungtay.kernel.errors import Refusal
from chungtay.results.publishing.log import queries, services
from chungtay.results.publishing.log.entries import Entry, LeafKind
from chungtay.results.publishing.log.tree import is_consistent, leaf_hash
from chungtay.results.publishing.models import LogLeaf

pytestmark = pytest.mark.django_db


def entry(number: int, digest: str = "") -> Entry:
    return Entry(LeafKind.REVIEW, {"shown": str(number), "secret": "s"}, (digest,) if digest else ())


def appended(first: int, count: int) -> int:
    return services.leaves_append(entry(number) for number in range(first, first + count))


@pytest.mark.postgres
def test_what_is_appended_in_turns_is_one_tree_and_every_proof_opens() -> None:
    assert appended(0, 700) == 0
    first = services.head_sign()
    assert services.leaves_append([entry(700, "ab" * 32)]) == 700
    second = services.head_sign()
    path = queries.proof_consistency(first.size, second.size)
    assert is_consistent(700, bytes(first.root), 701, bytes(second.root), path)
    assert queries.positions_of("ab" * 32) == [700]
    for position in (0, 255, 256, 511, 699, 700):
        bundle = queries.bundle_of(position)
        assert bundle is not None
        assert bundle.proven(queries.verifiers()).size == 701
        assert f'"shown":"{position}"'.encode() in bundle.body
    with pytest.raises(IntegrityError), transaction.atomic():
        LogLeaf.objects.filter(position=3).update(body="khác")


def test_a_body_is_one_line_of_canonical_json_and_is_what_is_hashed() -> None:
    appended(0, 1)
    row = LogLeaf.objects.get()
    assert row.body == '{"kind":"review","secret":"s","shown":"0","v":1}'
    assert bytes(row.leaf_hash) == leaf_hash(row.body.encode())


def test_a_head_stands_once_for_one_size_and_leaves_above_it_are_not_read() -> None:
    appended(0, 2)
    assert services.head_sign() == services.head_sign()
    appended(2, 1)
    assert queries.leaf(1) is not None
    assert queries.leaf(2) is None


def test_without_a_key_nothing_is_signed_and_it_is_told_what_to_do(settings: object) -> None:
    settings.LOG_KEY = ""  # type: ignore[attr-defined]
    appended(0, 1)
    with pytest.raises(Refusal) as refused:
        services.head_sign()
    assert refused.value.code == "CONGBO-101"
