"""A small world to knock on every door of: six bodies, an account of each role in each, and objects at two levels.

The commune is Ba Đình, whose province is Hà Nội. Seen from a body, what stands at one of the two is its own, of a body
directly below (child) or further down (below), of the province above it (parent), of the commune beside it (sibling),
of another province (foreign), or of the same land but another line (line).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from docx import Document

from chungtay import flow, flow_plans
from chungtay.checks.queries import findings_of
from chungtay.flow_lists import list_receive
from chungtay.gathering.approval.delegations import delegation_give
from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake import services as reading
from chungtay.gathering.intake.drafts import services as drafts
from chungtay.gathering.intake.plans.queries import candidates_of
from chungtay.gathering.intake.uploads.documents import documents_begin
from chungtay.gathering.intake.uploads.listing import DOCUMENTS, Handful, listed
from chungtay.gathering.intake.uploads.queries import files_waiting
from chungtay.gathering.intake.uploads.services import upload_begin
from chungtay.gathering.intake.wording import phrase_beside, wording_learn
from chungtay.gathering.intake.wordings_brought import wordings_bring
from chungtay.gathering.intake.workbooks.layouts import layout_keep
from chungtay.gathering.programmes import papers
from chungtay.gathering.programmes.papers import ConferenceDraft
from chungtay.gathering.programmes.planning import plan_open
from chungtay.gathering.programmes.services import AreaDraft, programme_create
from chungtay.gathering.programmes.tasks import TaskDraft, task_give
from chungtay.gathering.registers.activities.services import activity_register
from chungtay.gathering.registers.activities.types import ActivityDraft
from chungtay.gathering.registers.commendations.services import round_open
from chungtay.gathering.registers.community import queries as points
from chungtay.gathering.registers.community import services as community
from chungtay.gathering.registers.forces.services import TeamDraft, team_begin
from chungtay.gathering.registers.standards.services import EntryDraft, entry_register
from chungtay.gathering.registers.tallies.services import sheet_confirm, sheet_open
from chungtay.kernel.periods import Regime, decree_month, programme_term
from chungtay.kernel.quantities import Quantity
from chungtay.ledger.queries import figures_of_batch
from chungtay.ledger.types import Claim, DecisionKind
from chungtay.reference.actors import groups
from chungtay.reference.actors.queries import Level, Line, Role
from chungtay.reference.actors.services import account_create, body_create, calendar_renew
from chungtay.reference.forms.holidays import holiday_add
from chungtay.reference.forms.queries import form_items
from chungtay.reference.forms.texts import FormText, RowText, SectionText
from chungtay.reference.forms.versions import version_make
from chungtay.reference.places.queries import place_get
from chungtay.reference.sources.queries import text_unmasked_for_reading
from chungtay.results.analysis.bookchecks.finding import Proposal
from chungtay.results.analysis.bookchecks.services import check_keep
from chungtay.results.analysis.services import exploration_save
from chungtay.results.issuing.kinds import FileKind
from chungtay.results.issuing.runs import run_begin
from chungtay.results.publishing.models import Publication
from chungtay.results.reviews.owntemplates import template_receive
from gathering.intake.workbook_builders import OCTOBER, workbook_of
from gathering.intake.workbook_builders import SESSIONS as SESSIONS_ROW

# Oversight reads the audit alone: by its declared audiences, see `test_access.py`.
ROLES = tuple(role for role in Role.values if role != Role.OVERSIGHT)
NOVEMBER, DECEMBER, TERM = decree_month(2025, 11), decree_month(2025, 12), programme_term(2025, 2026)
PASSWORD = "mat-khau-cua-the-gioi-nho"
BACKEND = "django.contrib.auth.backends.ModelBackend"
BODIES = {
    # code: level, line, place, the body above
    "centre": (Level.CENTRE, Line.POLICE, "vn", None),
    "hanoi": (Level.PROVINCE, Line.POLICE, "p01@2025", "centre"),
    "hatinh": (Level.PROVINCE, Line.POLICE, "p42@2025", "centre"),
    "badinh": (Level.COMMUNE, Line.POLICE, "c00004@2025", "hanoi"),
    "ngocha": (Level.COMMUNE, Line.POLICE, "c00008@2025", "hanoi"),
    "front": (Level.PROVINCE, Line.FRONT, "p01@2025", None),
}
RELATIONS = {
    # whose objects: what they are to each body
    "badinh": {
        "badinh": "own",
        "hanoi": "child",
        "centre": "below",
        "ngocha": "sibling",
        "hatinh": "foreign",
        "front": "line",
    },
    "hanoi": {
        "hanoi": "own",
        "centre": "child",
        "badinh": "parent",
        "ngocha": "parent",
        "hatinh": "foreign",
        "front": "line",
    },
}
SESSIONS = {"badinh": 7919, "hanoi": 31337}
"""Numbers that stand nowhere by chance, so that one seen on a page came from the owner's report."""
SENTENCE = "Đã tổ chức {} buổi tuyên truyền tại {}."


