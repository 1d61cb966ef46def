"""Putting an invented nation where questions are asked of it: the generation of a data folder of its own."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.ledger.invented import transactions_invent
from chungtay.ledger.queries import transaction_now
from chungtay.reference.indicators.queries import indicators_all
from chungtay.reference.places.queries import place_get, places_in_force
from chungtay.reference.places.services import villages_import
from chungtay.reference.places.units import COUNTRY_KEY, REFORM
from chungtay.results.warehouse.folders import folder_publish
from chungtay.results.warehouse.generations import generations_folder
from chungtay.results.warehouse.laying import sheets_lay
from chungtay.results.warehouse.loading import nodes_of, rules_of, world_of
from chungtay.results.warehouse.models import Generation
from chungtay.results.warehouse.native import cache_build
from chungtay.results.warehouse.synth.writing import nation_write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chungtay.reference.actors.models import User
    from chungtay.results.warehouse.synth.nation import Nation


def nation_found(
    nation: Nation, *, by: User, progress: Callable[[int, int], None] = lambda done, of: None
) -> Generation:
    """Make an invented nation the generation of this data folder, and its days the transactions of the ledger.

    Whatever interrupts it leaves nothing behind that is asked.

    Refusal SYNTH-002 where the ledger holds anything: invented and reported figures never stand side by side.
    SYNTH-001: more figures than such a nation has.
    """
    if transaction_now():
        raise _not_empty()
    places, rules = nodes_of(place_get(COUNTRY_KEY)), rules_of(item.code for item in indicators_all())
    villages = villages_found(nation)
    manifest: dict[str, int] = {}

    def write(folder: Path) -> None:
        made = nation_write(folder, nation, places=places, rules=rules, villages=villages, progress=progress)
        if made["counts"]["claims"] >= settings.WAREHOUSE_SHEETS_FROM:
            sheets_lay(folder, world_of(place_get(COUNTRY_KEY), rules))
        manifest.update(transaction=made["transaction"], claims=made["counts"]["claims"])

    name = f"{nation.figures:012d}-{secrets.token_hex(4)}"
    digest = folder_publish(generations_folder(), name, write)
    cache_build(generations_folder() / name, settings.WAREHOUSE_MEMORY)
    with transaction.atomic():
        transactions_invent(by=by, moments=moments(nation, manifest["transaction"]))
        return Generation.objects.create(
            transaction_number=manifest["transaction"],
            folder=name,
            figure_count=manifest["claims"],
            digest=digest,
            created_at=timezone.now(),
        )


@transaction.atomic
def villages_found(nation: Nation) -> list[str]:
    """Make the villages of a nation, so many in each commune of today, numbered; gives their keys."""
    if not nation.villages:
        return []
    names = "\n".join(f"Thôn {number}" for number in range(1, nation.villages + 1))
    communes = places_in_force(place_get(COUNTRY_KEY), level="commune", since=REFORM)
    made = (villages_import(commune=commune, text=names, valid_from=REFORM) for commune in communes)
    return [village.key for found in made for village in found]


def moments(nation: Nation, last: int) -> list[datetime]:
    """Noon of the days that the transactions of a nation stand for."""
    first = min(nation.months().values()).end
    noon = datetime.combine(first, time(12), timezone.get_current_timezone())
    return [noon + timedelta(days=number) for number in range(1, last + 1)]


def _not_empty() -> Refusal:
    return Refusal.of(
        "SYNTH-002",
        Both("sổ cái", "ledger"),
        read=str(transaction_now()),
        expected="0",
        todo=Both("chọn thư mục mới bằng --to", "choose a new folder with --to"),
        vi="nơi đã có số liệu thì không nhận số liệu minh họa",
        en="where there are figures no invented ones are laid",
    )
