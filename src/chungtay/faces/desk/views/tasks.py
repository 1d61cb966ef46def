"""Tasks: who is to do what by when, as a list, a board and a calendar; and the life of one."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from chungtay.faces.desk.audience import READERS, Audience, DeskRequest, audience
from chungtay.faces.desk.charging import owners_named, together
from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.faces.desk.paging import Paged, is_id, paged
from chungtay.faces.desk.registerlists import as_file
from chungtay.faces.desk.telling import language, problems
from chungtay.gathering.programmes import life, planning, policies, queries
from chungtay.gathering.programmes import tasks as services
from chungtay.gathering.programmes.life import TaskDeed, TaskState
from chungtay.gathering.programmes.tasks import TaskDraft
from chungtay.kernel.errors import NotAllowed, Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chungtay.gathering.programmes.models import Paper, Task
    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import Body, User

KINDS = {
    "": gettext_lazy("Mọi nhiệm vụ"),
    "open": gettext_lazy("Đang mở"),
    "late": gettext_lazy("Quá hạn"),
    "soon": gettext_lazy("Đến hạn trong 14 ngày"),
    "done": gettext_lazy("Đã xong"),
    "off": gettext_lazy("Thôi thực hiện"),
}
DEED_WORDS = {
    TaskDeed.GIVEN: gettext_lazy("Giao việc"),
    TaskDeed.PROGRESS: gettext_lazy("Tiến độ"),
    TaskDeed.DONE: gettext_lazy("Hoàn thành"),
    TaskDeed.MOVED: gettext_lazy("Đổi hạn"),
    TaskDeed.CALLED_OFF: gettext_lazy("Thôi thực hiện"),
    TaskDeed.REOPENED: gettext_lazy("Mở lại"),
    TaskDeed.COMMENT: gettext_lazy("Trao đổi"),
    TaskDeed.CARRIED: gettext_lazy("Chuyển sang kế hoạch năm sau"),
}
HEAD = ("id", "chuong_trinh", "nhiem_vu", "chu_tri", "phoi_hop", "han", "tinh_trang", "phan_tram", "can_cu")
MOST_ON_BOARD = 200
MOST_LATE = 40
"""Late bodies that are named; of the others it is told how many they are."""
VIEWS = ("danh-sach", "bang", "lich")


class GiveForm(forms.Form):
    """A new task as it is typed. `source`: 'p12' a paper, 'c3' a conference, or nothing but a request in words."""

    programme = forms.IntegerField(error_messages=REQUIRED)
    owner = forms.CharField(max_length=40, error_messages=REQUIRED)
    title = forms.CharField(max_length=240, error_messages=REQUIRED)
    due = forms.DateField(error_messages=NOT_A_DATE)
    source = forms.CharField(required=False, max_length=20)
    request = forms.CharField(required=False, max_length=160)
    area = forms.IntegerField(required=False)


class StepForm(forms.Form):
    """What is said of a task."""

    text = forms.CharField(required=False, max_length=300)
    percent = forms.IntegerField(required=False, min_value=0, max_value=100)
    due = forms.DateField(required=False, error_messages=NOT_A_DATE)
    paper = forms.IntegerField(required=False)


def state_of(task: Task, today: date) -> str:
    """'open', 'late', 'done' or 'off'."""
    if task.state == TaskState.OPEN:
        return "late" if task.due < today else "open"
    return "done" if task.state == TaskState.DONE else "off"


@audience(*READERS)
def tasks(request: DeskRequest) -> HttpResponse:
    """The tasks that the account may know of, narrowed and drawn as the address asks."""
    return _shown(request, None, [])


@audience(Audience.APPROVER)
@require_POST
def give(request: DeskRequest) -> HttpResponse:
    """One task more; what is wrong with it is told above the form, which keeps what was typed."""
    form = GiveForm(request.POST)
    told: list[Any] = []
    try:
        if form.is_valid():
            made = _given(request.user, form.cleaned_data, request.POST.getlist("partners"))
            given = ngettext("Đã giao %(n)d nhiệm vụ.", "Đã giao %(n)d nhiệm vụ.", len(made))
            messages.success(request, given % {"n": len(made)})
            return redirect("task", made[0].pk) if len(made) == 1 else redirect("tasks")
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        told = problems(refusal)
    return _shown(request, form, told)


def _shown(request: DeskRequest, form: GiveForm | None, told: list[Any]) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    sieve = _sieve(request)
    found = life.tasks_sieved(user, sieve, today)
    if request.GET.get("dang") in ("csv", "xlsx"):
        name = _("Nhiệm vụ")
        return as_file(request.GET["dang"], "nhiem-vu", name, HEAD, rows_of(found, today))
    how = asked if (asked := request.GET.get("xem", "")) in VIEWS else VIEWS[0]
    overdue = life.late_below(user) if how == VIEWS[0] and not sieve.kind and not sieve.mine else []
    rest = request.GET.copy()
    for word in ("xem", "trang", "thang"):
        rest.pop(word, None)
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình"))],
        "sieve": sieve,
        "kinds": KINDS.items(),
        "programmes": list(queries.programmes_followed(user)),
        "how": how,
        "query": f"{rest.urlencode()}&" if rest else "",
        "today": today,
        "form": form or GiveForm(initial=_initial(request)),
        "is_giving": form is not None or "can-cu" in request.GET,
        "owners": (owners := _owners(user) if _may_give_any(user) else []),
        "together": together(owners, user),
        "partners": queries.bodies_near(user) if _may_give_any(user) else [],
        "sources": _sources(user) if _may_give_any(user) else [],
        "areas": [(p, queries.areas(p)) for p in queries.programmes_followed(user)] if _may_give_any(user) else [],
        "chosen": request.POST.getlist("partners"),
        "overdue": overdue[:MOST_LATE],
        "overdue_more": len(overdue[MOST_LATE:]),
        "problems": told,
        **_drawn(request, how, found, today),
    }
    return render(request, "desk/tasks.html", context, status=422 if told or (form and form.errors) else 200)


def _drawn(request: DeskRequest, how: str, found: QuerySet[Task], today: date) -> dict[str, Any]:
    if how == "bang":
        board: Paged[Task] = paged(request, found.exclude(state=TaskState.CALLED_OFF), MOST_ON_BOARD)
        return {"columns": _columns(board, today), **board.context}
    if how == "lich":
        return _month(request, found, today)
    page: Paged[Task] = paged(request, found)
    return {"lines": [(task, state_of(task, today)) for task in page], **page.context}


def _columns(found: Iterable[Task], today: date) -> list[tuple[str, str, list[Task]]]:
    """Late, not begun, under way, done: each with its tasks, the earliest due first."""
    held: dict[str, list[Task]] = {"late": [], "new": [], "open": [], "done": []}
    for task in found:
        state = state_of(task, today)
        held["new" if state == "open" and not task.percent else state].append(task)
    names = {"late": _("Quá hạn"), "new": _("Chưa bắt đầu"), "open": _("Đang làm"), "done": _("Đã xong")}
    return [(key, names[key], held[key]) for key in held]


def _month(request: DeskRequest, found: QuerySet[Task], today: date) -> dict[str, Any]:
    """The month of `thang` ('2026-11') as weeks of days with what is due on them."""
    try:
        first = date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        first = today.replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    due: dict[date, list[tuple[Task, str]]] = {}
    page: Paged[Task] = paged(request, found.filter(due__gte=weeks[0][0], due__lte=weeks[-1][-1]), MOST_ON_BOARD)
    for task in page:
        due.setdefault(task.due, []).append((task, state_of(task, today)))
    return {
        "month": date_format(first, "F Y"),
        "first": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{first + timedelta(days=31):%Y-%m}",
        "day_names": [date_format(day, "D") for day in weeks[0]],
        "weeks": [[(day, day.month == first.month, due.get(day, [])) for day in week] for week in weeks],
        "is_empty": not due,
        **page.context,
    }


def _sieve(request: DeskRequest) -> life.Sieve:
    asked = request.GET
    programme = asked.get("chuong-trinh", "")
    kind = asked.get("tinh-trang", "")
    return life.Sieve(
        programme_id=int(programme) if is_id(programme) else None,
        owner_id=int(owner) if is_id(owner := asked.get("chu-tri", "")) else None,
        kind=kind if kind in KINDS else "",
        search=asked.get("tim", "").strip()[:80],
        mine="cua-toi" in asked,
    )


def _initial(request: DeskRequest) -> dict[str, Any]:
    asked = request.GET.get("chuong-trinh", "")
    chosen = int(asked) if is_id(asked) else None
    return {"programme": chosen, "owner": request.user.body.code, "source": request.GET.get("can-cu", "")}


def _may_give_any(user: User) -> bool:
    return policies.may_give(user, user.body, timezone.localdate())


def _owners(user: User) -> list[Body]:
    """Its own body and those of its line that report to it: provinces of the centre, communes of a province."""
    return services.bodies_given(queries.bodies_near(user, with_own=True), user)


def _sources(user: User) -> list[tuple[str, str]]:
    """Plans of its own body, papers and conferences that a task may come from, of all programmes that the account
    sees, newest first."""
    own = planning.plans_visible(user).filter(body=user.body_id)
    found = [(f"k{plan.pk}", _("Kế hoạch năm %(year)d") % {"year": plan.year}) for plan in own[:20]]
    for programme in queries.programmes_followed(user):
        found += [(f"p{paper.pk}", f"{paper.number}: {paper.title}") for paper in life.papers_of(user, programme)[:50]]
        held = life.conferences_of(user, programme)[:50]
        found += [(f"c{one.pk}", f"{one.title} ({one.held_on:%d/%m/%Y})") for one in held]
    return found


def _given(user: User, data: dict[str, Any], partners: Sequence[str]) -> tuple[Task, ...]:
    programme = next((p for p in queries.programmes_followed(user) if p.pk == data["programme"]), None)
    known = {body.code: body for body in queries.bodies_near(user, with_own=True)}
    if programme is None:
        raise PermissionDenied
    owners = owners_named(user, known, data["owner"])
    paper, conference, plan = _source(user, data["source"])
    area = next((one for one in queries.areas(programme) if one.pk == data["area"]), None)
    return services.tasks_give(
        by=user,
        owners=owners,
        draft=TaskDraft(
            programme=programme,
            owner=owners[0],
            title=data["title"],
            due=data["due"],
            partners=tuple(known[code] for code in dict.fromkeys(partners) if code in known and code != data["owner"]),
            paper=paper,
            conference=conference,
            plan=plan,
            area=area,
            request=data["request"],
        ),
        is_illustration=settings.DEMO,
    )


def _source(user: User, text: str) -> tuple[Any, Any, Any]:
    """The paper, the conference or the plan that 'p12', 'c3' or 'k4' names."""
    if not is_id(text[1:]):
        return None, None, None
    id = int(text[1:])
    match text[0]:
        case "p":
            return life.paper_get(by=user, id=id), None, None
        case "c":
            return None, life.conference_get(by=user, id=id), None
        case "k":
            plan = planning.plan_get(by=user, id=id)
            return plan.paper, None, plan
        case _:
            return None, None, None


def rows_of(found: QuerySet[Task], today: date) -> Iterator[list[Cell]]:
    """Tasks as the lines of a file, under `HEAD`."""
    tongue = language()
    for task in found.prefetch_related("partners__body"):
        partners = [str(getattr(one.body, f"name_{tongue}")) for one in task.partners.all()]
        yield [
            task.pk,
            task.programme.number,
            task.title,
            str(getattr(task.owner, f"name_{tongue}")),
            "; ".join(partners),
            task.due,
            str(KINDS[state_of(task, today)]),
            task.percent,
            source_words(task),
        ]


def source_words(task: Task) -> str:
    """Where a task comes from, in words."""
    if task.paper is not None:
        return f"{task.paper.number}: {task.paper.title}"
    if task.conference is not None:
        return task.conference.title
    return task.request or (_("Kế hoạch năm %(year)d") % {"year": task.plan.year} if task.plan is not None else "")


@audience(*READERS)
def task(request: DeskRequest, id: int) -> HttpResponse:
    """One task with all that was told of it; a POST tells one thing more."""
    user = request.user
    found = life.task_get(by=user, id=id)
    form = StepForm(request.POST) if request.method == "POST" else None
    told: list[Any] = []
    if form is not None:
        try:
            if form.is_valid():
                messages.success(request, _told(request, found, form.cleaned_data))
                return redirect("task", found.pk)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Refusal as refusal:
            told = problems(refusal)
        found = life.task_get(by=user, id=id)
    today, partners = timezone.localdate(), found.partners.select_related("body")
    context = {
        "section": "programmes",
        "crumbs": [(reverse("programmes"), _("Chương trình")), (reverse("tasks"), _("Nhiệm vụ"))],
        "task": found,
        "state": state_of(found, today),
        "source": source_words(found),
        "partners": [one.body for one in partners],
        "steps": [(step, DEED_WORDS[TaskDeed(step.deed)]) for step in life.steps_of(found)],
        "papers": _papers(user, found),
        "today": today,
        "may_work": policies.may_work(user, found) and found.state == TaskState.OPEN,
        "may_end": policies.may_end(user, found) and found.state == TaskState.OPEN,
        "may_settle": policies.may_settle(user, found),
        "may_comment": policies.may_comment(user, found, frozenset(one.body_id for one in partners)),
        "form": form,
        "problems": told,
    }
    return render(request, "desk/task.html", context, status=422 if form is not None else 200)


def _papers(user: User, found: Task) -> Sequence[Paper]:
    return list(life.papers_of(user, found.programme)[:100])


def _told(request: DeskRequest, found: Task, data: dict[str, Any]) -> str:
    by, text = request.user, data["text"]
    paper = life.paper_get(by=by, id=data["paper"]) if data["paper"] else None
    match request.POST.get("do"):
        case "progress":
            percent = found.percent if data["percent"] is None else data["percent"]
            services.task_progress(by=by, id=found.pk, percent=percent, text=text, paper=paper)
            return _("Đã ghi tiến độ.")
        case "end":
            services.task_end(by=by, id=found.pk, text=text, paper=paper)
            return _("Nhiệm vụ đã hoàn thành.")
        case "move":
            services.task_move(by=by, id=found.pk, due=data["due"] or found.due, reason=text)
            return _("Đã đổi hạn.")
        case "off":
            services.task_call_off(by=by, id=found.pk, reason=text)
            return _("Nhiệm vụ thôi thực hiện; có thể mở lại.")
        case "reopen":
            services.task_reopen(by=by, id=found.pk, reason=text)
            return _("Nhiệm vụ lại mở.")
        case "comment":
            services.task_comment(by=by, id=found.pk, text=text)
            return _("Đã ghi ý kiến.")
        case _:
            raise PermissionDenied
