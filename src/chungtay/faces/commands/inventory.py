"""What the database holds about whom: every column classed, read off the models themselves.

What is no text is classed by its kind: keys, numbers, days, yes or no, choices of a closed list, and who did something
(an account). Every text must be named below, else the build fails: by its column, or by its name where all columns of
that name are alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Field, Model

CLASSES = {
    "account": "tài khoản (chức danh) / an account, an office",
    "who": "tài khoản đã làm / the account that did it",
    "commended": "người được khen / a commended person",
    "device": "thiết bị, phiên / a device, a session",
    "secret": "bí mật, đã băm hoặc mã hóa / a secret, hashed or encrypted",
    "answer": "ý kiến chọn sẵn, không người gửi / an answer from a list, of nobody",
    "screened": "lời văn đã soát tên / words screened for names",
    "passage": "câu đã che tên, lời của văn bản / masked sentences, words of official papers",
    "unit": "tên đơn vị, địa bàn, mô hình / names of bodies, places, models",
    "paper": "số ký hiệu văn bản / numbers of documents",
    "catalogue": "danh mục, cách tính / catalogue and rules",
    "code": "mã, dấu băm, kỹ thuật / codes, digests, technical",
    "figure": "số liệu / figures",
    "key": "khóa / a key",
    "day": "ngày giờ / a day or instant",
    "state": "số, có-không, lựa chọn / a number, yes or no, a choice",
}
KEPT = {
    "account": "như sổ cái; hộp thư đến khi khóa / as the ledger; the mailbox until the account is closed",
    "who": "như sổ cái / as the ledger",
    "commended": "đến khi người đó rút tên / until the person withdraws the name",
    "device": "phiên: đến hết; nơi đến: 365 ngày; lần thử: 30 / a session: to its end; origins: 365 days; tries: 30",
    "secret": "đến khi đổi, bỏ hoặc khóa tài khoản / until changed, removed or the account is closed",
    "answer": "đến hết tháng; sau đó chỉ số đếm / until the month ends; then counts alone",
}
"""Where it is not simply kept with the ledger, for good."""

_BY_COLUMN = {
    **dict.fromkeys(("actors.User.username", "actors.User.display_name", "actors.User.email"), "account"),
    **dict.fromkeys(("actors.User.language", "audit.Entry.account", "audit.Entry.role"), "account"),
    **dict.fromkeys(("actors.User.password", "actors.User.calendar_key", "actors.Totp.sealed_secret"), "secret"),
    **dict.fromkeys(("actors.RecoveryCode.digest", "actors.Passkey.credential", "actors.Passkey.public_key"), "secret"),
    **dict.fromkeys(("actors.OpenSession.session_key", "actors.OpenSession.session_data"), "secret"),
    **dict.fromkeys(("sources.SourceKey.wrapped", "publishing.AnswerSalt.secret", "audit.Origin.salt"), "secret"),
    **dict.fromkeys(("actors.OpenSession.browser", "actors.OpenSession.origin", "audit.Origin.seen"), "device"),
    **dict.fromkeys(("actors.Passkey.label", "reviews.ReviewDraft.window"), "device"),
    **dict.fromkeys(("actors.Identity.subject", "actors.Identity.issuer"), "account"),
    **dict.fromkeys(("commendations.Award.name", "commendations.Award.name_key"), "commended"),
    **dict.fromkeys(("commendations.Award.told", "commendations.Award.consent"), "commended"),
    **dict.fromkeys(("publishing.ResidentAnswer.device_token", "publishing.ResidentAnswer.answer"), "answer"),
    **dict.fromkeys(("publishing.ResidentAnswer.subject", "publishing.ResidentAnswer.subject_kind"), "answer"),
    **{
        f"axes.{table}.{column}": "device"
        for table in ("AccessAttempt", "AccessFailureLog", "AccessLog")
        for column in ("user_agent", "ip_address", "http_accept", "path_info", "get_data", "post_data", "session_hash")
    },
    **{f"axes.{table}.username": "account" for table in ("AccessAttempt", "AccessFailureLog", "AccessLog")},
    "audit.Entry.body": "unit",
    "audit.Entry.before": "state",
    "audit.Entry.after": "state",
    "audit.Entry.thing": "code",
    "publishing.LogLeaf.body": "code",
    "commendations.CertificateTemplate.issuer": "unit",
}
_BY_NAME = {
    "screened": (
        *("reason", "remark", "struck_why", "note", "note_en", "note_vi", "told", "request", "result", "refusal"),
        *("title", "title_key", "title_vi", "title_en", "venue", "reply", "end_reason", "label", "target", "letter"),
    ),
    "passage": (
        *(
            "text",
            "as_written",
            "surface",
            "beside",
            "before",
            "after",
            "area_words",
            "due_words",
            "lead_words",
            "opening",
        ),
        *("partner_words", "proposal", "sketch", "composition", "blocks", "phrase", "others", "qualifier", "problems"),
        *("prompt_vi", "prompt_en", "content", "data", "summary", "reports", "manifest", "partners", "details"),
        *("chairs", "files", "verb", "head"),
    ),
    "unit": (
        *("name", "name_vi", "name_en", "name_key", "full_name", "match_key", "tone_key", "keeper", "added_by"),
        *("ended_by", "names", "place_name", "province_name", "signer", "town", "kinds", "owed_by", "issuer"),
    ),
    "paper": ("document", "number", "decision", "minutes", "plan", "paper", "decree", "source", "consent", "symbol"),
    "catalogue": (
        *("breakdown", "nature", "over_places", "over_time", "unit", "unit_en", "unit_vi", "public_floor", "scope"),
        *("public_period", "guidance_vi", "guidance_en", "due", "rules", "rule", "heads", "columns", "settings"),
        *("indicators", "share_method", "status", "severity", "regime", "period_regime", "part", "topic", "register"),
        *("border", "colour", "marks", "rating", "outcome", "level", "line", "page", "section", "catalogue_digest"),
        *("kind", "kind_vi", "kind_en", "measure", "member", "counts", "tests"),
    ),
    "figure": (
        *("absence", "cell", "cells", "figures", "high", "low", "hidden", "indicator", "locator", "members"),
        *("place_at", "period_at", "anchors", "positions", "precision", "shown_vi", "shown_en", "place_code"),
        *("place_level", "place_vintage", "province_code", "vintage", "answer", "subject", "subject_kind"),
    ),
    "code": (
        *("code", "code_version", "clock", "deed", "digest", "file_name", "filename", "folder", "hashes", "key"),
        *("language", "leaf_hash", "media_type", "origin_seal", "panel_digest", "plan_digest", "previous", "query"),
        *(
            "public_id",
            "reason_code",
            "root",
            "secret",
            "sha256",
            "source_sha256",
            "state",
            "step",
            "storage_name",
            "thing",
        ),
        *("text_sha256",),
    ),
}


@dataclass(frozen=True)
class Column:
    """One column, and what it is about; `about` is "" where nobody has classed it."""

    table: str
    column: str
    about: str


def columns() -> Iterator[Column]:
    """Every column of every table of ours and of the counter of tries at the door, in the order of rooms and models."""
    from django.apps import apps

    by_name = {name: about for about, names in _BY_NAME.items() for name in names}
    for model in apps.get_models():
        if model.__module__.startswith(("chungtay.", "axes.")):
            for field in model._meta.concrete_fields:
                yield Column(model._meta.label, field.name, _about(model, field, by_name))


def _about(model: type[Model], field: Field[object, object], by_name: dict[str, str]) -> str:
    from django.db import models

    if field.is_relation:
        related = field.related_model
        return "who" if isinstance(related, type) and related._meta.label == "actors.User" else "key"
    if isinstance(field, models.AutoField):
        return "key"
    if isinstance(field, models.DateField | models.TimeField):
        return "day"
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    named = _BY_COLUMN.get(f"{model._meta.label}.{field.name}")
    if named or not isinstance(field, texts) or field.choices:
        return named or "state"
    return by_name.get(field.name, "")


def page() -> str:
    """The inventory as a page of the documentation."""
    found = list(columns())
    lines = [
        "# Danh mục dữ liệu / Data inventory",
        "",
        "Made by `chungtay privacy inventory` from the models; a test fails where this page or a class is missing.",
        'What is not named under "kept" is kept with the ledger, for good: it is about units and counts.',
        "",
        "| Class | What it is | Kept |",
        "|---|---|---|",
        *(f"| {name} | {words} | {KEPT.get(name, '')} |" for name, words in CLASSES.items()),
    ]
    for about in (*KEPT, "screened", "passage"):
        if about == "who":
            continue
        lines += ["", f"## {about}: {CLASSES[about]}", ""]
        lines += [f"- `{column.table}.{column.column}`" for column in found if column.about == about]
    return "\n".join([*lines, ""])
