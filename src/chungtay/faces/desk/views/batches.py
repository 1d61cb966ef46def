"""Batches: what was sent up, what the rules found in it, and what is decided of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from chungtay import flow
from chungtay.checks import queries as checks
from chungtay.checks import services as check_services
from chungtay.checks.rules import rule_get
from chungtay.faces.desk import bookchecks, labels
from chungtay.faces.desk.audience import READERS, REPORTERS, Audience, DeskRequest, audience
from chungtay.faces.desk.comparing import change_lines, comparison
from chungtay.faces.desk.dues import written
from chungtay.faces.desk.moved import moved
from chungtay.faces.desk.paging import is_id, matching, paged
from chungtay.faces.desk.showing import FigureLine
from chungtay.faces.desk.telling import ProblemWords, language, telling, words
from chungtay.flow_registers import differing
from chungtay.gathering.approval import changes, policies
from chungtay.gathering.approval import queries as approval
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.errors import Refusal
from chungtay.kernel.numbers import quantity_words
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger import queries as ledger
from chungtay.ledger.types import DecisionKind
from chungtay.reference.actors.policies import reads_small_counts, sees_place
from chungtay.reference.indicators.catalogue import cell_name
from chungtay.reference.indicators.queries import definition
from chungtay.results.analysis.bookchecks import queries as book_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chungtay.ledger.models import Batch
    from chungtay.reference.actors.models import User

COLUMNS = (
    ("dia-ban", gettext_lazy("Địa bàn"), "place__full_name"),
    ("ky", gettext_lazy("Kỳ"), "end"),
    ("", gettext_lazy("Biểu mẫu"), ""),
    ("", gettext_lazy("Đơn vị"), ""),
    ("so", gettext_lazy("Số liệu"), "figure_count"),
    ("", gettext_lazy("Tình trạng"), ""),
)
STATES = ("submitted", "returned", "approved", "withdrawn")
DEEDS = (DecisionKind.APPROVED, DecisionKind.RETURNED, DecisionKind.WITHDRAWN)


@audience(*READERS)
def batches(request: DeskRequest) -> HttpResponse:
    """All batches of the territory, searched, filtered by state and sorted."""
    search, state = request.GET.get("tim", "").strip(), request.GET.get("tinh-trang", "")
    order = request.GET.get("xep", "")
    found = _sorted(ledger.batches_visible(request.user), order)
    if state in STATES:
        found = found.filter(pk__in=ledger.batches_in(DecisionKind(state), user=request.user).values("pk"))
    page = paged(request, matching(found, search, _searched) if search else found)
    statuses = ledger.batch_statuses([batch.pk for batch in page])
    context = {
        "section": "batches",
        "lines": [{"batch": batch, "state": statuses.get(batch.pk, "")} for batch in page],
        "search": search,
        "state": state,
        "states": [(value, labels.STATES[value]) for value in STATES],
        "columns": _columns(request, order),
    }
    return render(request, "desk/batches.html", context | page.context)


def _searched(batch: Batch) -> str:
    number = batch.source.number if batch.source else ""
    return " ".join((batch.place.full_name, batch.body.name_vi, batch.body.name_en, number))


def _sorted(found: Any, order: str) -> Any:
    fields = {key: name for key, _, name in COLUMNS if key}
    name = fields.get(order.removeprefix("-"))
    return found.order_by(("-" if order.startswith("-") else "") + name, "-pk") if name else found


def _columns(request: DeskRequest, order: str) -> list[dict[str, object]]:
    columns = []
    for key, title, _name in COLUMNS:
        query = request.GET.copy()
        query.pop("trang", None)
        query["xep"] = f"-{key}" if order == key else key
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "") if key else ""
        address = f"?{query.urlencode()}" if key else ""
        columns.append({"words": title, "address": address, "sorted": direction, "right": key == "so"})
    return columns


def batch_in_view(user: User, id: int) -> Batch:
    """The batch, if its place lies in the account's territory; else 404, as if it did not exist."""
    try:
        found = ledger.batch_get(id)
    except Refusal as refusal:
        raise Http404 from refusal
    if not sees_place(user, found.place):
        raise Http404
    return found


