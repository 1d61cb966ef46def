"""Who may reach what: one row for each address of the desk. An address without a row fails the build.

`sees` says of which objects each role may know at all; other objects answer 404, other roles 403. `may` says where the
deed of a POST succeeds; whoever sees the object but may not do it is refused with 403. Where no relation is named, the
page is about no object. What an allowed request answers is PAGE (200) or the name of the address it leads to.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from access_rows import (
    ABOVE,
    EVERY_RELATION,
    FOLLOWED,
    FOLLOWERS,
    HIDDEN,
    LINE,
    NO_GET,
    NOTHING,
    OFFICERS,
    ORIGINALS,
    OWN,
    PAGE,
    READERS,
    REPORTER,
    TERRITORY,
    Row,
    deed,
    everybody,
    page,
    roles,
)
from access_world import Objects
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

TODAY = f"{localdate():%d/%m/%Y}"


def _report(made: Objects) -> dict[str, Any]:
    text = "BÁO CÁO\nĐã tổ chức 12 buổi tuyên truyền.\n"
    return {
        "form": "programme-review",
        "place": made.place.full_name,
        "start": "01/01/2025",
        "end": "31/12/2026",
        "file": SimpleUploadedFile("bao-cao.txt", text.encode()),
    }


def _run(made: Objects) -> dict[str, Any]:
    return {"id": made.run_id}


def _review(made: Objects) -> dict[str, Any]:
    return {"id": made.review.pk}


def _publication(made: Objects) -> dict[str, Any]:
    return {"id": made.publication_id}


def _passage(made: Objects) -> dict[str, Any]:
    return {"id": made.review.pk, "section": "causes"}


def _no_paper(made: Objects) -> dict[str, Any]:
    """None was issued; whose papers are whose is tried where papers are issued."""
    return {"id": made.review.pk, "paper": 0, "kind": "docx"}


def _point(made: Objects) -> dict[str, Any]:
    return {"id": made.point_id}


def _list(made: Objects) -> dict[str, Any]:
    return {"id": made.list_id}


def _group(made: Objects) -> dict[str, Any]:
    return {"key": made.group.key}


def _layout(made: Objects) -> dict[str, Any]:
    return {"id": made.layout_id}


def _sum(made: Objects) -> dict[str, Any]:
    """The sum of the one figure that the review prints, as `views.reviews` names it."""
    return {"id": made.review.pk, "key": sha256(str(made.figure_id).encode()).hexdigest()[:16]}


def _cell(made: Objects) -> dict[str, Any]:
    """The first row of the form, written with a number."""
    return {"i": made.first_item, "t": "12", "a": "", "n": "", "v": "0"}


def _form(made: Objects) -> dict[str, Any]:
    return {"id": made.form.pk}


def _form_page(made: Objects) -> dict[str, Any]:
    """The page of a form with one row, saved."""
    return {
        "do": "save",
        "code": "bieu-mau-thu",
        "name_vi": "Biểu mẫu thử",
        "name_en": "Trial form",
        "regime": "programme_term",
        "valid_from": "01/01/2099",
        "due-commune": "2",
        "line": "0",
        "row-0": "communication.sessions",
    }


AROUND = TERRITORY + " parent"
"""Also the land that the account's own lies in: what is asked there is asked of it."""
SIGNED_IN = roles("reporter", "approver", "partner", "administrator")
KEPT = {"reporter": OWN, "approver": "nobody", "partner": "nobody"}
"""What an account keeps for itself."""
ASKING = {"reporter": "own child", "approver": "own child"}
"""A body's officers, and those of the body that it reports to."""
LISTS = roles("reporter", "approver", "partner")
WRITERS = roles("reporter", "approver")
ROWS: dict[str, Row] = {
    # who is asking
    "sign_in": everybody(),
    "sign_out": everybody(get=NO_GET, post="sign_in"),
    "set_language": everybody(get=NO_GET, post="home", body=lambda made: {"language": "en"}),
    "home": page(SIGNED_IN),
    "account": page(SIGNED_IN),
    # whether the installation is well: no figures, for administrators; what machines ask tells a word
    "health": page(roles("administrator")),
    "alive": everybody(),
    "ready": everybody(),
    "metrics": everybody(get=HIDDEN),
    # the second half of the door: nobody here has shown a password, and no other provider is set
    "second_step": everybody(get="sign_in"),
    "sign_in_passkey": everybody(),
    "provider_ask": everybody(get=HIDDEN),
    "provider_back": everybody(get="sign_in"),
    "protection": Row(SIGNED_IN, post="protection"),
    # oversight is tried where it is at home: tests/faces/desk/test_desk_audit.py
    "audit_log": page({}),
    "audit_csv": page({}),
    "extraordinary": Row(roles("approver", "administrator"), post="extraordinary"),
    "rights": page(roles("administrator")),
    "protection_passkey": Row(SIGNED_IN, get=NO_GET, post="422"),
    # who stands in for whom: an approver of any body lends the deed to an account of the same body
    "delegations": Row(roles("reporter", "approver"), post="delegations", may={"approver": EVERY_RELATION}),
    "delegation_end": deed({"reporter": OWN, "approver": OWN}, "delegations", lambda made: {"id": made.delegation_id}),
    "changes_seen": deed(LISTS, "home", NOTHING, lambda made: {"until": "1"}),
    # programmes
    "programmes": page(LISTS),
    "programme": page(READERS, lambda made: {"id": made.programme.pk}),
    "programme_running": Row(
        FOLLOWERS,
        post="programme_running",
        args=lambda made: {"id": made.programme.pk},
        body=lambda made: {
            "do": "paper",
            "kind": "2",
            "number": "3/KH",
            "title": "Kế hoạch",
            "issued_on": "2025-11-20",
        },
        may={"reporter": FOLLOWED, "approver": FOLLOWED},
    ),
    "targets": page(FOLLOWERS, lambda made: {"id": made.programme.pk}),
    "conference": Row(
        FOLLOWERS,
        post="plan_reading",
        args=lambda made: {"id": made.conference_id},
        body=lambda made: {"text": "Rà soát các mô hình trước ngày 20/12."},
        may={"reporter": FOLLOWED, "approver": FOLLOWED},
    ),
    "programme_tree": page(FOLLOWERS, lambda made: {"id": made.programme.pk}),
    "programme_register": Row({"approver": "parent"}, post="422", args=lambda made: {"id": made.programme.pk}),
    # what follows a programme is prepared by the party that stands first in its heading
    "programme_next": Row({"approver": OWN}, post="programme_next", args=lambda made: {"id": made.programme.pk}),
    "programme_edit": Row(
        {"approver": TERRITORY},
        post="programme_edit",
        args=lambda made: {"id": made.programme.pk},
        body=lambda made: {"do": "before", "predecessor": ""},
    ),
    "plans": Row(
        FOLLOWERS,
        post="plan",
        args=lambda made: {"id": made.programme.pk},
        body=lambda made: {"year": "2025"},
        may={"reporter": FOLLOWED, "approver": FOLLOWED},
    ),
    "plan": Row(
        FOLLOWERS,
        post="plan_reading",
        args=lambda made: {"id": made.plan_id},
        body=lambda made: {"do": "text", "text": "Rà soát các mô hình trong quý IV."},
        may={"reporter": OWN, "approver": OWN},
    ),
    "plan_reading": Row(
        {"reporter": OWN, "approver": OWN},
        post="plan_reading",
        args=lambda made: {"id": made.plan_reading_id},
        body=lambda made: {"do": "drop", "candidate": made.plan_candidate_id},
    ),
    "tasks": page(LISTS),
    "task_give": Row(roles("approver"), get=NO_GET, post="422"),
    "task": Row(
        READERS,
        post="task",
        args=lambda made: {"id": made.task_id},
        body=lambda made: {"do": "comment", "text": "Đề nghị báo tiến độ"},
        may={"reporter": "own child below", "approver": "own child below"},
    ),
    "evidence": page(READERS, lambda made: {"id": made.programme.pk, "code": "communication.sessions"}),
    "by_place": page(READERS, lambda made: {"id": made.programme.pk, "code": "communication.sessions"}),
    "by_place_csv": page(READERS, lambda made: {"id": made.programme.pk, "code": "communication.sessions"}),
    "quality": page(LISTS),
    "quality_csv": page(LISTS),
    "emulation": page(LISTS),
    "explore": page(LISTS),
    "explore_cell": page(LISTS, get=HIDDEN),
    "explore_file": page(LISTS, lambda made: {"kind": "csv"}, get="explore"),
    "explore_picture": page(LISTS, get="explore"),
    "explore_picture_file": page(LISTS, lambda made: {"kind": "svg"}, get=HIDDEN),
    "overview": page(LISTS),
    "overview_arrange": deed(WRITERS, "overview", NOTHING, lambda made: {"viec": "them", "loai": "ask"}),
    "overview_undo": deed(WRITERS, "overview", NOTHING),
    "explorations": Row(LISTS, post="explore", body=lambda made: {"ten": "Mô hình theo tỉnh", "cau-hoi": "v=1"}),
    "exploration_forget": deed(KEPT, "explorations", lambda made: {"id": made.saved_id}),
    "exploration_back": deed(KEPT, "explorations", lambda made: {"id": made.saved_id}),
    "book_checks": page(WRITERS),
    "book_checks_csv": page(WRITERS),
    "book_checks_nation": page(WRITERS),
    # Refused on the page itself, by a message: the list holds no such line. A commune asks nobody.
    "book_check_ask": Row(
        WRITERS, get=NO_GET, post="book_checks", province_up=True, body=lambda made: {"dong": "0/2025-10"}
    ),
    "book_check_take_back": deed(
        ASKING,
        "book_checks",
        lambda made: {"id": made.book_check_id},
        may={"reporter": "child", "approver": "child"},
    ),
    "book_check_answer": deed(
        ASKING,
        "book_checks",
        lambda made: {"id": made.book_check_id},
        lambda made: {"tra-loi": "as_reported"},
        may={"reporter": OWN, "approver": OWN},
    ),
    # reports as they come in
    "readings": page(roles("reporter", "approver")),
    "report_new": Row(roles("reporter"), post="reading", refused="422", may={"reporter": TERRITORY}, body=_report),
    "reading": page(ORIGINALS, lambda made: {"id": made.reading.pk}),
    "candidate": Row(
        ORIGINALS,
        get="reading",
        post="reading",
        may=REPORTER,
        args=lambda made: {"id": made.reading.pk, "candidate_id": made.candidate_id},
        body=lambda made: {"do": "drop"},
    ),
    "candidate_new": deed(
        REPORTER,
        "reading",
        lambda made: {"id": made.reading.pk},
        lambda made: {
            "words": "12",
            "paragraph": "1",
            "indicator": "communication.sessions",
            "precision": "exact",
            "value": "12",
        },
    ),
    "reading_proof": page(ORIGINALS, lambda made: {"id": made.reading.pk}),
    "reading_confirm_sure": deed(REPORTER, "reading", lambda made: {"id": made.reading.pk}),
    "reading_submit": deed(REPORTER, "batch", lambda made: {"id": made.reading.pk}),
    "source_content": page(ORIGINALS, lambda made: {"id": made.source_id}),
    # forms being filled in
    "drafts": page(roles("reporter")),
    "draft_open": deed(
        roles("reporter"),
        "draft",
        NOTHING,
        lambda made: {"mau": "monthly-commune", "dia-ban": made.place.key, "ky": "2026-01"},
        may={"reporter": TERRITORY},
    ),
    "draft": Row(REPORTER, post="draft", args=lambda made: {"id": made.draft.pk}, body=lambda made: {"do": "save"}),
    "draft_cells": deed(REPORTER, PAGE, lambda made: {"id": made.draft.pk}, _cell),
    "draft_undo": deed(REPORTER, PAGE, lambda made: {"id": made.draft.pk}),
    "draft_findings": page(REPORTER, lambda made: {"id": made.draft.pk}),
    "draft_restore": deed(REPORTER, "draft", lambda made: {"id": made.thrown.pk}),
    # figures and what is decided of them
    "batches": page(LISTS),
    "batch": page(READERS, lambda made: {"id": made.submitted.pk}),
    "batch_decide": deed(
        OFFICERS,
        "batch",
        lambda made: {"id": made.submitted.pk},
        lambda made: {"kind": "returned", "reason": "Thiếu số của tuần cuối"},
        may={"approver": ABOVE},
    ),
    "batch_decide/withdraw": deed(
        OFFICERS,
        "batch",
        lambda made: {"id": made.submitted.pk},
        lambda made: {"kind": "withdrawn", "reason": "Gửi nhầm kỳ"},
        may={"reporter": OWN},
    ),
    "batch_return": deed(
        OFFICERS,
        "batch",
        lambda made: {"id": made.submitted.pk},
        lambda made: {"reason": "Thiếu số của tuần cuối"},
        may={"approver": ABOVE},
    ),
    # Refused on the page itself, report by report: others' as if they did not exist, this one for its finding.
    "queue": Row(
        roles("reporter", "approver"), post=PAGE, body=lambda made: {"do": "chosen", "batch": [made.submitted.pk]}
    ),
    "finding_waive": deed(
        {"approver": TERRITORY},
        "batch",
        lambda made: {"id": made.submitted.pk, "finding_id": made.finding_id},
        lambda made: {"reason": "Đã đối chiếu, số đúng"},
        may={"approver": ABOVE},
    ),
    "finding_explain": deed(
        {"reporter": TERRITORY},
        "batch",
        lambda made: {"id": made.submitted.pk, "finding_id": made.finding_id},
        lambda made: {"reason": "Tháng cao điểm ra quân"},
        may={"reporter": OWN},
    ),
    "figure": page(READERS, lambda made: {"id": made.figure_id}),
    # forms
    "lists": page(LISTS),
    "forms": page(LISTS),
    "form_new": Row(roles("approver"), post="form_version", body=_form_page, province_up=True),
    "form_import": Row(roles("approver"), post="422", body=lambda made: {"text": "forms:"}, province_up=True),
    "form_version": page(dict.fromkeys(LISTS, AROUND), _form),
    "form_file": page(dict.fromkeys(LISTS, AROUND), _form),
    "form_next": Row(
        {"approver": AROUND},
        post="form_version",
        args=_form,
        body=_form_page,
        may={"approver": TERRITORY},
        province_up=True,
    ),
    "form_withdraw": Row(
        {"approver": AROUND}, get=NO_GET, post="forms", args=_form, may={"approver": TERRITORY}, province_up=True
    ),
    "form_follow": Row(
        {"approver": AROUND}, get=NO_GET, post="form_version", args=_form, may={"approver": TERRITORY}, province_up=True
    ),
    # who has reported; settings of one's own
    "board": page(LISTS),
    "board_csv": page(LISTS),
    # Refused on the page itself, by a message: nothing of it is missing, or no mail server is set up.
    "board_remind": deed(
        OFFICERS,
        "board",
        NOTHING,
        lambda made: {
            "mau": "monthly-commune",
            "ky": "2026-01",
            "dia-ban": made.place.key,
            "co-quan": made.owner.upper(),
        },
        may={"reporter": ABOVE, "approver": ABOVE},
    ),
    "board_remind_all": Row(roles("reporter", "approver"), post="board"),
    "mine": Row(
        LISTS, post="mine", body=lambda made: {"email": "van-phong@vi.du", "language": "vi", "digest": "daily"}
    ),
    "calendar_key": deed(LISTS, "mine", NOTHING, lambda made: {"do": "revoke"}),
    "calendar": everybody(args=lambda made: {"key": made.calendar}),
    "holidays": Row(
        roles("administrator"),
        post="holidays",
        body=lambda made: {"on": "31/12/2029", "name_vi": "Nghỉ bù", "name_en": "Day in lieu"},
    ),
    "holiday_remove": Row(roles("administrator"), post="holidays", args=lambda made: {"id": made.holiday_id}),
    # villages: of which commune is in the query, and tested with the page
    "villages": Row(roles("approver", "administrator"), post="villages"),
    "village_list": page(roles("reporter", "approver")),
    "village_csv": page(roles("reporter", "approver")),
    "villages_unsettled": Row(roles("administrator"), post="villages_unsettled"),
    # registers: activities, teams of the core forces, tallies
    "activities": page(LISTS),
    "activity_calendar": page(LISTS),
    "activity_map": page(LISTS),
    "activity_new": Row(
        roles("reporter", "approver"), post="activity", body=lambda made: {"loai": "patrol", "on": "01/11/2025"}
    ),
    "activity": Row(
        READERS,
        post="activity",
        args=lambda made: {"id": made.activity_id},
        body=lambda made: {"do": "strike", "reason": "Ghi trùng"},
        may={"reporter": OWN, "approver": OWN},
    ),
    "teams": page(LISTS),
    "team": Row(
        READERS,
        post="team",
        args=lambda made: {"id": made.team_id},
        body=lambda made: {"do": "void", "reason": "Ghi trùng"},
        may={"reporter": OWN, "approver": OWN},
        of_a_commune=True,
    ),
    "tallies": page(LISTS),
    "tally": Row(
        dict.fromkeys(LISTS, "own child"),
        post="tally",
        args=lambda made: {"id": made.tally_id},
        body=lambda made: {"do": "redo", "why": "1"},
        may={"reporter": OWN, "approver": OWN},
        of_a_commune=True,
    ),
    # standards
    "standards": Row(LISTS, post="422"),
    "standard": Row(
        READERS,
        post="standard",
        args=lambda made: {"id": made.standard_id},
        body=lambda made: {"do": "void", "reason": "Ghi nhầm"},
        may={"reporter": OWN, "approver": OWN},
        of_a_commune=True,
    ),
    # commendations: a draft is its proposer's alone
    "commendations": page(LISTS),
    "commendation_new": Row(roles("reporter", "approver"), post="422"),
    "award_limits": Row(roles("reporter", "approver"), post="422"),
    "commendation": Row(
        {"reporter": OWN, "approver": OWN, "partner": "none"},
        post="commendations",
        args=lambda made: {"id": made.commendation_id},
        body=lambda made: {"do": "drop", "reason": "Lập nhầm"},
    ),
    # a list of recipients: nothing is chosen, which is told on the page
    "award_bring": Row({"reporter": OWN, "approver": OWN}, post="422", args=lambda made: {"id": made.commendation_id}),
    "award_template": page({"reporter": OWN, "approver": OWN}, args=lambda made: {"id": made.commendation_id}),
    "award_annex": page(LISTS),
    "certificate_template": Row(roles("reporter", "approver"), post="422"),
    # a draft has no certificates; who prints those of a decision is told in the tests of its page
    "certificates": Row({"reporter": "none", "approver": "none"}, args=lambda made: {"id": made.commendation_id}),
    # groups of places
    "groups": page(LISTS),
    "group_new": Row(
        roles("reporter", "approver"),
        post="group",
        body=lambda made: {"name_vi": "Nhóm mới", "name_en": "New group", "kind": "own", "key": "nhom-moi"},
    ),
    "group": page(READERS, _group),
    "group_add": deed(
        OFFICERS,
        "group",
        _group,
        lambda made: {"text": "00004", "start": "01/08/2025", "end": "31/08/2025"},
        may={"reporter": OWN, "approver": OWN},
    ),
    "group_end": deed(
        OFFICERS,
        "group",
        _group,
        lambda made: {"member": str(made.member_id), "end": "31/12/2025"},
        may={"reporter": OWN, "approver": OWN},
    ),
    # workbooks of forms, and layouts of a body's own
    "workbooks": Row(
        roles("reporter"),
        post="workbook",
        refused="422",
        may=REPORTER,
        body=lambda made: {"file": SimpleUploadedFile("thang.xlsx", made.workbook)},
    ),
    "workbook_download": page(roles("reporter"), get="workbooks"),
    "workbook": page(REPORTER, lambda made: {"id": made.workbook_source_id}),
    "workbook_marked": page(REPORTER, lambda made: {"id": made.workbook_source_id}),
    "uploads": Row(
        roles("reporter"),
        post="upload",
        may=None,
        body=lambda made: {"files": SimpleUploadedFile("thang.xlsx", made.workbook)},
    ),
    "upload": page(REPORTER, lambda made: {"id": made.upload_id}),
    "upload_progress": page(REPORTER, lambda made: {"id": made.upload_id}),
    "upload_resume": deed(REPORTER, "upload", lambda made: {"id": made.upload_id}),
    # many reports at once, confirmed in one sitting
    "documents_many": Row(
        roles("reporter"),
        post="documents",
        refused="422",
        may={"reporter": TERRITORY},
        body=lambda made: {
            "files": SimpleUploadedFile("cu.txt", "Báo cáo: tổ chức 12 buổi tuyên truyền.".encode()),
            "form": "programme-review",
            "place": made.place.full_name,
            "start": "01/01/2025",
            "end": "31/12/2026",
        },
    ),
    "documents": page(REPORTER, lambda made: {"id": made.documents_id}),
    "documents_progress": page(REPORTER, lambda made: {"id": made.documents_id}),
    "documents_resume": deed(REPORTER, "documents", lambda made: {"id": made.documents_id}),
    "document_reread": deed(REPORTER, "documents", lambda made: {"id": made.document_id}),
    "sitting_sure": Row(
        REPORTER, post="documents", args=lambda made: {"id": made.documents_id}, body=lambda made: {"so": ""}
    ),
    "sitting_one": page(REPORTER, lambda made: {"id": made.documents_id}, get="documents"),
    "wordings": page(roles("reporter")),
    "wordings_csv": page(roles("reporter")),
    "wordings_bring": Row(
        roles("reporter"),
        post="wordings",
        body=lambda made: {"do": "bring", "table": "cum_tu,chi_tieu\nbuổi nói chuyện,communication.sessions\n"},
    ),
    "wordings_undo": deed(REPORTER, "wordings", lambda made: {"id": made.wording_import_id}),
    "wording_change": deed(REPORTER, "wordings", lambda made: {"id": made.wording_id}),
    "sitting_send": deed(REPORTER, "documents", lambda made: {"id": made.documents_id}),
    "uploaded_marked": page(REPORTER, lambda made: {"id": made.uploaded_id}, get="upload"),
    "layout_new": Row(roles("reporter"), post="422"),
    "layout": Row(REPORTER, post="422", args=_layout),
    "layout_forget": deed(REPORTER, "workbooks", _layout),
    # the register of community models
    "registers": page(LISTS),
    "register_search": page(LISTS),
    "points": page(LISTS),
    "points_file": page(LISTS),
    "point_teams": page(LISTS),
    "points_coverage": page(LISTS),
    "point_sides": page(LISTS),
    "points_left": Row(roles("reporter", "approver"), post=HIDDEN),
    "model_kinds": page(LISTS),
    "model_kind": page(LISTS, lambda made: {"id": made.kind_id}),
    "kind_effect": Row(LISTS, post="422", args=lambda made: {"id": made.kind_id}),
    "kind_replication": Row(
        LISTS,
        post="kind_replication",
        may=dict.fromkeys(("reporter", "approver"), EVERY_RELATION),
        args=lambda made: {"id": made.kind_id},
        province_up=True,
    ),
    "effect_method": page(LISTS),
    "rating_scales": Row(LISTS, post="422", may={"approver": EVERY_RELATION}, province_up=True),
    "what_we_know": Row(roles("approver"), get=NO_GET, post="model_kinds"),
    "kinds_unite": Row(roles("approver"), get=NO_GET, post="model_kinds"),
    "uniting_undo": Row(roles("approver"), get=NO_GET, post="model_kinds", args=lambda _made: {"id": 1}),
    "point_new": Row(roles("reporter", "approver"), post="422"),
    "points_confirm": Row(
        roles("reporter", "approver"),
        post="points_confirm",
        refused=HIDDEN,
        may=OFFICERS,
        body=lambda made: {"point": str(made.point_id), "on": TODAY},
    ),
    "list_bring": Row(roles("reporter", "approver"), post="422", args=lambda made: {"register": "mo-hinh"}),
    "list_template": page(roles("reporter", "approver"), lambda made: {"register": "mo-hinh"}),
    "list_brought": Row(
        {"reporter": OWN, "approver": OWN}, post="list_brought", args=_list, body=lambda made: {"do": "drop"}
    ),
    "list_progress": page({"reporter": OWN, "approver": OWN}, _list),
    "list_bad": page({"reporter": OWN, "approver": OWN}, _list, get="list_brought"),
    "round_undo": deed({"reporter": OWN, "approver": OWN}, "points_confirm", lambda made: {"id": made.round_id}),
    "point": page(READERS, _point),
    "point_step": deed(OFFICERS, "point", _point, lambda made: {"kind": "strengthen", "on": TODAY}, may=LINE),
    "step_document": Row(OFFICERS, get=NO_GET, post="422", args=_point, may=LINE),
    "point_strike": Row(OFFICERS, get=NO_GET, post="422", args=_point),
    "point_edit": deed(OFFICERS, "point", _point, lambda made: {"name": "Camera khu A", "lead": "police"}, may=LINE),
    "point_seen": deed(OFFICERS, "point", _point, lambda made: {"on": TODAY, "is_running": "1"}),
    "point_grade": deed(
        OFFICERS, "point", _point, lambda made: {"grade": str(made.grade_id), "on": TODAY, "document": "12/BC-CAP"}
    ),
    "grade_strike": Row(OFFICERS, get=NO_GET, post="422", args=_point),
    "team_strike": Row(OFFICERS, get=NO_GET, post="422", args=_point),
    "point_team": deed(OFFICERS, "point", _point, lambda made: {"name": "Tổ 1", "on": TODAY}, may=LINE),
    # publishing
    "publications": page(LISTS),
    "publication_new": Row(roles("approver"), post="422", province_up=True),
    "publication": page(READERS, _publication),
    "publication_release": Row({"approver": TERRITORY}, get=NO_GET, post="422", args=_publication, province_up=True),
    "publication_withdraw": Row(
        {"approver": TERRITORY},
        get=NO_GET,
        post="publication",
        args=_publication,
        body=lambda made: {"reason": "wrong_figures"},
        province_up=True,
    ),
    "publication_correct": Row({"approver": TERRITORY}, get=NO_GET, post=HIDDEN, args=_publication, province_up=True),
    "publication_draft": Row(
        {"approver": TERRITORY}, get=NO_GET, post="publication", args=_publication, province_up=True
    ),
    # reviews
    "reviews": page(LISTS),
    "review_new": deed(
        {"approver": TERRITORY},
        "review",
        lambda made: {"id": made.programme.pk},
        lambda made: {"place": made.place.key, "period": "2025-01-01/2026-12-31"},
    ),
    "review_templates": Row(roles("approver"), post="422"),
    "review_template_sample": page(roles("approver")),
    "review_template": Row(
        {"approver": OWN},
        post="review_template",
        args=lambda made: {"id": made.outline_id},
        body=lambda made: {"do": "use"},
    ),
    "review_runs": Row(roles("approver"), post="422"),
    "review_run": page({"approver": OWN}, _run),
    "review_run_progress": page({"approver": OWN}, _run),
    "review_run_resume": deed({"approver": OWN}, "review_run", _run),
    "review_run_zip": page({"approver": OWN}, _run),
    "review_run_file": page({"approver": OWN}, lambda made: {"id": made.run_id, "file": 0}, get=HIDDEN),
    "review": page(READERS, _review),
    "review_derive": deed({"approver": TERRITORY}, "review", _review, lambda made: {"kind": "press"}),
    "review_sum": page(READERS, _sum),
    "review_docx": page(READERS, _review),
    "review_compose": page(READERS, _review),
    "review_arrange": deed(
        OFFICERS,
        "review_compose",
        _review,
        lambda made: {"do": "rename", "key": "causes", "title": "Vì sao"},
        may={"approver": TERRITORY},
    ),
    "review_papers": page(READERS, _review),
    "review_file": page(READERS, lambda made: {"id": made.review.pk, "kind": "sheets"}),
    # A section is still unwritten: whoever may issue is told so on the page itself.
    "review_issue": deed({"approver": TERRITORY}, "422", _review, lambda made: {"number": "5", "on": TODAY}),
    "review_agree": deed(
        READERS,
        "review_papers",
        _review,
        lambda made: {"do": "letter", "line": "front", "letter": "?"},
        may={"approver": TERRITORY},
    ),
    "issued_file": page(READERS, _no_paper, get=HIDDEN),
    "issued_correct": deed({"approver": TERRITORY}, HIDDEN, lambda made: {"id": made.review.pk, "paper": 0}),
    "file_verify": page(LISTS),
    "review_text": deed(OFFICERS, "review_compose", _passage, lambda made: {"text": "Thời gian ngắn."}),
    "review_versions": page(OFFICERS, _passage),
    "review_suggest": deed(READERS, "review_compose", _passage, lambda made: {"text": "Thời gian dài."}),
    "review_suggestion": deed(
        OFFICERS, "review_compose", lambda made: {"id": made.review.pk, "number": 1}, lambda made: {"do": "reject"}
    ),
    "review_comment": deed(READERS, "review_compose", _passage, lambda made: {"text": "Nên nói rõ."}),
    "residents": page(roles("reporter", "approver")),
    "resident_reply": deed(roles("approver"), "residents", NOTHING),
    "review_release": Row(
        {"approver": TERRITORY}, get=NO_GET, post="review", may={"approver": TERRITORY}, args=_review, province_up=True
    ),
}
