"""`python -m benchmarks.explorer [SIZE]`: what the explorer's table and its page cost beyond what they are made of.

SIZE is one of `benchmarks.warehouse` (400k, 4M, 40M, 120M; 400k unless told), whose data are drawn if they are not
there; `CHUNGTAY_BENCH_DIR` says where they are kept. Asked by an account of the centre, on a copy of the database.

Of each exploration, in turns, CPU milliseconds, the median of several rounds:

- *warehouse*: the very questions that the table asks, answered as rows, which is what pages call; *columns*: the same
  as Arrow columns, which no page can print as they are.
- *table*: the grid with its words, bounds, completeness and heads, laid out (bar: twice the warehouse).
- *bare page*: the site's own frame with as many cells in a template that prints one text a cell.
- *page*: the explorer's page around the same grid: form, heads, links to the evidence of every cell (bar: 1.5 bare).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 7
BARE: Final = """{% extends "desk/base.html" %}{% block content %}<table><thead><tr><th></th>{% for head in heads %}
<th scope="col">{{ head }}</th>{% endfor %}</tr></thead><tbody>{% for name, cells in lines %}<tr>
<th scope="row">{{ name }}</th>
{% for cell in cells %}<td class="n">{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>{% endblock %}"""


def main(words: list[str]) -> int:
    """As the module says."""
    from benchmarks.warehouse.data import SIZES, drawn
    from benchmarks.warehouse.fresh import aside

    size = words[0] if words else "400k"
    if size not in SIZES:
        print(f"{size}? {', '.join(SIZES)}", file=sys.stderr)
        return 2
    root = Path(os.environ.get("CHUNGTAY_BENCH_DIR", "data/bench")).absolute()
    data = drawn(size, root)
    with aside(data, "explorer") as folder:
        os.environ["CHUNGTAY_DATA_DIR"] = str(folder)
        from chungtay.faces.commands.main import setup_django

        setup_django()
        _measured(size)
    return 0


def _measured(size: str) -> None:
    from django.core.management import call_command

    from benchmarks.timing import side_by_side

    call_command("migrate", verbosity=0)
    user = _account()
    print(f"{size}; CPU ms, medians of {ROUNDS} rounds taken in turns")
    heads = ("cells", "warehouse", "columns", "table", "ratio", "bare page", "page", "ratio")
    print(f"{'':34}" + "".join(f"{head:>10}" for head in heads))
    for name, asked in explorations().items():
        jobs = _jobs(asked, user)
        grid = jobs.pop("grid")
        cells = len(grid.row_heads) * len(grid.column_heads)
        spent = {job: 1000 * value for job, value in side_by_side(ROUNDS, **jobs).items()}
        table, page = spent["table"] / spent["warehouse"], spent["page"] / spent["bare_page"]
        told = [f"{spent[job]:.1f}" for job in ("warehouse", "columns", "table")]
        told = [f"{cells:,}", *told, f"{table:.2f}", f"{spent['bare_page']:.1f}", f"{spent['page']:.1f}", f"{page:.2f}"]
        print(f"{name:34}" + "".join(f"{word:>10}" for word in told), flush=True)


def explorations() -> dict[str, Any]:
    """What is measured, by name."""
    from benchmarks.warehouse.asked import SPAN, STOCK, forty, one, ten
    from chungtay.kernel.periods import decree_year
    from chungtay.reference.indicators.catalogue import catalogue
    from chungtay.results.analysis.exploring.exploration import Axis, Exploration, Level, Step

    open_codes = [code for code in forty() if catalogue()[code].threshold is None]
    years = Exploration((STOCK,), level=Level.PROVINCE, period=SPAN, decree=True)
    open_ten = tuple(code for code in ten() if catalogue()[code].threshold is None)
    year = decree_year(2025)
    by_commune = replace(years, level=Level.COMMUNE, period=year, step=Step.WHOLE)
    return {
        "a stock by province and year": years,
        "one flow by province and month": replace(years, indicators=(open_codes[0],), step=Step.MONTH),
        "ten by province, one year": replace(
            years,
            indicators=tuple(open_codes[:10]),
            period=year,
            rows=(Axis.PLACE,),
            columns=(Axis.INDICATOR, Axis.CELL, Axis.PERIOD),
        ),
        "ten by province and year": replace(years, indicators=tuple(open_codes[:10])),
        "the same on today's map": replace(years, indicators=open_ten, frame=_today()),
        "a stock, all communes, one year": by_commune,
        "with a threshold, province, year": replace(years, indicators=(one(),)),
    }


def _today() -> Any:
    from benchmarks.warehouse.asked import TODAY

    return TODAY


def _jobs(asked: Any, user: Any) -> dict[str, Any]:
    from django.template import engines
    from django.test import RequestFactory

    from chungtay.faces.desk.views import exploring as page
    from chungtay.results.analysis.exploring.address import address_of
    from chungtay.results.analysis.exploring.answering import explored
    from chungtay.results.analysis.exploring.questions import questions_of
    from chungtay.results.warehouse.queries import answer, ask

    grid = explored(asked, user)
    request = RequestFactory().get("/kham-pha/", dict(address_of(asked)))
    request.user, request.htmx = user, False
    questions = list(questions_of(asked, asked.indicators, None, trace=_is_small(asked)))
    bare = engines["django"].from_string(BARE)
    found = page.Answered(asked, user.body.place, (), grid, [], None)

    def bare_page() -> str:
        lines = [(head.label.vi, [cell.text.vi for cell in line]) for head, line in _shown(grid)]
        heads = [head.label.vi for head in grid.column_heads[: page.COLUMNS]]
        return str(bare.render({"heads": heads, "lines": lines, "user": user}, request))

    jobs: dict[str, Callable[[], object]] = {
        "warehouse": lambda: [answer(question, user=user) for question in questions],
        "columns": lambda: [ask(question, user=user).table for question in questions],
        "table": lambda: explored(asked, user),
        "bare_page": bare_page,
        "page": lambda: page.rendered(request, found),
    }
    return {"grid": grid, **jobs}


def _is_small(asked: Any) -> bool:
    from chungtay.reference.indicators.queries import definition

    return any(definition(code).threshold is not None for code in asked.indicators)


def _shown(grid: Any) -> Any:
    """The lines that one page shows."""
    from chungtay.faces.desk.views.exploring import COLUMNS, LINES

    return [(head, line[:COLUMNS]) for head, line in zip(grid.row_heads[:LINES], grid.cells[:LINES], strict=True)]


def _account() -> Any:
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.places.queries import place_get

    body = body_create(
        code="DO", name_vi="Đo", name_en="Measured", line="police", level="centre", place=place_get("vn")
    )
    return account_create(username="do", password="do-luong-2026", display_name="Đo", body=body, role="approver")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