@audience(*READERS)
def batch(request: DeskRequest, id: int) -> HttpResponse:
    """One batch with its figures, findings and decisions."""
    found = batch_in_view(request.user, id)
    return render(request, "desk/batch.html", _context(request, found))


def _context(request: DeskRequest, found: Batch) -> dict[str, object]:
    user = request.user
    figures = ledger.figures_of_batch(found)
    before = changes.version_before(found)
    changed = changes.diff(found, before)
    compared = comparison(found, figures, changed, by=user)
    lines = [line.line for line in compared.lines]
    state = ledger.batch_status(found.pk)
    reading = _reading_of(user, found)
    return {
        "section": "batches",
        "crumbs": [(reverse("batches"), _("Đợt số liệu"))],
        "batch": found,
        "state": state or "",
        "lines": lines,
        "compared": compared,
        "before": before,
        "changes": change_lines(found, changed, by=user),
        "moved": moved(found, changed, by=user) if before is not None else [],
        "entered_by": _entered_by(found),
        "narrative": _narrative(user, found, state),
        "findings": finding_lines(found.pk, lines, own=reads_small_counts(user, found.body)),
        # Why a report came back or was taken back may well repeat a number that is kept from this account.
        "keeps_reasons": any(line.is_hidden for line in lines),
        "checked": checked(found.pk),
        "differs": _differs(user, found),
        "may_explain": _may_explain(user, found, state),
        "book_checks": bookchecks.asked(book_queries.checks_of_batch(user, found), user),
        "blocking": len(checks.blocking(found.pk)),
        "may_waive": user.role == "approver" and policies.may_decide(user, found, DecisionKind.RETURNED),
        "deeds": [kind.value for kind in DEEDS if _may(user, found, kind)],
        "givers": approval.givers_of(user),
        "marks": (marks := approval.return_marks(found.pk) if state is DecisionKind.RETURNED else {}),
        "is_partial": bool(marks),
        "decisions": ledger.decisions_of(found),
        "link": ledger.link_of(found),
        "reading": reading,
        "may_redo": reading is not None and _may_correct(user, found, state),
        "correction": _correction(user, found, state) if reading is None else None,
    }


_NARRATIVES = {
    Regime.DECREE_MONTH: "monthly",
    Regime.CALENDAR_MONTH: "monthly",
    Regime.DECREE_HALF: "halfyear",
    Regime.CALENDAR_HALF: "halfyear",
    Regime.DECREE_YEAR: "yearly",
    Regime.CALENDAR_YEAR: "yearly",
}


def _narrative(user: User, found: Batch, state: DecisionKind | None) -> dict[str, Any] | None:
    """What one click makes of an approved form: the report in words of its place and period, in the programme that runs
    then; None where no such report is usual or the account composes none."""
    kind = _NARRATIVES.get(Regime(found.regime))
    if kind is None or state is not DecisionKind.APPROVED or not policies.may_freeze(user, found.place):
        return None
    running = programmes.programmes_visible(user).filter(term_start__lte=found.end, term_end__gte=found.start)
    programme = running.order_by("-term_start", "pk").first()
    if programme is None:
        return None
    span = f"{found.start.isoformat()}/{found.end.isoformat()}"
    words = labels.REVIEW_KINDS[kind]
    return {"programme": programme, "kind": kind, "words": words, "period": span, "place": found.place.key}


def _entered_by(found: Batch) -> User | None:
    """The account of another body that entered it in the place of the reporting one."""
    who = found.transaction.recorded_by
    return who if who.body_id != found.body_id else None


def _name_of(indicator: str) -> str:
    return definition(indicator).name(language())


def _part_of(cell: str) -> str:
    return f": {cell_name(cell, language())}" if cell else ""


