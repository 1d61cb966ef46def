"""Many batches in one writing: one transaction of the ledger, one look at versions, one COPY of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from chungtay.ledger.canonical import lines_digest
from chungtay.ledger.claims import check_not_empty
from chungtay.ledger.models import Batch
from chungtay.ledger.plain import Drawn, Moulds
from chungtay.ledger.services import (
    NewBatch,
    batch_head,
    batch_header,
    batch_write,
    claims_guarded,
    transaction_open,
)
from chungtay.ledger.types import BatchKey
from chungtay.ledger.writing import plain_insert, takes_text
from chungtay.reference.places.queries import place_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import User

__all__ = ["NewBatch", "batches_append"]


@transaction.atomic
def batches_append(*, by: User, batches: Sequence[NewBatch]) -> list[Batch]:
    """Record many batches, each as the next version of its key, in the order given; all of them or none.

    Rows and digests are those that `services.batch_append` gives one by one; refusals, too, for the first batch that is
    refused. Some hundred batches to a call: other writers of the ledger wait meanwhile.
    """
    moulds = Moulds(place_keys({claim.place_id for new in batches for claim in new.claims}), as_text=takes_text())
    drawn: list[Drawn | list[Claim]] = []
    for new in batches:
        check_not_empty(new.claims, has_source=new.source is not None)
        drawn.append(moulds.drawn(new.claims) or claims_guarded(new.claims))
    opened = transaction_open(by)
    versions = list(_versions(batches))
    made: list[Batch] = []
    plain: list[tuple[Batch, Drawn]] = []
    for new, figures, version in zip(batches, drawn, versions, strict=True):
        batch = batch_head(new, opened=opened, version=version)
        if isinstance(figures, Drawn):
            batch.digest = lines_digest(batch_header(batch, new), figures.lines)
            plain.append((batch, figures))
        made.append(batch)
    Batch.objects.bulk_create([batch for batch, _ in plain], batch_size=500)
    plain_insert((batch.pk, figures.rows) for batch, figures in plain)
    return [
        batch if isinstance(figures, Drawn) else batch_write(new, figures, opened=opened, version=batch.version)
        for new, figures, batch in zip(batches, drawn, made, strict=True)
    ]


def _versions(batches: Sequence[NewBatch]) -> Iterable[int]:
    """The version of each: one more than the last of its key, those before it in this writing counted."""
    keys = {new.key for new in batches}
    about = Batch.objects.filter(
        place__in={key.place_id for key in keys},
        body__in={key.body_id for key in keys},
        form__in={key.form_id for key in keys},
    )
    found = about.values_list(*BatchKey._fields).annotate(last=Max("version"))
    last = {BatchKey(*row[:6]): row[6] for row in found}
    for new in batches:
        last[new.key] = last.get(new.key, 0) + 1
        yield last[new.key]
