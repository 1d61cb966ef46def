"""The log as others read it: tiles that prove, marks that spare the way, and nothing told that is not public."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chungtay.results.publishing.log import queries
from chungtay.results.publishing.log.bundle import bundle_read
from chungtay.results.publishing.log.note import checkpoint_open, verifier_read
from chungtay.results.publishing.log.tree import Tree, is_consistent
from shelf_rows import published, withdrawn

pytestmark = pytest.mark.django_db
LOG = "/cong-khai/so/"


def test_a_stranger_checks_a_figure_with_nothing_but_what_the_addresses_give(client: Any, cast: Any) -> None:
    published(cast, "q1", ["1.615"] * 300)
    key = verifier_read(client.get(f"{LOG}khoa").text.split("\n")[0])
    head = checkpoint_open(client.get(f"{LOG}checkpoint").text, [key])
    assert head.size == 301

    def read(level: int, index: int, width: int) -> bytes:
        part = "" if width == 256 else f".p/{width}"
        return bytes(client.get(f"{LOG}tile/{level}/{index:03d}{part}").content)

    assert Tree(301, read).root() == head.root
    bundle = bundle_read(client.get(f"{LOG}chung/300.tlog-proof").text)
    assert b'"shown":["1.615",' in bundle.body
    assert bundle.proven([key]) == head
    published(cast, "q2", ["2"])
    told = client.get(f"{LOG}nhat-quan?tu=301").json()
    path = [base64.b64decode(step) for step in told["path"]]
    later = checkpoint_open(client.get(f"{LOG}checkpoint").text, [key])
    assert is_consistent(301, head.root, 303, later.root, path)


def test_what_is_unchanged_is_not_sent_again_and_a_tile_may_be_kept_for_good(client: Any, cast: Any) -> None:
    published(cast, "q1", ["7"])
    first = client.get(f"{LOG}tile/0/000.p/2")
    assert "immutable" in first["Cache-Control"]
    assert client.get(f"{LOG}tile/0/000.p/2", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert not first.cookies
    assert "immutable" in client.get(f"{LOG}nhat-quan?tu=1&den=2")["Cache-Control"]
    assert "immutable" not in client.get(f"{LOG}nhat-quan?tu=1")["Cache-Control"], "its end moves"


def test_what_is_under_embargo_or_withdrawn_is_hashes_alone(client: Any, cast: Any) -> None:
    published(cast, "mo", ["111"])
    published(cast, "cho", ["424242"], embargo_until=timezone.now() + timedelta(days=1))
    taken = published(cast, "rut", ["535353"])
    assert "535353" in client.get(f"{LOG}la/5").text
    withdrawn(taken, cast.binh)
    addresses = [f"{LOG}{rest}" for rest in ("tile/0/000.p/6", "tile/entries/000.p/6", "checkpoint", "dau")]
    addresses += [f"{LOG}la/{at}" for at in range(6)] + [f"{LOG}chung/{at}.tlog-proof" for at in range(6)]
    addresses += [f"{LOG}tim/{taken.digest}"]
    said = b"".join(client.get(address).content for address in addresses)
    assert b"111" in base64.b64decode(client.get(f"{LOG}chung/1.tlog-proof").text.split()[2])
    for secret in (b"424242", b"535353", b"s-cho", b"s-rut", b"NDI0MjQy", b"NTM1MzUz"):
        assert secret not in said
    assert client.get(f"{LOG}la/3").json()["is_public"] is False
    assert queries.leaf(3, now=timezone.now() + timedelta(days=2)).body is not None  # type: ignore[union-attr]


JUNK = (
    *("tile/0/1", "tile/9/000", "tile/0/000.p/256", "tile/0/x001/000", "tile/0/" + "x001/" * 30 + "001", "la/99"),
    *("tile/entries/abc", "chung/99999999999999999999.tlog-proof", "tim/xyz", "tim/" + "a" * 64, "nhat-quan?tu=9"),
    *("dau?sau=1e9", "nhat-quan?tu=-1", "la/999999999999999999999999"),
)


def test_junk_is_answered_in_the_one_shape_of_errors(client: Any, cast: Any) -> None:
    published(cast, "q1", ["7"])
    for junk in JUNK:
        answer = client.get(LOG + junk)
        assert answer.status_code in (400, 404), junk
        assert answer.json()["errors"][0]["message"]["vi"], junk
