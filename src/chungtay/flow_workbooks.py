"""The way of a workbook: each of its periods fills a draft, which then goes the way of every form (`flow_forms`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.flow_forms import draft_open
from chungtay.gathering.approval import policies
from chungtay.gathering.intake.workbooks import services as workbooks
from chungtay.gathering.intake.workbooks.services import Received
from chungtay.kernel.errors import Refusal
from chungtay.ledger import queries as ledger_queries
from chungtay.reference.actors.policies import reads_small_counts
from chungtay.reference.actors.queries import body_get
from chungtay.reference.sources import services as sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.gathering.intake.models import Layout
    from chungtay.gathering.intake.workbooks.reading import RowRead
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place


def workbook_receive(
    *,
    by: User,
    body: Body,
    content: bytes,
    filename: str,
    layout: Layout | None = None,
    place: Place | None = None,
    period: Period | None = None,
    is_illustration: bool = False,
) -> Received:
    """A workbook comes in: it is read in a guarded child, passes the gate, is kept encrypted, and fills a draft for
    each of its periods: of the body, or of that of its line for the place that the workbook states. Refusals
    BANGTINH-1xx and NGUON-1xx, and nothing is kept then; what is sent again is known."""
    policies.check_enter_for(by, body, body.place)
    heard = workbooks.workbook_hear(
        by=by, body=body, content=content, filename=filename, layout=layout, place=place, period=period
    )
    of = body if heard.body_code == body.code else body_get(heard.body_code)
    policies.check_enter_for(by, of, heard.place)
    with transaction.atomic():
        source = sources.source_receive(
            by=by,
            issuer=body,
            content=content,
            filename=filename,
            text=heard.text,
            paragraphs=heard.paragraphs,
            is_illustration=is_illustration,
        )
        if (known := workbooks.received_before(source, heard)) is not None:
            return known
        received = Received(source, heard)
        for asked, rows in heard.months:
            _month_fill(by, of, received, asked, rows)
        workbooks.check_anything_new(received)
        return received


def _month_fill(by: User, body: Body, received: Received, period: Period, rows: Sequence[RowRead]) -> None:
    """One period of a workbook into its draft; left alone where it says what was sent, or what waits for a decision."""
    form, place = received.heard.form, received.heard.place
    last = ledger_queries.batch_latest(body=body, form_code=form.code, place=place, period=period)
    if last is not None and reads_small_counts(by, body) and workbooks.says_the_same(last, form, rows):
        received.unchanged.append(period)
        return
    try:
        draft = draft_open(by=by, body=body, form_code=form.code, place=place, period=period)
    except Refusal as refusal:
        received.skipped.append((period, refusal))
        return
    workbooks.check_version(draft, form)
    received.filled.append(workbooks.draft_fill(by=by, draft=draft, source=received.source, rows=rows))