@dataclass
class Objects:
    """What stands at one level, by the name of the argument or field that names it."""

    owner: str
    place: Any
    reading: Any = None
    workbook: bytes = b""
    workbook_source_id: int = 0
    upload_id: int = 0
    documents_id: int = 0
    document_id: int = 0
    wording_id: int = 0
    wording_import_id: int = 0
    uploaded_id: int = 0
    layout_id: int = 0
    candidate_id: int = 0
    draft: Any = None
    thrown: Any = None
    first_item: int = 0
    submitted: Any = None
    finding_id: int = 0
    delegation_id: int = 0
    holiday_id: int = 0
    approved: Any = None
    figure_id: int = 0
    source_id: int = 0
    programme: Any = None
    review: Any = None
    released: Any = None
    run_id: int = 0
    outline_id: int = 0
    publication_id: int = 0
    group: Any = None
    form: Any = None
    member_id: int = 0
    calendar: str = ""
    point_id: int = 0
    kind_id: int = 0
    list_id: int = 0
    round_id: int = 0
    grade_id: int = 0
    activity_id: int = 0
    team_id: int = 0
    commendation_id: int = 0
    standard_id: int = 0
    tally_id: int = 0
    conference_id: int = 0
    task_id: int = 0
    plan_id: int = 0
    plan_reading_id: int = 0
    plan_candidate_id: int = 0
    saved_id: int = 0
    book_check_id: int = 0


@dataclass
class World:
    """Bodies, accounts by body and role, their sessions, and the objects of each owner."""

    bodies: dict[str, Any] = field(default_factory=dict)
    users: dict[tuple[str, str], Any] = field(default_factory=dict)
    sessions: dict[tuple[str, str], str] = field(default_factory=dict)
    objects: dict[str, Objects] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    client: Client = field(default_factory=Client)

    def browser(self, body: str, role: str, client: Client | None = None) -> Client:
        """The browser (all share one: a new one loads every middleware again) with only this account signed in."""
        used = client or self.client
        used.cookies.clear()
        if role:
            used.cookies["sessionid"] = self.sessions[body, role]
        return used


def world_built() -> World:
    """Everything made through the services that the product itself uses."""
    world = World()
    for code, (level, line, place, above) in BODIES.items():
        parent = world.bodies[above] if above else None
        name = f"Đơn vị {code}"
        world.bodies[code] = body_create(
            code=code.upper(),
            name_vi=name,
            name_en=name,
            line=line,
            level=level,
            place=place_get(place),
            parent=parent,
        )
        for role in ROLES:
            _enter(world, code, role)
    for owner, above in (("badinh", "hanoi"), ("hanoi", "centre")):
        world.objects[owner] = _objects(world, owner, above)
    world.rows = counted_rows()
    return world


def _enter(world: World, code: str, role: str) -> None:
    user = account_create(
        username=f"{code}.{role}",
        password=PASSWORD,
        display_name=f"Cán bộ {code} {role}",
        body=world.bodies[code],
        role=role,
    )
    client = Client()
    client.force_login(user, backend=BACKEND)
    world.users[code, role] = user
    world.sessions[code, role] = client.cookies["sessionid"].value


