"""Addresses of the desk. Words in addresses are Vietnamese without marks, as people read them aloud."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from chungtay.faces.desk.audience import PUBLIC, audience
from chungtay.faces.desk.views import (
    batches,
    drafts,
    entry,
    figures,
    groups,
    home,
    programmes,
    readings,
    reports,
    reviews,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("vao/", entry.sign_in, name="sign_in"),
    path("ra/", entry.sign_out, name="sign_out"),
    path("tai-khoan/", entry.account, name="account"),
    path("ngon-ngu/", audience(PUBLIC)(require_POST(set_language)), name="set_language"),
    path("chuong-trinh/", programmes.programmes, name="programmes"),
    path("chuong-trinh/<int:id>/", programmes.programme, name="programme"),
    path("chuong-trinh/<int:id>/chi-tieu/<str:code>/", programmes.evidence, name="evidence"),
    path("chuong-trinh/<int:id>/tong-ket/", reviews.review_new, name="review_new"),
    path("bao-cao/", reports.readings, name="readings"),
    path("bao-cao/moi/", reports.report_new, name="report_new"),
    path("bao-cao/<int:id>/", readings.reading, name="reading"),
    path("bao-cao/<int:id>/so/<int:candidate_id>/", readings.candidate, name="candidate"),
    path("bao-cao/<int:id>/so/moi/", readings.candidate_new, name="candidate_new"),
    path("bao-cao/<int:id>/chac-chan/", readings.confirm_sure, name="reading_confirm_sure"),
    path("bao-cao/<int:id>/trinh/", readings.submit, name="reading_submit"),
    path("phieu/", drafts.drafts_open, name="drafts"),
    path("phieu/mo/", drafts.draft_open, name="draft_open"),
    path("phieu/<int:id>/", drafts.draft, name="draft"),
    path("phieu/<int:id>/o/", drafts.draft_cells, name="draft_cells"),
    path("phieu/<int:id>/hoan-lai/", drafts.draft_undo, name="draft_undo"),
    path("phieu/<int:id>/kiem-tra/", drafts.draft_findings, name="draft_findings"),
    path("phieu/<int:id>/lay-lai/", drafts.draft_restore, name="draft_restore"),
    path("dot-so-lieu/", batches.batches, name="batches"),
    path("dot-so-lieu/<int:id>/", batches.batch, name="batch"),
    path("dot-so-lieu/<int:id>/quyet-dinh/", batches.decide, name="batch_decide"),
    path("dot-so-lieu/<int:id>/phat-hien/<int:finding_id>/", batches.waive, name="finding_waive"),
    path("dot-so-lieu/<int:id>/phat-hien/<int:finding_id>/giai-thich/", batches.explain, name="finding_explain"),
    path("so-lieu/<int:id>/", figures.figure, name="figure"),
    path("ban-goc/<int:id>/", figures.source_content, name="source_content"),
    path("nhom-dia-ban/", groups.groups, name="groups"),
    path("nhom-dia-ban/moi/", groups.group_new, name="group_new"),
    path("nhom-dia-ban/nhom/<slug:key>/", groups.group, name="group"),
    path("nhom-dia-ban/nhom/<slug:key>/them/", groups.group_add, name="group_add"),
    path("nhom-dia-ban/nhom/<slug:key>/ket-thuc/", groups.group_end, name="group_end"),
    path("tong-ket/", reviews.reviews, name="reviews"),
    path("tong-ket/<int:id>/", reviews.review, name="review"),
    path("tong-ket/<int:id>/so/<str:key>/", reviews.review_sum, name="review_sum"),
    path("tong-ket/<int:id>/word/", reviews.docx, name="review_docx"),
    path("tong-ket/<int:id>/loi-van/<slug:section>/", reviews.text_write, name="review_text"),
    path("tong-ket/<int:id>/cong-khai/", reviews.review_release, name="review_release"),
]
