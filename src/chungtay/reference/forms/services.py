"""Bringing form versions and days off into the database, and saying who owes what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from chungtay.kernel.errors import Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.forms import queries
from chungtay.reference.forms.deadlines import FormText, form_texts, holiday_texts
from chungtay.reference.forms.models import Form, FormItem, Holiday, Obligation
from chungtay.reference.indicators.queries import indicator_id

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User
    from chungtay.reference.places.models import Place

_BATCH = 1000


@transaction.atomic
def forms_load() -> int:
    """Every shipped form version and day off gets its row; gives the number of form versions.

    May be run again at any time; the catalogue must be loaded before. A version that batches may already name is
    never changed: Refusal BIEUMAU-002 when the shipped text of a known version asks for other indicators.
    """
    for text in form_texts():
        _form_load(text)
    Holiday.objects.bulk_create(
        [Holiday(on=day.on, name_vi=day.name_vi, name_en=day.name_en) for day in holiday_texts()],
        ignore_conflicts=True,
    )
    return len(form_texts())


def _form_load(text: FormText) -> None:
    form, created = Form.objects.update_or_create(
        code=text.code,
        version=text.version,
        defaults={
            "name_vi": text.name_vi,
            "name_en": text.name_en,
            "regime": text.regime.value,
            "valid_from": text.valid_from,
            "valid_to": text.valid_to,
        },
    )
    ids = [indicator_id(code) for code in text.indicators]
    queries.forget_items()
    if created:
        items = [FormItem(form=form, indicator_id=pk, position=i) for i, pk in enumerate(ids)]
        FormItem.objects.bulk_create(items)
    elif ids != list(FormItem.objects.filter(form=form).order_by("position").values_list("indicator_id", flat=True)):
        raise Refusal.of(
            "BIEUMAU-002",
            f"biểu mẫu / form {text.code}",
            read=f"v{text.version}",
            expected="một phiên bản mới / a new version",
            todo="tăng số phiên bản trong forms.yaml / raise the version in forms.yaml",
            vi="phiên bản đã dùng thì không đổi chỉ tiêu",
            en="the indicators of a version in use never change",
        )


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


@transaction.atomic
def holiday_add(*, by: User, on: date, name_vi: str, name_en: str) -> Holiday:
    """A day off that a decision of the year makes; deadlines move past it from now on.

    Refusal BIEUMAU-004 when somebody else than an administrator adds it or a name lacks.
    """
    if by.role != "administrator" or not by.is_active or not squeeze(name_vi) or not squeeze(name_en):
        raise Refusal.of(
            "BIEUMAU-004",
            "ngày nghỉ / holiday",
            read=on.isoformat(),
            expected="tài khoản quản trị; tên hai thứ tiếng / an administrator; names in two languages",
            todo="đề nghị người quản trị thêm / ask an administrator to add it",
            vi="không thêm được ngày nghỉ",
            en="the holiday cannot be added",
        )
    holiday, _ = Holiday.objects.update_or_create(
        on=on, defaults={"name_vi": squeeze(name_vi), "name_en": squeeze(name_en)}
    )
    return holiday


def _check_dates(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise Refusal.of(
            "BIEUMAU-003",
            "nghĩa vụ báo cáo / obligation",
            read=f"{valid_from.isoformat()} - {valid_to.isoformat()}",
            expected="ngày kết thúc sau ngày bắt đầu / an end after the start",
            todo="sửa ngày / mend the dates",
            vi="ngày kết thúc trước ngày bắt đầu",
            en="the dates run backward",
        )
