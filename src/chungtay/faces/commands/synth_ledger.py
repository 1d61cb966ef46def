"""A small invented nation in the ledger itself: bodies, monthly reports in bulk, decisions, corrections, a generation.

Two years around the reform of 2025: the old communes report until it, those that took their land from it on. All
batches bear the mark of an illustration. When they arrived cannot be invented: the ledger writes its own time.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Final

from chungtay.faces.commands.demo.cast import PASSWORD
from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.bulk import NewBatch, batches_append
from chungtay.ledger.services import decisions_append
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.forms.asking import period_asked
from chungtay.reference.forms.queries import form_get, form_items
from chungtay.reference.forms.services import obligations_for_places
from chungtay.reference.places.queries import place_get, places_in
from chungtay.results.warehouse.services import generation_build
from chungtay.results.warehouse.synth.nation import FORM, Nation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.types import ItemFacts
    from chungtay.reference.places.models import Place

MONTHS: Final = tuple(decree_month(year, month) for year in (2024, 2025) for month in range(1, 13))
REFORM, LAST = date(2025, 7, 1), date(2025, 6, 30)
ARRIVING, CORRECTED, ABSENT = 0.94, 0.03, 0.003
AT_ONCE: Final = 200
WITHIN: Final = {
    "tips.useful": "tips.received",
    "mediation.cases_conducted": "mediation.cases_received",
    "mediation.cases_successful": "mediation.cases_conducted",
}
"""Counts that are never larger than another of the same report."""


def ledger_fill(nation: Nation, *, by: User, approver: User, progress: Callable[[int, int], None]) -> int:
    """Lay about as many figures down, approve them, and build the generation; gives how many there are."""
    form = form_get(FORM)
    items = form_items(form)
    drawing = Drawing(nation, items)
    bodies = _bodies(nation.figures // len(items), by.body)
    for valid_to in (LAST, None):
        owing = {body.place: body for body in bodies if body.place.valid_to == valid_to}
        since = MONTHS[0].start if valid_to else REFORM
        obligations_for_places(form=form, places=owing, valid_from=since, valid_to=valid_to)
    reports = [(body, period) for period in MONTHS for body in bodies if _reports(body.place, period)]
    count = 0
    stream = iter(reports)
    while some := list(islice(stream, AT_ONCE)):
        arrived = [drawn for drawn in some if drawing.chance("arrives", *drawn) < ARRIVING]
        wrong = [drawn for drawn in arrived if drawing.chance("again", *drawn) < CORRECTED]
        for version, chosen in enumerate((arrived, wrong)):
            new = [
                NewBatch(body, form, body.place, period, drawing.claims(body, period, version), is_illustration=True)
                for body, period in chosen
            ]
            count += _sent(new, by, approver)
        progress(min(len(reports), count // len(items)), len(reports))
    generation_build()
    return count


def _sent(batches: list[NewBatch], by: User, approver: User) -> int:
    if not batches:
        return 0
    made = batches_append(by=by, batches=batches)
    decisions_append(by=by, batches=made, kind=DecisionKind.SUBMITTED)
    decisions_append(by=approver, batches=made, kind=DecisionKind.APPROVED)
    return sum(batch.figure_count for batch in made)


def _reports(place: Place, period: Period) -> bool:
    """A commune reports of the months on whose last day it was in force."""
    return (place.valid_from or date.min) <= period.end <= (place.valid_to or date.max)


def accounts() -> tuple[User, User]:
    """Of one invented office at the centre: who reports, and who approves."""
    vi, en, country = "Cơ quan minh họa ở trung ương", "Invented office at the centre", place_get("vn")
    body = body_create(code="MINH-HOA", name_vi=vi, name_en=en, line="police", level="centre", place=country)
    return _account("reporter", body), _account("approver", body)


def _account(role: str, body: Body) -> User:
    return account_create(
        username=f"minhhoa.{role}",
        password=PASSWORD,
        display_name="Tài khoản minh họa",
        body=body,
        role=role,
        weak_password_ok=True,
    )


def _bodies(reports: int, centre: Body) -> list[Body]:
    """A body for each commune of today, in order of keys, and for the old ones that went into it, until they report
    as often as asked."""
    places = list(places_in(place_get("vn")))
    old: dict[int, list[Place]] = {}
    for place in places:
        if place.level == "commune" and place.valid_to == LAST and place.home_commune_id not in (None, place.pk):
            old.setdefault(place.home_commune_id or 0, []).append(place)
    found: list[Body] = []
    for place in places:
        if reports <= 0:
            break
        if place.level == "commune" and place.valid_to is None:
            for unit in (*old.get(place.pk, ()), place):
                found.append(_body(unit, centre))
                reports -= sum(_reports(unit, period) for period in MONTHS)
    return found


def _body(place: Place, centre: Body) -> Body:
    code = f"MH-{place.key.replace('@', '-').upper()}"
    vi, en = f"Công an {place.full_name} (minh họa)", f"Police of {place.full_name} (invented)"
    return body_create(code=code, name_vi=vi, name_en=en, line="police", level="commune", place=place, parent=centre)


class Drawing:
    """What the communes say, by chance."""

    def __init__(self, nation: Nation, items: tuple[ItemFacts, ...]) -> None:
        self.nation, self.items = nation, items
        self.scales = {series.indicator: series.scale for series in nation.series() if not series.cell}

    def chance(self, purpose: str, body: Body, period: Period) -> float:
        """A number from 0 up to 1, always the same for a body and period."""
        return self.nation.chance(f"{purpose} {body.place.key} {period}")

    def claims(self, body: Body, period: Period, version: int) -> list[Claim]:
        """Every row of the form; a second version states some of them differently."""
        chance = Random(self.nation.salt(f"count {body.place.key} {period}"))  # noqa: S311 - nothing is kept secret by it
        usual = (0.4 + 3.2 * self.nation.chance(f"size {body.place.key}")) * (1 + 0.2 * (period.end.month % 6 - 3) / 3)
        said: dict[tuple[str, str], int] = {}
        for item in self.items:
            most = said.get((item.indicator if item.cell else WITHIN.get(item.indicator, ""), ""))
            mean = usual * self.scales.get(item.indicator, 3.0)
            drawn = max(0, round(chance.gauss(mean, mean**0.5))) if most is None else round(most * chance.random() / 3)
            said[item.indicator, item.cell] = drawn if mean < 1e6 else drawn // 100_000 * 100_000
        if version:
            first = next(iter(said))
            said[first] += 1 + said[first] // 10
        return [claim for item in self.items for claim in self._claim(chance, item, body.place, period, said)]

    def _claim(
        self, chance: Random, item: ItemFacts, place: Place, period: Period, said: dict[tuple[str, str], int]
    ) -> Iterator[Claim]:
        asked = period_asked(item.indicator, period)
        if chance.random() < ABSENT:
            yield Claim(item.indicator, place.pk, asked, absence=Absence.NOT_REPORTED, cell=item.cell)
        else:
            number = Quantity.read(said[item.indicator, item.cell])
            yield Claim(item.indicator, place.pk, asked, number, cell=item.cell)
