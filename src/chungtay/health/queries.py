"""Everything that is looked at, in the order in which one would mend it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chungtay.health import anchoring, data, machine, surroundings
from chungtay.health.findings import Finding, State, looked_at, worst

if TYPE_CHECKING:
    from collections.abc import Callable

    from chungtay.kernel.errors import Both

__all__ = ["Finding", "State", "examined", "is_ready", "worst"]

Check = tuple[str, "Both", "Callable[[], Finding]"]


def _checks(*, is_thorough: bool) -> list[Check]:
    return [
        ("settings", surroundings.SETTINGS, surroundings.configured),
        ("secrets", surroundings.SECRETS, surroundings.secrets_kept),
        ("database", data.DATABASE, data.database),
        ("schema", data.SCHEMA, data.schema),
        ("catalogue", data.CATALOGUE, data.catalogue),
        ("disk", machine.DISK, machine.disk),
        ("writable", machine.WRITABLE, machine.writable),
        ("clock", machine.CLOCK, machine.clock),
        ("clock-beside", data.CLOCK, data.clock_beside),
        ("chain", data.CHAIN, partial(data.chain, is_whole=is_thorough)),
        ("audit", anchoring.ENTRIES, anchoring.audit_end),
        ("origins", data.ORIGINS, data.origins),
        ("warehouse", data.WAREHOUSE, data.laid_down),
        ("snapshots", data.SNAPSHOTS, data.frozen),
        ("worker", machine.WORKER, machine.worker),
        ("tasks", data.TASKS, data.tasks),
        ("backup", machine.BACKUP, machine.backup),
        ("mail", surroundings.MAIL, surroundings.mail),
        ("log-key", surroundings.PUBLISHING, surroundings.log_key),
        ("fonts", machine.FONTS, machine.fonts),
        ("old-word", machine.OLD_WORD, machine.old_word),
        ("scans", machine.SCANS, machine.scans),
    ]


def examined(*, is_thorough: bool) -> list[Finding]:
    """Every finding. Thorough: the whole chain is recomputed from all figures; else its last links alone."""
    return [looked_at(*check) for check in _checks(is_thorough=is_thorough)]


def is_ready() -> bool:
    """Whether pages can be answered: the database answers and is of this version."""
    return data.waiting_migrations() == 0