def _differs(user: User, found: Batch) -> list[dict[str, Any]]:
    """Figures that were taken from a register which counts another number now, for whoever may read small counts."""
    if not reads_small_counts(user, found.body):
        return []
    tongue = language()
    return [
        {
            "name": f"{_name_of(line.indicator)}{_part_of(line.cell)}",
            "then": quantity_words(line.then, tongue),
            "now": "0" if line.now is None else quantity_words(line.now, tongue),
        }
        for line in differing(found)
    ]


def checked(batch_id: int) -> dict[str, Any] | None:
    """What was checked, in numbers and rule by rule; None for a batch of before that was kept."""
    counts = checks.rule_counts(batch_id)
    if not counts:
        return None
    tongue = language()
    return {
        "rules": len(counts),
        "passed": sum(count.passed for count in counts),
        "failed": sum(count.failed for count in counts),
        "untold": sum(count.untold for count in counts),
        "lines": [
            {
                "code": count.rule.code,
                "title": count.rule.title.of(tongue),
                "why": count.rule.explanation.of(tongue),
                "passed": count.passed,
                "failed": count.failed,
                "untold": count.untold,
                "reasons": [(reason.of(tongue), n) for reason, n in count.open.items()],
            }
            for count in counts
        ],
    }


def _may_explain(user: User, found: Batch, state: Any) -> bool:
    """Whoever reports for the body, or entered it for the body, while the batch waits for its decision."""
    own = user.body_id == found.body_id or user.pk == found.transaction.recorded_by_id
    return user.role == "reporter" and own and state == DecisionKind.SUBMITTED


def _may_correct(user: User, found: Batch, state: DecisionKind | None) -> bool:
    """A report that was decided is only ever put right by its next version, from the body itself."""
    decided = state not in (None, DecisionKind.SUBMITTED)
    return decided and policies.may_submit(user, found.body, found.place)


def _correction(user: User, found: Batch, state: DecisionKind | None) -> dict[str, str] | None:
    """What opens the form again to put this report right; None where it is not the account's, or waits."""
    if not _may_correct(user, found, state):
        return None
    period = Period(found.start, found.end, Regime(found.regime))
    return {"code": found.form.code, "place": found.place.key, "period": written(period)}


def _may(user: User, found: Batch, kind: DecisionKind) -> bool:
    """Approval is offered while findings stop it, too: trying says which; nothing is hidden without a reason."""
    if kind is DecisionKind.APPROVED:
        return policies.may_decide(user, found, DecisionKind.RETURNED)
    return policies.may_decide(user, found, kind)


def _reading_of(user: User, found: Batch) -> Any:
    return intake.readings_visible(user).filter(batch=found.pk).first()


def finding_lines(batch_id: int, lines: Sequence[FigureLine], *, own: bool) -> list[dict[str, Any]]:
    """Findings with their words, their waivers, and the figures that they are about; what blocks comes first.

    To others than the body and its approver none says what was read of an indicator whose small counts are kept from
    them: a rule quotes earlier months and other reports, too.
    """
    waivers, explanations = checks.waivers_of(batch_id), checks.explanations_of(batch_id)
    by_position = {line.position: f"{_full_name(line)}: {line.words}" for line in lines}
    hidden = {line.position for line in lines if line.is_hidden or not (own or _is_told(line.code))}
    found: list[dict[str, Any]] = [
        {
            "id": finding.pk,
            "severity": finding.severity,
            "problem": _problem(finding, hidden),
            "positions": [(p, by_position[p]) for p in finding.positions if p in by_position],
            "waived": waivers.get(finding.pk),
            "why_waived": ""
            if hidden & set(finding.positions) or finding.pk not in waivers
            else waivers[finding.pk].reason,
            "waivable": rule_get(finding.rule).waivable,
            "why": rule_get(finding.rule).explanation.of(language()),
            # A reason may well repeat the number that is kept from this account.
            "explained": None if hidden & set(finding.positions) else explanations.get(finding.pk),
            "asks": checks.must_explain(finding) and not hidden & set(finding.positions),
        }
        for finding in checks.findings_of(batch_id)
    ]
    rank = {"block": 0, "warn": 1, "note": 2}
    return sorted(found, key=lambda line: (line["waived"] is not None, rank[line["severity"]]))