def _objects(world: World, owner: str, above: str) -> Objects:
    reporter, approver = world.users[owner, "reporter"], world.users[above, "approver"]
    made = Objects(owner, reporter.body.place)
    made.approved = _sent(reporter, word_file(owner), NOVEMBER)
    flow.batch_decide(by=approver, batch=made.approved, kind=DecisionKind.APPROVED)
    [counted] = figures_of_batch(made.approved)
    made.figure_id, made.source_id = counted.id, made.approved.source_id
    made.saved_id = exploration_save(by=reporter, name="Mô hình theo xã", query="v=1").pk
    made.book_check_id = _book_check(approver, reporter).pk
    made.submitted = _with_a_finding(reporter)
    made.finding_id = next(f.pk for f in findings_of(made.submitted.pk) if f.severity == "block")
    made.reading = _received(reporter, word_file(owner, "Tháng sau."), DECEMBER)
    settled = _settled(reporter, made.reading)
    made.candidate_id, made.wording_id = settled.pk, _wording(reporter, made.reading, settled)
    made.wording_import_id = wordings_bring(by=reporter, table="cum_tu,chi_tieu\nlượt nói,tips.received").pk
    made.draft, made.thrown = (_draft(reporter, month) for month in (2, 3))
    made.first_item = form_items(made.draft.form)[0].id
    drafts.draft_discard(by=reporter, draft=made.thrown)
    made.delegation_id = _delegation(world, owner).pk
    # So far away that no deadline near it has passed.
    made.holiday_id = _holiday(world, date(2099, 1, 2)).pk
    made.programme = _programme(world, approver, owner)
    made.conference_id, made.task_id = _task(world.users[owner, "approver"], made)
    made.plan_id, made.plan_reading_id, made.plan_candidate_id = _plan(world.users[owner, "approver"], made)
    snapshot = flow.snapshot_freeze(by=approver, programme=made.programme, place=made.place, period=TERM)
    made.review, made.released = (flow.review_compose(by=approver, snapshot=snapshot) for _ in range(2))
    flow.review_release(by=approver, review=made.released)
    made.outline_id = template_receive(
        by=world.users[owner, "approver"], name="m", level="commune", kinds=["press"], lines=[("I. A", True)]
    ).pk
    made.publication_id = _publication(approver, owner, snapshot)
    made.run_id = _run(world.users[owner, "approver"], made)
    made.group, made.member_id = _group(reporter, owner)
    made.calendar = calendar_renew(by=reporter)
    made.point_id, made.round_id, made.grade_id, made.kind_id = _point(reporter)
    rows = b"T\xc3\xaan,Lo\xe1\xba\xa1i\nCamera khu 7,Camera an ninh\n"
    made.list_id = list_receive(by=reporter, register="mo-hinh", content=rows, filename="so.csv").pk
    made.form = _form(world.users["centre", "approver"], owner, made.place)
    made.workbook = workbook_of(reporter, {(SESSIONS_ROW, OCTOBER): 12})
    kept = flow.workbook_receive(by=reporter, body=reporter.body, content=made.workbook, filename="thang.xlsx")
    made.workbook_source_id = kept.source.pk
    files = listed(Handful({"thang.xlsx": made.workbook}), "thang")
    upload = upload_begin(by=reporter, name="thang", files=files)
    made.upload_id, made.uploaded_id = upload.pk, files_waiting(upload)[0].pk
    handed = documents_begin(
        by=reporter,
        name="cu",
        files=listed(Handful({"cu.txt": b"x"}), "cu", DOCUMENTS),
        form=made.draft.form,
        place=made.place,
        period=TERM,
    )
    made.documents_id, made.document_id = handed.pk, files_waiting(handed)[0].pk
    made.layout_id = layout_keep(
        by=reporter, form=kept.heard.form, name="Mẫu của phòng", cells={SESSIONS_ROW: "Trang 1!B2"}, anchors={}
    ).pk
    _registered(made, reporter)
    return made


def _wording(by: Any, read: Any, candidate: Any) -> int:
    """The words after a number of the report, learnt to mean what it means."""
    phrase = phrase_beside(text_unmasked_for_reading(read.source).text, candidate.end)
    code = candidate.indicator.code
    return wording_learn(by=by, candidate_id=candidate.pk, phrase=phrase, indicator=code).pk


