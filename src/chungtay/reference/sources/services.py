"""Receiving an original through the gate, keeping confirmed sentences, and destroying."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from mimetypes import guess_type
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Problem, Refusal
from chungtay.kernel.text import nfc, squeeze
from chungtay.reference.sources import policies, queries
from chungtay.reference.sources.gate import gate_problems
from chungtay.reference.sources.masking import filename_masked, masked
from chungtay.reference.sources.models import Excerpt, Kind, Source, SourceKey, Tombstone

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User


@dataclass(frozen=True)
class _Received:
    content: bytes
    text: bytes
    filename: str
    media_type: str
    number: str
    title: str
    issued_on: date | None
    is_illustration: bool
    kind: Kind = Kind.ORIGINAL

    @property
    def identity(self) -> dict[str, str]:
        return {"sha256": sha256(self.content).hexdigest(), "text_sha256": sha256(self.text).hexdigest()}


@transaction.atomic
def source_receive(
    *,
    by: User,
    issuer: Body,
    content: bytes,
    filename: str,
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    number: str = "",
    title: str = "",
    issued_on: date | None = None,
    is_illustration: bool = False,
) -> Source:
    """Keep an original, encrypted, if the gate lets it pass.

    `text` is NFC; `paragraphs` are (start, end) in it. The same bytes of the same issuer give the row that is there;
    read into another text (a newer reader) they give a new row, for older figures point into the older text.
    Raises Refusal with every problem of the gate (NGUON-101 to 105), NGUON-110 for the same bytes once destroyed,
    NotAllowed NGUON-301 where the account does not act for the issuer. Nothing is kept then.
    """
    if not policies.may_open(by, issuer):
        raise _not_allowed("NGUON-301", "nhận bản gốc", "keep originals")
    if text != nfc(text):
        raise ValueError("the text of an original is NFC before offsets are taken")
    _pass_gate(text, paragraphs, filename, number, title)
    held = json.dumps({"text": text, "paragraphs": list(paragraphs)}, ensure_ascii=False).encode()
    received = _Received(
        content=content,
        text=held,
        filename=filename_masked(squeeze(PurePath(filename.replace("\\", "/")).name))[-200:],
        media_type=(guess_type(filename)[0] or "application/octet-stream")[:100],
        number=squeeze(number)[:60],
        title=masked(squeeze(title))[:300],
        issued_on=issued_on,
        is_illustration=is_illustration,
    )
    existing = _existing(issuer, received)
    return existing or _keep(by, issuer, received)


@transaction.atomic
def register_evidence_keep(
    *, by: User, issuer: Body, content: bytes, lines: Sequence[str], title: str, is_illustration: bool = False
) -> Source:
    """Freeze what registers counted as a source: `content` is canonical JSON of row ids, versions and values, `lines`
    the same for people, one line a count, without names. Who may is asked by the caller; the same counts are kept once.
    """
    ends = [*accumulate(len(line) + 1 for line in lines)]
    text = "".join(f"{line}\n" for line in lines)
    paragraphs = [(end - len(line) - 1, end - 1) for end, line in zip(ends, lines, strict=True)]
    received = _Received(
        content=content,
        text=json.dumps({"text": text, "paragraphs": paragraphs}, ensure_ascii=False).encode(),
        filename="so-theo-doi.json",
        media_type="application/json",
        number="",
        title=title[:300],
        issued_on=None,
        is_illustration=is_illustration,
        kind=Kind.REGISTER,
    )
    return _existing(issuer, received) or _keep(by, issuer, received)


def _pass_gate(text: str, paragraphs: Sequence[tuple[int, int]], filename: str, number: str, title: str) -> None:
    problems = gate_problems([text[start:end] for start, end in paragraphs] or [text])
    beside = Both("tên tệp, số hoặc trích yếu", "file name, number or subject")
    problems += [replace(problem, where=beside) for problem in gate_problems([filename, number, title])]
    if problems:
        raise Refusal(problems)


def _existing(issuer: Body, received: _Received) -> Source | None:
    same = Source.objects.filter(issuer=issuer, sha256=received.identity["sha256"])
    if Tombstone.objects.filter(source__in=same).exists():
        raise Refusal(
            [
                Problem(
                    "NGUON-110",
                    received.filename,
                    received.identity["sha256"][:12],
                    Both("bản khác, đã lược bỏ", "another, redacted copy"),
                    Both("nộp bản đã lược bỏ phần phải hủy", "send a copy without what had to be destroyed"),
                    "Bản gốc này đã được hủy theo quyết định, không nhận lại",
                    "This original was destroyed by decision and is not taken again",
                )
            ]
        )
    return same.filter(text_sha256=received.identity["text_sha256"]).first()


def _keep(by: User, issuer: Body, received: _Received) -> Source:
    """Files first, rows after: a row always has its files, a crash between leaves files that no key opens."""
    store = queries.store()
    name, key = store.new_name(), store.new_key()
    store.write(name, "content", received.content, key)
    store.write(name, "text", received.text, key)
    try:
        with transaction.atomic():
            source = Source.objects.create(
                **received.identity,
                kind=received.kind,
                filename=received.filename,
                media_type=received.media_type,
                size=len(received.content),
                issuer=issuer,
                number=received.number,
                title=received.title,
                issued_on=received.issued_on,
                is_illustration=received.is_illustration,
                received_at=timezone.now(),
                received_by=by,
                storage_name=name,
            )
            SourceKey.objects.create(source=source, wrapped=store.wrap(key, name))
    except IntegrityError:
        # Somebody kept the same bytes between our look and our write.
        store.remove(name)
        existing = _existing(issuer, received)
        if existing is None:
            raise
        return existing
    return source


@transaction.atomic
def source_destroy(*, by: User, source: Source, reason: str) -> Tombstone:
    """Destroy an original for good: its key, then its files. Hash, tombstone and masked sentences stay.

    By an approver of the issuer or of a body above. NotAllowed NGUON-302, Refusal NGUON-111 without a reason; said
    again, the tombstone that is there.
    """
    if by.role != "approver" or not policies.may_open(by, source.issuer):
        raise _not_allowed("NGUON-302", "hủy bản gốc", "destroy originals")
    said = squeeze(reason)[:300]
    if not said:
        raise Refusal.of(
            "NGUON-111",
            Both("bản gốc", "original"),
            read="",
            expected=Both("lý do hủy", "a reason"),
            todo=Both("ghi lý do rồi thử lại", "give a reason and try again"),
            vi="hủy bản gốc phải có lý do",
            en="an original is not destroyed without a reason",
        )
    stone, created = Tombstone.objects.get_or_create(
        source=source, defaults={"destroyed_at": timezone.now(), "destroyed_by": by, "reason": masked(said)}
    )
    if created:
        # Overwritten before it is deleted, because databases leave deleted rows in their pages for a while.
        SourceKey.objects.filter(source=source).update(wrapped=secrets.token_bytes(64))
        SourceKey.objects.filter(source=source).delete()
        transaction.on_commit(lambda: queries.store().remove(source.storage_name))
    return stone


def excerpt_keep(*, source: Source, start: int, end: int, paragraph: int) -> Excerpt:
    """Keep one confirmed sentence text[start:end], masked; kept once. For several use `excerpts_keep`."""
    return excerpts_keep(source=source, sentences=[(start, end, paragraph)])[0]


@transaction.atomic
def excerpts_keep(*, source: Source, sentences: Iterable[tuple[int, int, int]]) -> list[Excerpt]:
    """Keep confirmed sentences, (start, end, paragraph number from 1) each, masked as their paragraphs are.

    A sentence that is kept already stays as it is. ValueError for offsets outside the text. Nobody is asked `by`:
    the caller decides what was confirmed, and what is kept shows no person.
    """
    wanted = sorted(set(sentences))
    held = queries.text_unmasked_for_reading(source)
    for start, end, _ in wanted:
        if not 0 <= start < end <= len(held.text):
            raise ValueError(f"no sentence {start}-{end} in a text of {len(held.text)} characters")
    rows = [
        Excerpt(source=source, start=start, end=end, paragraph=paragraph, text=_masked_part(held, start, end))
        for start, end, paragraph in wanted
    ]
    Excerpt.objects.bulk_create(rows, ignore_conflicts=True)
    places = {(start, end) for start, end, _ in wanted}
    kept = Excerpt.objects.filter(source=source, start__in={start for start, _ in places}).order_by("start", "end")
    return [excerpt for excerpt in kept if (excerpt.start, excerpt.end) in places]


def _masked_part(held: queries.SourceText, start: int, end: int) -> str:
    """text[start:end], masked with the whole of its paragraphs in view: a title may stand before the sentence."""
    around = [p for p in held.paragraphs if p[0] < end and p[1] > start] or [(start, end)]
    first, last = min(start, around[0][0]), max(end, around[-1][1])
    return masked(held.text[first:last])[start - first : end - first]


def orphans_remove(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete files that no original names, left by a crash; gives their number. Younger ones may still be arriving."""
    limit = timezone.now().timestamp() - older_than.total_seconds()
    known = set(Source.objects.filter(pk__in=SourceKey.objects.values("source")).values_list("storage_name", flat=True))
    removed = 0
    for path in queries.store().orphans(known):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _not_allowed(code: str, vi: str, en: str) -> NotAllowed:
    return NotAllowed(
        [
            Problem(
                code,
                Both("bản gốc", "original"),
                "",
                Both("tài khoản của cơ quan ban hành hoặc cấp trên", "an account of the issuer or of a body above"),
                Both("đề nghị cơ quan ban hành", "ask the body that issued it"),
                f"tài khoản này không được {vi}",
                f"this account may not {en}",
            )
        ]
    )
