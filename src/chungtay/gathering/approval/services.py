"""What a return asks to put right, figure by figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.gathering.approval.delegations import delegation_end as delegation_end
from chungtay.gathering.approval.delegations import delegation_give as delegation_give
from chungtay.gathering.approval.models import ReturnMark
from chungtay.gathering.approval.policies import check_reason_names_nobody
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import squeeze
from chungtay.ledger.queries import figures_of_batch
from chungtay.reference.sources.gate import gate_problems

if TYPE_CHECKING:
    from chungtay.ledger.models import Batch, Decision

MARK_LENGTH = 300


def marks_checked(batch: Batch, marks: Mapping[int, str]) -> dict[int, str]:
    """The marks as they are kept, by figure in the order of the report.

    Refusals: DUYET-307 a figure that is not of the batch, DUYET-308 a reason that is too long, DUYET-304 and NGUON-101
    to 105 one that may lead to a person; each names the figure.
    """
    positions = {figure.id: figure.position for figure in figures_of_batch(batch)}
    for figure_id in marks:
        if figure_id not in positions:
            raise Refusal.of(
                "DUYET-307",
                Both(f"Số liệu {figure_id}", f"Figure {figure_id}"),
                todo=Both("Tải lại trang", "Reload the page"),
                vi="Báo cáo này không có số liệu đó",
                en="The report holds no such figure",
            )
    kept = {figure_id: squeeze(marks[figure_id]) for figure_id in sorted(marks, key=lambda pk: positions[pk])}
    for figure_id, words in kept.items():
        _check_words(words, Both(f"Số liệu {positions[figure_id]}", f"Figure {positions[figure_id]}"))
    return kept


def _check_words(words: str, where: str) -> None:
    if len(words) > MARK_LENGTH:
        raise Refusal.of(
            "DUYET-308",
            where,
            read=Both(f"{len(words)} ký tự", f"{len(words)} characters"),
            expected=f"≤ {MARK_LENGTH}",
            todo=Both("Viết ngắn lại", "Write it shorter"),
            vi="Lý do quá dài",
            en="The reason is too long",
        )
    check_reason_names_nobody(words, where)
    if problems := gate_problems([words]):
        raise Refusal([replace(problem, where=where) for problem in problems])


@transaction.atomic
def marks_keep(*, decision: Decision, marks: Mapping[int, str]) -> None:
    """Keep the marks of a return, as `marks_checked` gave them."""
    ReturnMark.objects.bulk_create(
        ReturnMark(decision=decision, figure_id=figure_id, reason=words) for figure_id, words in marks.items()
    )