def _task(by: Any, made: Objects) -> tuple[int, int]:
    """A conference of the owner, and a task that it gave itself there."""
    held = ConferenceDraft(4, made.place, date(2025, 11, 20), "Hội nghị")
    conference = papers.conference_add(by=by, programme=made.programme, draft=held)
    due = localdate() + timedelta(days=30)
    draft = TaskDraft(made.programme, by.body, "Rà soát mô hình", due, conference=conference)
    return conference.pk, task_give(by=by, draft=draft).pk


def _plan(by: Any, made: Objects) -> tuple[int, int, int]:
    """A plan of the owner, a reading for it, and one thing that it asks for."""
    plan = plan_open(by=by, programme=made.programme, year=2026)
    read = flow_plans.text_receive(by=by, plan=plan, text="Mở lớp tập huấn trong quý II.")
    return plan.pk, read.pk, candidates_of(read)[0].pk


def _point(by: Any) -> tuple[int, int, int, int]:
    """A point of a community model, one round in which it was confirmed, a grade that it may be given, its kind. The
    province's lies in a commune where nobody else sits."""
    community.register_load()
    place = by.body.place if by.body.place.level == "commune" else place_get("c00025@2025")
    point = community.point_register(
        by=by,
        kind=points.kinds_in_use()[0],
        place=place,
        name=f"Điểm của {by.body.code}",
        lead="police",
        first=community.First("launch", date(2025, 8, 1)),
    )
    confirmed = community.points_confirm(by=by, point_ids=[point.pk], on=localdate())
    grade = points.scales_for(place, localdate())[0].grades.all()[0]
    return point.pk, confirmed.pk, grade.pk, point.kind_id


def _registered(made: Objects, by: Any) -> None:
    """What the registers hold of the owner; teams and tallies are a commune's alone."""
    patrol = ActivityDraft(7, date(2025, 11, 3), made.place, participations=12)
    made.activity_id = activity_register(by=by, draft=patrol).pk
    made.commendation_id = round_open(by=by, form=5, sort=3, on=NOVEMBER.start).pk
    if made.place.level == "commune":
        made.team_id = team_begin(by=by, draft=TeamDraft(1, made.place, date(2025, 8, 1), members=5)).pk
        made.standard_id = entry_register(by=by, draft=EntryDraft(1, 2025, 2, made.place)).pk
        made.tally_id = sheet_open(by=by, topic="mediation", period=NOVEMBER, axis=1).pk
        sheet_confirm(by=by, id=made.tally_id)


def _group(by: Any, owner: str) -> Any:
    """A group of places of the owner, with Ba Đình in it."""
    key, name = f"nhom-{owner}", f"Nhóm của {owner}"
    group = groups.group_make(by=by, key=key, name_vi=name, name_en=name, kind="own")
    member = groups.group_member_add(by=by, group=group, place=place_get("c00004@2025"), valid_from=NOVEMBER.start)
    return group, member.pk


def _form(by: Any, owner: str, place: Any) -> Any:
    """A form that is used in the owner's land alone."""
    rows = (SectionText("", "", (RowText("communication.sessions"),)),)
    begin, due = date(2025, 1, 1), {"commune": 2}
    text = FormText(f"form-{owner}", 1, "Thử", "Trial", Regime.PROGRAMME_TERM, begin, None, due, rows)
    return version_make(by=by, text=text, scope=place)


def word_file(owner: str, more: str = "") -> bytes:
    """A report of two or three lines as Word writes it."""
    document = Document()
    for line in ("BÁO CÁO", SENTENCE.format(SESSIONS[owner], "địa bàn"), more):
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _received(by: Any, content: bytes, period: Any) -> Any:
    return flow.report_receive(
        by=by,
        body=by.body,
        form_code="monthly-commune",
        place=by.body.place,
        period=period,
        content=content,
        filename="bao-cao.docx",
        number="12/BC-TN",
        title="Báo cáo thử nghiệm",
        issued_on=date(2025, 12, 16),
        is_illustration=True,
    )


