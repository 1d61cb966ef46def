"""An upload of many workbooks as it stands in the tables: begun, gone on with, each file settled once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.intake.models import Draft, DraftCell, Origin, Upload, UploadedFile
from chungtay.gathering.intake.uploads.refusals import problem
from chungtay.kernel.errors import Both, NotAllowed, Problem, side
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.queries import Role
from chungtay.reference.places.queries import Stating
from chungtay.reference.sources.gate import MARK
from chungtay.reference.sources.masking import filename_masked, masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from chungtay.gathering.intake.models import Layout, ReportReading
    from chungtay.gathering.intake.uploads.listing import Listed
    from chungtay.ledger.types import BatchKey
    from chungtay.reference.actors.models import User
    from chungtay.reference.sources.models import Source

WAITING, SENT, READ, KNOWN, REFUSED = "waiting", "sent", "read", "known", "refused"
MOST_PROBLEMS = 200
"""Kept of one file; who has mended two hundred cells sends it again anyway."""


@dataclass
class Settled:
    """What became of one file. `problems` of a file that was sent are what it did not take, and why."""

    file: UploadedFile
    state: str
    problems: list[Problem] = field(default_factory=list)
    figures: int = 0
    source: Source | None = None
    reading: ReportReading | None = None


@transaction.atomic
def upload_begin(
    *, by: User, name: str, files: Sequence[Listed], layout: Layout | None = None, is_new: bool = False
) -> Upload:
    """The open upload of this name by this account, or a new one, with these files in it, known by their hash.

    A file whose content changed since it was refused, or while it waited, is read again. NotAllowed GOI-201 for any
    account that does not report.
    """
    if by.role != Role.REPORTER:
        raise _not_allowed()
    shown = filename_masked(squeeze(name))[-200:]
    same = Upload.objects.filter(begun_by=by, name=shown, layout=layout, ended_at=None)
    upload = None if is_new else same.order_by("-pk").first()
    if upload is None:
        upload = Upload.objects.create(name=shown, begun_at=timezone.now(), begun_by=by, layout=layout)
    files_follow(upload, files, Stating(by.body.place, timezone.localdate()))
    return upload


def _shown(name: str, stating: Stating) -> str:
    """The name of a file with names of persons hidden, but for that of the one place of the territory that it states.

    Without marks a commune's name looks like a person's ('Xa Hoa Binh'): its letters are kept, in lower case.
    """
    shown = filename_masked(squeeze(name))
    if MARK in shown and (at := stating.spot(squeeze(name))) is not None:
        whole = squeeze(name)
        shown = filename_masked(whole[: at[0]] + whole[slice(*at)].lower() + whole[at[1] :])
    return shown


def files_follow(upload: Upload, files: Sequence[Listed], stating: Stating) -> None:
    there = list(UploadedFile.objects.filter(upload=upload).order_by("pk"))
    by_hash = {row.sha256: row for row in there if row.sha256}
    by_name = {row.name: row for row in there}
    names = set(by_name)
    listed: set[int] = set()
    new: list[UploadedFile] = []
    for file in files:
        known = by_hash.get(file.sha256) if file.problem is None else None
        base = _shown(file.name, stating)[-240:]
        old = by_name.get(base)
        if known is None and old is not None and old.pk not in listed and old.state in (WAITING, REFUSED):
            old.sha256, old.state = file.sha256, REFUSED if file.problem else WAITING
            old.problems = [stored(file.problem)] if file.problem else []
            old.save(update_fields=["sha256", "state", "problems"])
            known = old
        if known is not None:
            listed.add(known.pk)
            continue
        own = _free_name(base, names)
        names.add(own)
        problems = [stored(file.problem)] if file.problem else []
        state = REFUSED if problems else WAITING
        new.append(UploadedFile(upload=upload, name=own, sha256=file.sha256, state=state, problems=problems))
    for row in there:
        if row.pk not in listed and row.state == WAITING:
            row.state, row.problems = REFUSED, [stored(problem("GOI-108", row.name))]
            row.save(update_fields=["state", "problems"])
    UploadedFile.objects.bulk_create(new, batch_size=500)


def _free_name(base: str, names: set[str]) -> str:
    """The name, numbered where another file has it already: masking may make two names one."""
    number, name = 1, base
    while name in names:
        number += 1
        name = f"{base} ({number})"
    return name


def files_lock(ids: Iterable[int]) -> set[int]:
    """Which of the files still wait, locked until the transaction ends: nobody else settles them meanwhile."""
    rows = UploadedFile.objects.select_for_update().filter(pk__in=list(ids), state=WAITING)
    return set(rows.values_list("pk", flat=True))


def files_settle(settled: Iterable[Settled]) -> None:
    """Write down what became of files."""
    rows = []
    for one in settled:
        row = one.file
        row.state, row.source, row.reading, row.figures = one.state, one.source, one.reading, one.figures
        row.problems = [stored(found) for found in one.problems[:MOST_PROBLEMS]]
        rows.append(row)
    UploadedFile.objects.bulk_update(rows, ["state", "source", "reading", "figures", "problems"], batch_size=100)


def upload_end(upload: Upload) -> None:
    """Every file is settled."""
    upload.ended_at = timezone.now()
    upload.save(update_fields=["ended_at"])


def drafts_pass(keys: Iterable[BatchKey]) -> None:
    """Set aside the open drafts of reports that go up from workbooks and in which nobody has written anything yet."""
    ids = [pk for key, pk in _open_drafts(keys).items() if key not in drafts_written(keys)]
    Draft.objects.filter(pk__in=ids).update(discarded_at=timezone.now())


def drafts_written(keys: Iterable[BatchKey]) -> set[BatchKey]:
    """The reports that somebody is filling in on the screen: in their open draft a cell was written."""
    drafts = _open_drafts(keys)
    touched = DraftCell.objects.filter(draft__in=drafts.values(), origin__in=[Origin.TYPED, Origin.WORKBOOK])
    written = set(touched.values_list("draft_id", flat=True))
    return {key for key, pk in drafts.items() if pk in written}


def _open_drafts(keys: Iterable[BatchKey]) -> dict[BatchKey, int]:
    wanted = set(keys)
    if not wanted:
        return {}
    found = Draft.objects.filter(
        batch=None,
        discarded_at=None,
        body__in={key.body_id for key in wanted},
        place__in={key.place_id for key in wanted},
    )
    kind = next(iter(wanted)).__class__
    drafts = {kind(*row[1:]): row[0] for row in found.values_list("pk", *kind._fields)}
    return {key: pk for key, pk in drafts.items() if key in wanted}


def stored(found: Problem) -> dict[str, Any]:
    """A problem as it is kept: both languages, and nothing repeated that may name somebody.

    What was typed into a cell (NHAP-1xx) is not kept at all: who reads of it has the cell before them.
    """
    typed = found.code.startswith("NHAP-1") and not isinstance(found.read, Both)
    texts = {"where": found.where, "read": "" if typed else found.read, "expected": found.expected, "todo": found.todo}
    told = {name: {at: _unnamed(text, at) for at in ("vi", "en")} for name, text in texts.items()}
    return {"code": found.code, **told, "message": {"vi": found.message_vi, "en": found.message_en}}


def _unnamed(text: str, language: str) -> str:
    said = side(text, language)
    return said if isinstance(text, Both) or not said else masked(said)


def told(kept: Mapping[str, Any]) -> Problem:
    """The problem again."""
    texts = {name: _of_both(**kept[name]) for name in ("where", "read", "expected", "todo")}
    return Problem(kept["code"], **texts, message_vi=kept["message"]["vi"], message_en=kept["message"]["en"])


def _of_both(vi: str, en: str) -> str:
    return vi if vi == en else Both(vi, en)


def _not_allowed() -> NotAllowed:
    return NotAllowed.of(
        "GOI-201",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản báo cáo", "a reporter's account"),
        todo=Both("Chuyển cho người lập báo cáo", "Leave it to the reporter"),
        vi="Tài khoản này không gửi báo cáo",
        en="This account does not report",
    )
