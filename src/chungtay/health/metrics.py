"""Numbers for Prometheus, in its text format: how each check stands, and a few sizes and ages.

Off until CHUNGTAY_METRICS_TOKEN is set. No figure of a report and no name is among them; how long pages took stands in
the web server in front, which sees every process.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare

from chungtay.health import marks
from chungtay.health.queries import State, examined
from chungtay.ledger import queries as ledger
from chungtay.results.warehouse import queries as warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def is_allowed(authorization: str) -> bool:
    """Whether the header bears the token; nobody's does while none is set."""
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(authorization, f"Bearer {token}")


def exposed() -> str:
    """Everything that is measured, one number a line."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    order = list(State)
    yield from _head("chungtay_check_state", "How a check stands: 0 ok, 1 note, 2 warning, 3 failed.")
    for finding in examined(is_thorough=False):
        yield f'chungtay_check_state{{check="{finding.code}"}} {order.index(finding.state)}'
    for name, told, value in _numbers():
        yield from _head(name, told)
        yield f"{name} {value:.0f}"


def _numbers() -> Iterator[tuple[str, str, float]]:
    from django_tasks_db.models import DBTaskResult

    yield "chungtay_ledger_transactions", "Number of the ledger's last transaction.", ledger.transaction_now()
    yield "chungtay_chain_links", "Links of the chain.", ledger.chain_head()[0]
    latest = warehouse.generation_latest()
    yield (
        "chungtay_generation_transactions",
        "Last transaction that the warehouse holds.",
        latest.transaction_number if latest else 0,
    )
    yield "chungtay_tasks_waiting", "Tasks that wait.", DBTaskResult.objects.filter(status="READY").count()
    yield "chungtay_disk_free_bytes", "Room where the data stand.", shutil.disk_usage(settings.DATA_DIR).free
    for name in (marks.WORKER, marks.BACKUP, marks.VERIFIED):
        mark = marks.mark_get(name)
        if mark is not None:
            yield f"chungtay_{name}_age_seconds", f"Since the last {name} of this machine.", mark.age_seconds


def _head(name: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
