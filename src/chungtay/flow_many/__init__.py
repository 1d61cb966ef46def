"""The same way for many workbooks at once: a folder or an archive of them becomes batches, checked and sent up.

upload = upload_begin(by=user, name="thang-11", files=listed(bundle, "thang-11"))
for progress in upload_go_on(by=user, upload=upload, read=reader(bundle, files)): …

Files go in groups, each in one transaction of the database: originals, batches, findings, decisions and what became of
each file come to stand together or not at all. So it may stop anywhere, and going on is doing the same again.

A file goes up whole or not at all, but for periods that say what was sent, or that wait for a decision. What must be
mended refuses it. Questions of the checks do not: nobody sits before three thousand workbooks to answer them, so the
approver finds them unexplained, as with narrative reports.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from chungtay.flow_many import looking, writing
from chungtay.flow_many.files import File, Work
from chungtay.gathering.intake.uploads import queries, services
from chungtay.gathering.intake.uploads.pool import Pool
from chungtay.gathering.intake.uploads.services import KNOWN, Settled
from chungtay.gathering.intake.workbooks.refusals import problem as workbook_problem
from chungtay.kernel.errors import Refusal
from chungtay.ledger import queries as ledger_queries
from chungtay.ledger.types import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.gathering.intake.uploads.listing import Bundle, Listed
    from chungtay.reference.actors.models import User

__all__ = ["GROUP", "Progress", "reader", "upload_begin", "upload_go_on"]

GROUP = 25
"""Files to a transaction: some three hundred batches. Other writers of the ledger wait that long."""

upload_begin = services.upload_begin


class Progress(NamedTuple):
    """How far it is after a group: files settled by now, of how many, and what became of those of the group."""

    settled: int
    files: int
    group: tuple[Settled, ...]


def reader(bundle: Bundle, files: Iterable[Listed]) -> Callable[[UploadedFile], bytes]:
    """How to read the files of an upload from the bundle that they were listed from; b"" for one that is gone."""
    keys = {file.sha256: file.key for file in files if file.problem is None}

    def read(file: UploadedFile) -> bytes:
        try:
            return bundle.read(keys[file.sha256])
        except (KeyError, OSError):
            return b""

    return read


def upload_go_on(
    *,
    by: User,
    upload: Upload,
    read: Callable[[UploadedFile], bytes],
    is_illustration: bool = False,
    group: int = GROUP,
) -> Iterator[Progress]:
    """Take up the files that still wait, a group at a time; yields after each. Stopped anywhere, it is gone on with by
    calling it again. The files of `read` are read by a few threads at once."""
    total = sum(queries.counts_of(upload)[state] for state in queries.STATES)
    known = _known_settle(by, queries.files_waiting(upload))
    waiting = queries.files_waiting(upload)
    settled = total - len(waiting)
    work = Work(by, upload, is_illustration)
    if known:
        yield Progress(settled, total, tuple(known))
    with Pool() as pool:
        parsed = pool.parsed(waiting, read)
        while some := list(islice(parsed, group)):
            with _uncollected():
                done = _group_take(work, [work.file_of(*one) for one in some])
            settled += len(some)
            yield Progress(settled, total, tuple(done))
    services.upload_end(upload)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No looking for cycles of dead objects: a group makes some hundred thousand objects, none of them in a cycle, and
    looking through them again and again took a third of the time. What else is dead is found between the groups."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@transaction.atomic
def _known_settle(by: User, waiting: Sequence[UploadedFile]) -> list[Settled]:
    """Files that came in before, all of them taken, are known by their hash and not read again; unless a report from
    them was withdrawn, which may be sent again."""
    before = queries.sent_before(by.body_id, [file.sha256 for file in waiting])
    batches = ledger_queries.batches_of_sources(before.values())
    states = ledger_queries.batch_statuses(batches)
    withdrawn = {source for pk, source in batches.items() if states.get(pk) is DecisionKind.WITHDRAWN}
    still = services.files_lock(file.pk for file in waiting if before.get(file.sha256, 0) not in {0} | withdrawn)
    told = [Settled(file, KNOWN, [workbook_problem("BANGTINH-120", file.name)]) for file in waiting if file.pk in still]
    services.files_settle(told)
    return told


def _group_take(work: Work, files: list[File]) -> list[Settled]:
    """Settle a group of files. Where others wrote the same reports meanwhile, it is looked at again."""
    for _ in range(5):
        latest = looking.looked_at(work, files)
        try:
            done = writing.group_write(work, files, latest)
        except Refusal as refusal:
            if len(files) > 1:
                return [one for file in files for one in _group_take(work, [file])]
            files[0].problems += refusal.problems
            continue
        if done is not None:
            return done
    raise RuntimeError("the ledger moved under five looks at a group of workbooks")