def _settled(by: Any, found: Any) -> Any:
    """The one candidate that is a figure, confirmed with all that it needs; the others are dropped."""
    kept = None
    for candidate in intake.candidates_of(found):
        if candidate.indicator is None or candidate.indicator.code != "communication.sessions":
            reading.candidate_decide(by=by, candidate_id=candidate.pk, state=intake.State.DROPPED)
            continue
        kept = reading.candidate_correct(by=by, candidate_id=candidate.pk, place=found.place, period=_period(found))
    assert kept is not None
    return kept


def _draft(by: Any, month: int) -> Any:
    place = by.body.place
    return flow.draft_open(
        by=by, body=by.body, form_code="monthly-commune", place=place, period=decree_month(2026, month)
    )


def _period(found: Any) -> Any:
    return NOVEMBER if found.end == NOVEMBER.end else DECEMBER


def _sent(by: Any, content: bytes, period: Any) -> Any:
    found = _received(by, content, period)
    _settled(by, found)
    return flow.batch_submit(by=by, reading=found)


def _with_a_finding(by: Any) -> Any:
    """More useful tips than tips: it waits for a decision, with a finding that an approver may set aside."""
    claims = [
        Claim(code, by.body.place_id, DECEMBER, Quantity.read(number))
        for code, number in (("tips.received", 10), ("tips.useful", 11))
    ]
    place = by.body.place
    return flow.figures_submit(
        by=by, body=by.body, form_code="monthly-commune", place=place, period=DECEMBER, claims=claims
    )


def _book_check(by: Any, asked: Any) -> Any:
    """About a month of its own, with nothing told: whose it is is all that these tests ask."""
    month = decree_month(2025, 10)
    return check_keep(by=by, proposal=Proposal(asked.body.place, asked.body, month, (), (), (month,), ()))


def _holiday(world: World, on: date) -> Any:
    keeper = next(user for user in world.users.values() if user.role == Role.ADMINISTRATOR)
    return holiday_add(by=keeper, on=on, name_vi="Nghỉ", name_en="Day off")


def _run(approver: Any, made: Objects) -> int:
    """Asked for and nothing made yet."""
    asked = {"programme": made.programme, "place": made.place, "period": TERM, "on": TERM.end, "kind": ""}
    return int(run_begin(by=approver, files=[FileKind.DOCX], places=[made.place], **asked).pk)


def _publication(by: Any, owner: str, snapshot: Any) -> int:
    """Public, and of no figures: whose it is is all that these tests ask."""
    now, span = timezone.now(), {"start": snapshot.start, "end": snapshot.end, "step": "total", "indicators": []}
    about = {"place": snapshot.place, "level": snapshot.place.level, "body": by.body, "snapshot": snapshot, **span}
    deeds = {"created_at": now, "created_by": by, "released_at": now, "released_by": by}
    return Publication.objects.create(
        code=f"cho-{owner}", title=f"Của {owner}", title_en=f"Of {owner}", **about, **deeds
    ).pk


def _delegation(world: World, owner: str) -> Any:
    """In a month the reporter stands in for the approver of the same body; until then it may do nothing more."""
    giver, taker = world.users[owner, "approver"], world.users[owner, "reporter"]
    start = localdate() + timedelta(days=30)
    return delegation_give(by=giver, taker=taker, valid_from=start, valid_to=start, reason="Đi công tác")


def _programme(world: World, by: Any, owner: str) -> Any:
    return programme_create(
        by=by,
        number=f"01/CTr-{owner.upper()}",
        title_vi=f"Chương trình phối hợp {owner}",
        title_en=f"Coordination programme {owner}",
        place=world.bodies[owner].place,
        term=TERM,
        parties=[world.bodies[owner], world.bodies["front"]],
        areas=[AreaDraft("Tuyên truyền", "Communication", ("communication.sessions", "tips.received"))],
    )


def counted_rows() -> dict[str, int]:
    """How many rows stand in every table of ours; sessions come and go with every visit."""
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("chungtay.")}
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.app_label in labels)
    tables.remove("actors_opensession")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def accounts() -> Iterator[tuple[str, str]]:
    """(body, role) of every account, and ('', '') for whoever is not signed in."""
    yield "", ""
    yield from ((body, role) for body in BODIES for role in ROLES)
