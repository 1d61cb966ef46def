"""Freezing: all that a review may print, copied into one canonical file under one digest, and read from it alone."""

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.periods import Period
from chungtay.kernel.quantities import Total
from chungtay.ledger import queries as ledger
from chungtay.results.warehouse import reference_engine
from chungtay.results.warehouse.codec import canonical, read
from chungtay.results.warehouse.collecting import Content, collect
from chungtay.results.warehouse.facts import Fact, PlaceNode, Receipt, Rule, World, attestation_rank
from chungtay.results.warehouse.folders import folder_publish
from chungtay.results.warehouse.loading import (
    due_after,
    total_of,
)
from chungtay.results.warehouse.models import Snapshot
from chungtay.results.warehouse.questions import Question, Row
from chungtay.results.warehouse.snapshot_files import FILE, snapshot_fetch, snapshot_share, snapshots_folder
from chungtay.results.warehouse.types import (
    BatchFacts,
    FigureFacts,
    SnapshotFacts,
)

if TYPE_CHECKING:
    from chungtay.gathering.programmes.models import Programme
    from chungtay.reference.actors.models import User
    from chungtay.reference.places.models import Place


@transaction.atomic
def snapshot_freeze(*, by: "User", programme: "Programme", place: "Place", period: Period) -> Snapshot:
    """Copy what the ledger knows now of a place's territory and a period, with its evidence, under one digest.

    Frozen again at the same transaction on the same day it is the same snapshot. Who may freeze is for the caller
    to say.
    """
    content = collect(programme, place, period, ledger.transaction_now())
    text = canonical(content)
    digest = sha256(text).hexdigest()
    code = f"S{content.transaction_number}-{digest[:8]}"
    if (known := Snapshot.objects.filter(code=code, digest=digest).first()) is not None:
        return known
    if not (snapshots_folder() / code).exists():
        folder_publish(snapshots_folder(), code, lambda folder: _write(folder / FILE, text))
    transaction.on_commit(lambda: snapshot_share(code))
    return Snapshot.objects.create(
        code=code,
        programme=programme,
        place=place,
        start=period.start,
        end=period.end,
        transaction_number=content.transaction_number,
        folder=code,
        digest=digest,
        created_at=timezone.now(),
        created_by=by,
    )


def _write(path: Path, text: bytes) -> None:
    path.write_bytes(text)


def content_of(snapshot: Snapshot) -> Content:
    """The frozen content, checked against the digest. Refusal KHO-003: the file is gone; KHO-004: it was changed; where
    it is fetched from the shared store, KHO-060 and KHO-061."""
    path = snapshots_folder() / snapshot.folder / FILE
    if not path.exists():
        snapshot_fetch(snapshot)
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise _broken("KHO-003", snapshot, "không còn tệp của bản chốt", "the snapshot's file is gone") from None
    if sha256(text).hexdigest() != snapshot.digest:
        raise _broken("KHO-004", snapshot, "tệp của bản chốt đã bị thay đổi", "the snapshot's file was changed")
    found: Content = read(Content, json.loads(text))
    return found


def facts_of(snapshot: Snapshot) -> SnapshotFacts:
    """A snapshot in memory, for reviews."""
    content = content_of(snapshot)
    return SnapshotFacts(
        code=snapshot.code,
        place=content.place,
        period=content.period,
        transaction_number=content.transaction_number,
        digest=snapshot.digest,
        frozen_at=snapshot.created_at,
        programme=content.programme,
        places={item.key: item for item in content.places},
        indicators={item.code: item for item in content.indicators},
        sources={item.id: item for item in content.sources},
        batches={item.id: item for item in content.batches},
        figures={item.id: item for item in content.figures},
        cells={cell: (vi, en) for cell, vi, en in content.cells},
        ask=Asker(content),
    )


class Asker:
    """Answers questions from a frozen content alone, with the plain engine."""

    def __init__(self, content: Content) -> None:
        self._transaction = content.transaction_number
        self._world = world_of(content)

    def __call__(self, question: Question) -> list[Row]:
        """The rows. Refusal KHO-005 for a place or indicator that is not in the snapshot, or for another past."""
        unknown = [code for code in question.indicators if code not in self._world.rules]
        if question.place not in self._world.places:
            unknown.append(question.place)
        if question.as_known_at is not None and question.as_known_at < self._transaction:
            unknown.append(str(question.as_known_at))
        if unknown:
            raise Refusal.of(
                "KHO-005",
                Both("bản chốt", "snapshot"),
                read=", ".join(unknown),
                expected=Both("địa bàn, chỉ tiêu của bản chốt", "a place and indicators of the snapshot"),
                todo=Both("hỏi số liệu hiện hành", "ask the live figures"),
                vi="bản chốt không có điều được hỏi",
                en="the snapshot does not hold what was asked",
            )
        return reference_engine.answer(self._world, question)


def world_of(content: Content) -> World:
    """The neutral facts of a frozen content. All of it counts: superseded figures were never copied."""
    batches = {batch.id: batch for batch in content.batches}
    return World(
        places={
            item.key: PlaceNode(
                item.key, item.level, item.parent or None, item.valid_from, item.valid_to, item.home_commune or None
            )
            for item in content.places
        },
        rules={
            item.code: Rule(
                item.code,
                item.over_places,
                item.over_time,
                item.leads,
                item.numerator,
                item.denominator,
                frozenset(item.forms),
            )
            for item in content.indicators
        },
        facts=tuple(_fact(figure, batches[figure.batch_id]) for figure in content.figures),
        duties=content.duties,
        receipts=tuple(Receipt(item.id, item.form, item.place, item.period) for item in content.batches),
        today=content.frozen_on,
        due=due_after(content.holidays),
    )


def _fact(figure: FigureFacts, batch: BatchFacts) -> Fact:
    of = figure.quantity.of if figure.quantity else None
    return Fact(
        id=figure.id,
        indicator=figure.indicator,
        place=figure.place,
        period=figure.period,
        quantity=total_of(figure.quantity),
        absence=figure.absence,
        cell=figure.cell,
        status=figure.status,
        denominator=Total(of, of, of) if of is not None else None,
        members=figure.members,
        batch=figure.batch_id,
        rank=attestation_rank(batch.line, about_own_place=batch.place == figure.place),
    )


def _broken(code: str, snapshot: Snapshot, vi: str, en: str) -> Refusal:
    return Refusal.of(
        code,
        Both(f"bản chốt {snapshot.code}", f"snapshot {snapshot.code}"),
        read=snapshot.folder,
        expected=snapshot.digest,
        todo=Both("khôi phục thư mục kho từ bản sao lưu", "restore the warehouse folder from the backup"),
        vi=vi,
        en=en,
    )
