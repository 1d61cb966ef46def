"""Transactions of an invented past, so that an invented nation can be asked as it was known on a day."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from chungtay.kernel.errors import Both, Refusal
from chungtay.ledger.models import Transaction
from chungtay.ledger.transactions import transaction_now

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User


@transaction.atomic
def transactions_invent(*, by: "User", moments: Sequence[datetime]) -> None:
    """Number the moments, in order, as transactions without batches. Real ones may follow.

    Refusal SOCAI-020 where the ledger holds anything or the machine is in service: its times are never invented.
    """
    if transaction_now() or not settings.DEMO:
        raise Refusal.of(
            "SOCAI-020",
            Both("sổ cái", "ledger"),
            read=str(transaction_now()),
            expected="0",
            todo=Both("dùng thư mục dữ liệu mới", "use a new data folder"),
            vi="chỉ sổ cái trống của bản minh họa nhận thời điểm giả định",
            en="only the empty ledger of a demonstration takes invented times",
        )
    rows = [Transaction(number=n, recorded_at=moment, recorded_by=by) for n, moment in enumerate(moments, 1)]
    Transaction.objects.bulk_create(rows, batch_size=1000)
