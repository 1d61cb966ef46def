"""Bringing form versions and days off into the database, and saying who owes what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.forms import queries
from chungtay.reference.forms.deadlines import holiday_texts
from chungtay.reference.forms.files import form_texts
from chungtay.reference.forms.models import Form, FormItem, FormSection, Holiday, Obligation
from chungtay.reference.forms.ruling import rule_plain
from chungtay.reference.forms.texts import FormText, is_two_attest
from chungtay.reference.indicators.queries import indicator_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body
    from chungtay.reference.places.models import Place

_BATCH = 1000


@transaction.atomic
def forms_load() -> int:
    """Every shipped form version and day off gets its row; gives the number of form versions.

    May be run again at any time; the catalogue must be loaded before. What a known version asks for never changes:
    Refusal BIEUMAU-002 when the shipped text of one asks for other rows. Its names, dates, headings, deadlines, rules
    and what may be written in a row follow the text.
    """
    for text in form_texts():
        _form_load(text)
    known = set(Holiday.objects.values_list("on", flat=True))
    Holiday.objects.bulk_create(
        Holiday(on=day.on, name_vi=day.name_vi, name_en=day.name_en) for day in holiday_texts() if day.on not in known
    )
    return len(form_texts())


def _form_load(text: FormText) -> None:
    known = Form.objects.filter(code=text.code, version=text.version).first()
    if known is None:
        form_store(text)
        return
    items = list(FormItem.objects.filter(form=known).order_by("position"))
    if [(item.indicator_id, item.cell) for item in items] != [(indicator_id(r.indicator), r.cell) for r in text.rows]:
        raise Refusal.of(
            "BIEUMAU-002",
            Both(f"biểu mẫu {text.code}", f"form {text.code}"),
            read=f"v{text.version}",
            expected=Both("một phiên bản mới", "a new version"),
            todo=Both("tăng số phiên bản trong forms.yaml", "raise the version in forms.yaml"),
            vi="phiên bản đã dùng thì không đổi chỉ tiêu",
            en="the indicators of a version in use never change",
        )
    Form.objects.filter(pk=known.pk).update(**_columns(text) | {"valid_to": _last_day(text)})
    _rows_follow(known, text, items)


def _rows_follow(form: Form, text: FormText, items: list[FormItem]) -> None:
    """Headings and flags of the known rows as the text has them."""
    FormItem.objects.filter(form=form).update(section=None)
    FormSection.objects.filter(form=form).delete()
    for item, new in zip(items, _items(form, text), strict=True):
        new.pk = item.pk
        new.save()
    queries.forget_items()


def _last_day(text: FormText) -> date | None:
    """When the version ends: as its text says, and before a later version that was made here begins."""
    later = Form.objects.filter(code=text.code, version__gt=text.version).order_by("version").first()
    ends = [day for day in (text.valid_to, later and later.valid_from - timedelta(days=1)) if day]
    return min(ends, default=None)


def form_store(text: FormText, scope: Place | None = None) -> Form:
    """A form version that is not there yet, with its headings and rows, as its text says. Who may is for the caller."""
    form = Form.objects.create(code=text.code, version=text.version, scope=scope, **_columns(text))
    FormItem.objects.bulk_create(_items(form, text))
    queries.forget_items()
    return form


def _columns(text: FormText) -> dict[str, Any]:
    return {
        "name_vi": text.name_vi,
        "name_en": text.name_en,
        "regime": text.regime.value,
        "valid_from": text.valid_from,
        "valid_to": text.valid_to,
        "due": text.due,
        "owed_by": text.owed_by,
        "status": text.status,
        "rules": [rule_plain(rule) for rule in text.rules],
        "guidance_vi": text.guidance_vi,
        "guidance_en": text.guidance_en,
    }


def _items(form: Form, text: FormText) -> list[FormItem]:
    """The rows under their headings, which are made here; a form without headings has one nameless part."""
    found: list[FormItem] = []
    for number, part in enumerate(text.sections):
        section = None
        if part.name_vi:
            section = FormSection.objects.create(form=form, position=number, name_vi=part.name_vi, name_en=part.name_en)
        for row in part.rows:
            item = FormItem(
                form=form,
                section=section,
                indicator_id=indicator_id(row.indicator),
                cell=row.cell,
                position=len(found),
                allows_precision=row.allows_precision,
                must_answer=row.must_answer,
                two_attest=is_two_attest(row.indicator),
            )
            found.append(item)
    return found


@transaction.atomic
def obligation_create(
    *, form: Form, body: Body | None, place: Place, valid_from: date, valid_to: date | None = None
) -> Obligation:
    """The body (None: not yet set up here) owes the form for the place, for periods that end within the dates.

    Said again, it is the same obligation, with the end now given. Refusal BIEUMAU-003 when the dates run backward.
    """
    _check_dates(valid_from, valid_to)
    obligation, _ = Obligation.objects.update_or_create(
        form=form, body=body, place=place, valid_from=valid_from, defaults={"valid_to": valid_to}
    )
    return obligation


@transaction.atomic
def obligations_for_places(
    *, form: Form, places: Mapping[Place, Body | None], valid_from: date, valid_to: date | None = None
) -> int:
    """The same for many places at once, place by the body that owes it; gives how many were new.

    Places for which the form is already owed from that day on are left as they are.
    """
    _check_dates(valid_from, valid_to)
    known = set(Obligation.objects.filter(form=form, valid_from=valid_from).values_list("place_id", flat=True))
    rows = [
        Obligation(form=form, body=body, place=place, valid_from=valid_from, valid_to=valid_to)
        for place, body in places.items()
        if place.pk not in known
    ]
    Obligation.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _check_dates(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refusal.of(
            "BIEUMAU-003",
            Both("nghĩa vụ báo cáo", "obligation"),
            read=f"{valid_from.isoformat()} - {valid_to.isoformat()}",
            expected=Both("ngày kết thúc sau ngày bắt đầu", "an end after the start"),
            todo=Both("sửa ngày", "mend the dates"),
            vi="ngày kết thúc trước ngày bắt đầu",
            en="the dates run backward",
        )
