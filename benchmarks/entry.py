"""Filling in a form: its page next to a bare template with as many cells, and saving a cell next to a bare view that
writes one row. Both sides sit behind the same middleware and sign-in, with a nation's reports in the ledger."""

from __future__ import annotations

from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.timing import say, side_by_side

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import Body, User

PAGES, SAVES, ROUNDS = 10, 25, 31
"""Short turns and many: a machine that is busy with something else slows both sides alike."""
COLUMNS = 7
"""Of a row: its number, its name, the field, the reason for none, last month, a year ago, the note."""
BARE = """{% extends "desk/base.html" %}{% block content %}<form method="post">{% csrf_token %}<table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</table></form>{% endblock %}"""


def main() -> None:
    """Print both comparisons."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        made = _nation()
        print(f"\n(e) A form of {made.rows} rows; {made.batches} reports, {made.figures} figures in the ledger")
        _page(made)
        _saving(made)
        transaction.set_rollback(True)


def _page(made: Any) -> None:
    from django.http import HttpResponse
    from django.template import engines

    from chungtay.faces.desk.audience import Audience, audience
    from chungtay.faces.desk.views import drafts

    template = engines["django"].from_string(BARE)
    rows = [[f"{row}.{column}" for column in range(COLUMNS)] for row in range(made.rows)]

    @audience(Audience.REPORTER)
    def bare(request: Any, id: int) -> HttpResponse:
        return HttpResponse(template.render({"rows": rows, "section": "readings"}, request))

    address = f"/phieu/{made.draft.pk}/"
    seconds = side_by_side(
        ROUNDS,
        the_form=lambda: _asked(made, drafts.draft, "get", address, PAGES),
        bare_template=lambda: _asked(made, bare, "get", address, PAGES),
    )
    say(f"    Its page, {PAGES} times", seconds, "bare_template")


def _saving(made: Any) -> None:
    from django.http import JsonResponse

    from chungtay.faces.desk.audience import Audience, audience
    from chungtay.faces.desk.views import drafts
    from chungtay.gathering.intake.models import DraftCell

    cell = DraftCell.objects.filter(draft=made.draft).order_by("pk")[0]
    other = DraftCell.objects.filter(draft=made.draft).order_by("pk")[1]
    numbers = count(1000)

    @audience(Audience.REPORTER)
    def bare(request: Any, id: int) -> JsonResponse:
        with transaction.atomic():
            DraftCell.objects.filter(pk=other.pk).update(text=request.POST["t"])
        return JsonResponse({"v": 1})

    version = count(cell.version)

    def fields() -> dict[str, str]:
        return {"i": str(cell.item_id), "t": str(next(numbers)), "a": "", "n": "", "v": str(next(version))}

    def bare_fields() -> dict[str, str]:
        return {"i": str(other.item_id), "t": str(next(numbers)), "a": "", "n": "", "v": "0"}

    address = f"/phieu/{made.draft.pk}/o/"
    seconds = side_by_side(
        ROUNDS,
        saving_a_cell=lambda: _asked(made, drafts.draft_cells, "post", address, SAVES, fields),
        bare_writing=lambda: _asked(made, bare, "post", address, SAVES, bare_fields),
    )
    say(f"    Saving a cell, {SAVES} times ({connection.vendor})", seconds, "bare_writing")


def _asked(made: Any, view: Any, method: str, address: str, times: int, fields: Any = dict) -> None:
    """The view answers through all of the middleware, as if it stood at the address. RuntimeError where it refuses."""
    from django.urls import resolve

    pattern = resolve(address)
    made.views[pattern.url_name].callback = view
    for _ in range(times):
        answer = getattr(made.client, method)(address, fields())
        if answer.status_code != 200 or b'"theirs"' in answer.content:
            raise RuntimeError(f"{answer.status_code}")


def _nation() -> Any:
    """Every commune sent a month's report, one of them a year of them; its next form is filled in and not sent."""
    from django.test import Client
    from django.urls import get_resolver

    from chungtay import flow
    from chungtay.faces.commands.setup import prepare
    from chungtay.gathering.intake.drafts import queries, services
    from chungtay.kernel.periods import decree_month
    from chungtay.ledger.services import decisions_append
    from chungtay.ledger.types import DecisionKind
    from chungtay.reference.actors.services import account_create
    from chungtay.reference.places.queries import descendants, place_get

    prepare()
    communes = list(descendants(place_get("vn"), on=date(2026, 1, 1), level="commune"))
    bodies = [_body(place, number) for number, place in enumerate(communes)]
    by = account_create(username="xa", password=None, display_name="Báo cáo", body=bodies[0], role="reporter")
    months = [decree_month(2025, 11), decree_month(2025, 12), *(decree_month(2026, n) for n in range(1, 10))]
    batches = [_report(by, body, decree_month(2026, 10)) for body in bodies]
    batches += [_report(by, bodies[0], month) for month in months]
    for kind in (DecisionKind.SUBMITTED, DecisionKind.APPROVED):
        decisions_append(by=by, batches=batches, kind=kind)
    period = decree_month(2026, 11)
    draft = flow.draft_open(by=by, body=by.body, form_code="monthly-commune", place=by.body.place, period=period)
    lines = queries.draft_lines(draft)
    for number, line in enumerate(lines):
        services.cell_write(by=by, draft=draft, item_id=line.item.id, text=str(number))
    client = Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return SimpleNamespace(
        draft=draft,
        rows=len(lines),
        batches=len(batches),
        figures=sum(batch.figure_count for batch in batches),
        client=client,
        views={entry.name: entry for entry in get_resolver("chungtay.faces.desk.urls").url_patterns},
    )


def _body(place: Any, number: int) -> Body:
    from chungtay.reference.actors.services import body_create

    named: dict[str, Any] = {"line": "police", "level": "commune", "place": place}
    return body_create(code=f"XA-{number}", name_vi=f"Xã {number}", name_en=f"Commune {number}", **named)


def _report(by: User, body: Body, period: Any) -> Batch:
    from chungtay.kernel.quantities import Quantity
    from chungtay.ledger.services import batch_append
    from chungtay.ledger.types import Claim
    from chungtay.reference.forms.asking import period_asked
    from chungtay.reference.forms.queries import form_get, form_items

    form = form_get("monthly-commune", period.end)
    claims = [
        Claim(item.indicator, body.place_id, period_asked(item.indicator, period), Quantity.read(40), cell=item.cell)
        for item in form_items(form)
    ]
    return batch_append(by=by, body=body, form=form, place=body.place, period=period, claims=claims)
