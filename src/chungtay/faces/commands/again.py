"""`chungtay again`: the reports of a programme beside the reviews composed again from the ledger, figure by figure."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from chungtay.faces.commands.terminal import acting
from chungtay.kernel.periods import Period, Regime

if TYPE_CHECKING:
    from chungtay.ledger.types import RecordedFigure
    from chungtay.results.reviews.again import Beside

FORM = "programme-review"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of which programme."""
    parser.add_argument("--programme", required=True, help="số chương trình / programme number")
    parser.add_argument("--as", dest="account", help="theo quyền của tài khoản / within this account's territory")


def run(options: argparse.Namespace) -> int:
    """A table in Markdown for each report that counts; 1 where the review prints one of its figures otherwise. A report
    without any figure is named as one.

    The reviews are composed to be looked at and are not kept.
    """
    from django.db import transaction

    from chungtay import flow
    from chungtay.gathering.programmes.queries import programme_get
    from chungtay.ledger import queries as ledger
    from chungtay.ledger.types import DecisionKind
    from chungtay.results.reviews.again import OTHERWISE, beside
    from chungtay.results.reviews.queries import composition_of

    actor, programme = acting(options.account), programme_get(options.programme)
    reports: dict[int, list[RecordedFigure]] = {}
    for figure in ledger.figures_known():
        if figure.form_code == FORM:
            reports.setdefault(figure.batch_id, []).append(figure)
    for batch in ledger.batches_visible(actor).filter(form__code=FORM):
        if batch.pk not in reports and ledger.batch_status(batch.pk) in (DecisionKind.APPROVED, DecisionKind.PUBLISHED):
            print(f"\n## {batch.place.full_name}, {batch.start.year}-{batch.end.year}\n\nno figure in the report")
    wrong = 0
    for id, figures in sorted(reports.items()):
        batch = ledger.batch_get(id)
        with transaction.atomic():
            period = _dates(figures)
            snapshot = flow.snapshot_freeze(by=actor, programme=programme, place=batch.place, period=period)
            review = composition_of(flow.review_compose(by=actor, snapshot=snapshot))
            transaction.set_rollback(True)
        lines = beside(sorted(figures, key=lambda figure: figure.position), review)
        _print(f"{batch.place.full_name}, {period.label()}", lines)
        wrong += sum(line.verdict == OTHERWISE for line in lines)
    return 1 if wrong else 0


def _dates(figures: list[RecordedFigure]) -> Period:
    """The dates of a report, up to the last day that one of its figures is about: some state what is on the day of the
    conference that the report was made for, a year after the term."""
    period = figures[0].batch_period
    last = max(period.end, *(figure.claim.period.end for figure in figures))
    return period if last == period.end else Period(period.start, last, Regime.SPAN)


def _print(title: str, lines: list[Beside]) -> None:
    counts = Counter(line.verdict for line in lines)
    print(f"\n## {title}\n\n{'; '.join(f'{verdict}: {n}' for verdict, n in sorted(counts.items()))}\n")
    print("| figure | indicator | in the report | as read | in the review | |\n|---|---|---|---|---|---|")
    for line in lines:
        claim = line.figure.claim
        cell = f" ({claim.cell})" if claim.cell else ""
        code = f"{claim.indicator}{cell}"
        print(f"| {line.figure.id} | {code} | {line.written} | {line.read} | {line.ours} | {line.verdict} |")
