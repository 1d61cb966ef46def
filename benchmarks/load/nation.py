"""What a month's end needs before it begins, in an empty database: 34 provinces' bodies with an approver each, 3,321
communes' bodies with a reporter each, what they owe, last month's reports, and a list of who will type what.

The units are real; every number is drawn by chance from a seed and marked as an illustration.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from chungtay.ledger.types import Claim
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.forms.types import ItemFacts

PASSWORD: Final = "thang-nay-nop-dung-han"
FORM: Final = "monthly-commune"
LAST, DUE = (2026, 10), (2026, 11)
AT_ONCE: Final = 200


@dataclass(frozen=True)
class Actor:
    """Somebody who will sign in: a commune's reporter with what she types by row of the form, or a province's desk."""

    username: str
    place: str
    typed: dict[str, str]


def lay(folder: Path, communes: int) -> dict[str, list[Actor]]:
    """Lay the nation into the database that the settings name; gives and keeps (`cast.json`) the people."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    import django

    django.setup()
    from chungtay.faces.commands.setup import prepare
    from chungtay.reference.places.queries import place_get, places_in

    prepare()
    inside = list(places_in(place_get("vn")))
    provinces = [place for place in inside if place.level == "province" and place.valid_to is None]
    units = [place for place in inside if place.level == "commune" and place.valid_to is None][:communes]
    centre = _body("TW-TAI", "centre", place_get("vn"), None)
    above = {place.pk: _body(f"TINH-{n}", "province", place, centre) for n, place in enumerate(provinces)}
    bodies = [_body(f"XA-{n}", "commune", place, above[_province_of(place, above)]) for n, place in enumerate(units)]
    reporters = _accounts("xa", bodies, "reporter")
    desks = _accounts("tinh", list(above.values()), "approver")
    typed = _owed_and_reported(bodies, reporters[0], desks[0])
    cast = {
        "reporters": [
            Actor(user.username, user.body.place.key, said) for user, said in zip(reporters, typed, strict=True)
        ],
        "desks": [Actor(user.username, user.body.place.key, {}) for user in desks],
    }
    kept = {group: [vars(actor) for actor in actors] for group, actors in cast.items()}
    (folder / "cast.json").write_text(json.dumps(kept), encoding="utf-8")
    return cast


def cast_of(folder: Path) -> dict[str, list[Actor]]:
    """The people of a nation that was laid."""
    kept = json.loads((folder / "cast.json").read_text(encoding="utf-8"))
    return {group: [Actor(**actor) for actor in actors] for group, actors in kept.items()}


def _province_of(place: Any, above: dict[int, Body]) -> int:
    while place.pk not in above:
        place = place.parent
    return int(place.pk)


def _body(code: str, level: str, place: Any, parent: Body | None) -> Body:
    from chungtay.reference.actors.services import body_create

    vi, en = f"Công an {place.full_name} (giả định)", f"Police of {place.full_name} (invented)"
    return body_create(code=code, name_vi=vi, name_en=en, line="police", level=level, place=place, parent=parent)


def _accounts(prefix: str, bodies: list[Body], role: str) -> list[User]:
    """One account a body, all with one password, hashed once: making 3,355 hashes would measure nothing."""
    from django.contrib.auth.hashers import make_password

    from chungtay.reference.actors.models import User
    from chungtay.reference.actors.services import account_create

    office: dict[str, Any] = {"password": None, "display_name": "Tài khoản giả định", "role": role}
    made = [account_create(username=f"{prefix}.{n}", body=body, **office) for n, body in enumerate(bodies)]
    User.objects.filter(pk__in=[user.pk for user in made]).update(password=make_password(PASSWORD))
    return made


def _owed_and_reported(bodies: list[Body], by: User, approver: User) -> list[dict[str, str]]:
    from chungtay.faces.commands.synth_ledger import Drawing
    from chungtay.kernel.periods import decree_month
    from chungtay.ledger.bulk import NewBatch, batches_append
    from chungtay.ledger.services import decisions_append
    from chungtay.ledger.types import DecisionKind
    from chungtay.reference.forms.queries import form_get, form_items
    from chungtay.reference.forms.services import obligations_for_places
    from chungtay.results.warehouse.services import generation_build
    from chungtay.results.warehouse.synth.nation import Nation

    last, due = decree_month(*LAST), decree_month(*DUE)
    form = form_get(FORM, due.end)
    items = form_items(form)
    drawing = Drawing(Nation(figures=len(bodies)), items)
    obligations_for_places(
        form=form, places={body.place: body for body in bodies}, valid_from=last.start, valid_to=None
    )
    for start in range(0, len(bodies), AT_ONCE):
        new = [
            NewBatch(body, form, body.place, last, drawing.claims(body, last, 0), is_illustration=True)
            for body in bodies[start : start + AT_ONCE]
        ]
        made = batches_append(by=by, batches=new)
        decisions_append(by=by, batches=made, kind=DecisionKind.SUBMITTED)
        decisions_append(by=approver, batches=made, kind=DecisionKind.APPROVED)
    generation_build()
    return [_typed(items, drawing.claims(body, due, 0)) for body in bodies]


def _typed(items: tuple[ItemFacts, ...], claims: list[Claim]) -> dict[str, str]:
    """What is typed into which row; a number that was drawn as absent is nought."""
    numbers = {(c.indicator, c.cell): c.quantity for c in claims}
    said = {item.id: numbers.get((item.indicator, item.cell)) for item in items}
    return {str(item): str(quantity.value) if quantity is not None else "0" for item, quantity in said.items()}


if __name__ == "__main__":
    lay(Path(sys.argv[1]), int(sys.argv[2]))