def _why_waived(waiver: Any, *, is_hidden: bool) -> str:
    return waiver.reason if waiver is not None and not is_hidden else ""


def _is_told(code: str) -> bool:
    """Whether findings may quote numbers of the indicator, and of what it is a part of or holds, to anybody."""
    return all(definition(near).threshold is None for near in checks.codes_beside({code}))


def _full_name(line: FigureLine) -> str:
    return f"{line.name} ({line.cell})" if line.cell else line.name


def _problem(finding: Any, hidden: set[int]) -> ProblemWords:
    """What was found; of a figure that is kept from this account not what was read, for that is the figure."""
    told = words(checks.finding_words(finding, language()))
    return replace(told, read="", expected="") if hidden & set(finding.positions) else told


@audience(*REPORTERS)
@require_POST
def decide(request: DeskRequest, id: int) -> HttpResponse:
    """Approve, return or withdraw; the policy says who and when."""
    found = batch_in_view(request.user, id)
    kind = request.POST.get("kind", "")
    if kind not in {deed.value for deed in DEEDS}:
        raise PermissionDenied
    with telling(request):
        flow.batch_decide(by=request.user, batch=found, kind=DecisionKind(kind), reason=request.POST.get("reason", ""))
        said = {
            "approved": _("Đã duyệt. Số liệu có hiệu lực từ bây giờ."),
            "returned": _("Đã trả lại kèm lý do."),
            "withdrawn": _("Đã rút. Số liệu không còn được tính."),
        }
        messages.success(request, said[kind])
    return redirect("batch", id)


@audience(*REPORTERS)
@require_POST
def give_back(request: DeskRequest, id: int) -> HttpResponse:
    """Return the report, as a whole or at the figures that are marked: a box and a reason in each row."""
    found = batch_in_view(request.user, id)
    marked = [int(text) for text in request.POST.getlist("mark") if is_id(text)]
    marks = {figure_id: request.POST.get(f"reason-{figure_id}", "") for figure_id in marked}
    with telling(request):
        flow.batch_return(by=request.user, batch=found, reason=request.POST.get("reason", ""), marks=marks)
        words = _("Đã trả lại kèm lý do.")
        if marks:
            words = ngettext(
                "Đã trả lại ở %(n)d số liệu, các số khác được nhận.",
                "Đã trả lại ở %(n)d số liệu, các số khác được nhận.",
                len(marks),
            ) % {"n": len(marks)}
        messages.success(request, words)
    return redirect("batch", id)


@audience(Audience.APPROVER)
@require_POST
def waive(request: DeskRequest, id: int, finding_id: int) -> HttpResponse:
    """Set a finding aside, with a reason: for those who could return the batch instead."""
    found = batch_in_view(request.user, id)
    if finding_id not in {finding.pk for finding in checks.findings_of(id)}:
        raise Http404
    with telling(request):
        policies.check_who(request.user, found, DecisionKind.RETURNED, ledger.batch_status(id))
        check_services.finding_waive(by=request.user, finding_id=finding_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("Đã bỏ qua, lý do được ghi lại."))
    return redirect(f"{reverse('batch', args=[id])}#finding-{finding_id}")


@audience(Audience.REPORTER)
@require_POST
def explain(request: DeskRequest, id: int, finding_id: int) -> HttpResponse:
    """Say why a figure is as it is: for those who reported it, while it waits for its decision."""
    batch_in_view(request.user, id)
    if finding_id not in {finding.pk for finding in checks.findings_of(id)}:
        raise Http404
    with telling(request):
        check_services.finding_explain(by=request.user, finding_id=finding_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("Đã ghi lời giải thích. Người duyệt sẽ thấy."))
    return redirect(f"{reverse('batch', args=[id])}#finding-{finding_id}")
