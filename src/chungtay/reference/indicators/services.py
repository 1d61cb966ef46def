"""Bringing the reviewed catalogue into the database."""

from django.db import transaction

from chungtay.kernel.errors import Refusal
from chungtay.reference.indicators import queries
from chungtay.reference.indicators.catalogue import Definition, catalogue, catalogue_digest, validate
from chungtay.reference.indicators.models import Indicator

_COPIED = (
    "name_vi",
    "name_en",
    "unit_vi",
    "unit_en",
    "nature",
    "over_places",
    "over_time",
    "breakdown",
    "may_target",
    "may_rank",
    "public_floor",
    "public_period",
    "threshold",
    "rounding",
)


@transaction.atomic
def catalogue_load() -> int:
    """Every indicator of the catalogue gets or keeps its row; gives their number.

    May be run again at any time. Rows keep their ids, for figures point at them; an indicator that left the
    catalogue keeps its row. Refusal with all mistakes (DANHMUC-001) when the catalogue is not fit for use.
    """
    if problems := validate():
        raise Refusal(problems)
    rows = [_row(definition) for definition in catalogue().values()]
    Indicator.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=[*_COPIED, "catalogue_digest"]
    )
    transaction.on_commit(queries.forget_ids)
    queries.forget_ids()
    return len(rows)


def _row(definition: Definition) -> Indicator:
    copied = {name: getattr(definition, name) for name in _COPIED}
    return Indicator(code=definition.code, catalogue_digest=catalogue_digest(), **copied)
