"""Two people in one draft at the very same time. SQLite lets one write after the other: this asks PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from chungtay.gathering.intake.drafts import queries, services
from chungtay.gathering.intake.models import Draft, DraftCell
from chungtay.kernel.periods import decree_month
from chungtay.reference.actors.models import Body, User
from chungtay.reference.forms.queries import form_get
from chungtay.reference.places.queries import place_get
from gathering.intake.drafts.conftest import NOVEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ROUNDS = 20


@pytest.fixture(scope="module")
def desk(django_db_setup: Any, django_db_blocker: Any) -> Iterator[tuple[Any, list[Any]]]:
    """A draft and two accounts, committed so that other connections see them; taken away again by hand."""
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("needs two writers at once")
        place = place_get("c00004@2025")
        body = Body.objects.create(code="X", name_vi="X", name_en="X", line="police", level="commune", place=place)
        people = [User.objects.create(username=n, display_name=n, body=body, role="reporter") for n in ("mot", "hai")]
        form = form_get("monthly-commune", NOVEMBER.end)
        draft = services.draft_open(by=people[0], body=body, form=form, place=place, period=NOVEMBER)
        try:
            yield draft, people
        finally:
            DraftCell.objects.filter(draft__body=body).delete()
            Draft.objects.filter(body=body).delete()
            User.objects.filter(body=body).delete()
            body.delete()


def at_once(*deeds: Any) -> list[Any]:
    """Each deed in a thread and a connection of its own, all begun together."""
    gate = Barrier(len(deeds))

    def run(deed: Any) -> Any:
        try:
            gate.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def writing(by: Any, draft: Any, cells: dict[int, str], seen: int) -> Any:
    """The deed of writing some cells one by one."""
    return lambda: [services.cell_write(by=by, draft=draft, item_id=i, text=t, seen=seen) for i, t in cells.items()]


def test_of_two_who_write_one_cell_at_once_one_is_told_of_the_other(desk: Any) -> None:
    draft, people = desk
    first = queries.draft_lines(draft)[0].item.id
    for seen in range(ROUNDS):
        answers = at_once(*(writing(by, draft, {first: f"{n}{seen}"}, seen) for n, by in enumerate(people, 1)))
        assert sorted(answer.conflict for [answer] in answers) == [False, True]


def test_two_who_write_different_cells_at_once_lose_nothing(desk: Any) -> None:
    draft, people = desk
    texts = {line.item.id: str(line.item.id) for line in queries.draft_lines(draft)[1:]}
    odd = {i: text for i, text in texts.items() if i % 2}
    even = {i: text for i, text in texts.items() if not i % 2}
    at_once(writing(people[0], draft, odd, 0), writing(people[1], draft, even, 0))
    assert [line.content.text for line in queries.draft_lines(draft)[1:]] == list(texts.values())


def test_two_who_open_one_report_at_once_get_one_draft(desk: Any) -> None:
    draft, people = desk
    key = {"body": draft.body, "form": draft.form, "place": draft.place, "period": decree_month(2025, 12)}
    found = at_once(*(lambda by=by: services.draft_open(by=by, **key) for by in people))
    assert found[0] == found[1]
