"""What people type on the desk's pages, read into values of the house. What a value may be is decided by the rooms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.telling import language
from chungtay.kernel.periods import Period, Regime, day, decree_month, parse_period, programme_term
from chungtay.kernel.quantities import Precision
from chungtay.reference.places.queries import place_find, place_label, place_one

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place

REQUIRED = {"required": gettext_lazy("Hãy điền ô này.")}
NOT_A_DATE = {"invalid": gettext_lazy("Ngày viết theo dạng 31/12/2025."), **REQUIRED}
MEGABYTE = 1024 * 1024


def period_between(start: date, end: date) -> Period:
    """The period between two days as written: one day, whole years as a term, one year, or any other span."""
    if start == end:
        return day(end)
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole and start.year == end.year:
        return Period(start, end, Regime.CALENDAR_YEAR)
    return programme_term(start.year, end.year) if whole else Period(start, end)


def period_written(text: str) -> Period | None:
    """The period of an address ('2013-01-01/2023-12-31'); None where the text is none."""
    try:
        read = parse_period(text)
    except ValueError:
        return None
    return period_between(read.start, read.end)


def day_written(text: str) -> date | None:
    """A day of an address, typed or written as yyyy-mm-dd; None where the text is none."""
    try:
        found: date | None = forms.DateField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found


def decimal_written(text: str) -> Decimal | None:
    """A number as the page's language writes it: '1.234,5' or '1,234.5'. Raises ValueError where it is none."""
    text = text.strip().replace(" ", "")
    if not text:
        return None
    grouping, point = (".", ",") if language() == "vi" else (",", ".")
    try:
        number = Decimal(text.replace(grouping, "").replace(point, "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number


class ReportForm(forms.Form):
    """A report as it is handed in: the file, what it is about, and how it is cited."""

    file = forms.FileField(
        error_messages={
            "required": gettext_lazy("Hãy chọn tệp báo cáo."),
            "empty": gettext_lazy("Tệp này rỗng."),
            "invalid": gettext_lazy("Hãy chọn tệp báo cáo."),
        }
    )
    place = forms.CharField(max_length=200, error_messages=REQUIRED)
    month = forms.CharField(required=False)
    start = forms.DateField(required=False, error_messages=NOT_A_DATE)
    end = forms.DateField(required=False, error_messages=NOT_A_DATE)
    number = forms.CharField(required=False, max_length=60)
    title = forms.CharField(required=False, max_length=300)
    issued_on = forms.DateField(required=False, error_messages=NOT_A_DATE)

    def clean_file(self) -> Any:
        """The limit is looked at before the file is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // MEGABYTE
            raise forms.ValidationError(_("Tệp lớn hơn %(most)d MB.") % {"most": most})
        return file

    def clean(self) -> dict[str, Any]:
        """Either a month of the decree, or two days in order."""
        data = super().clean() or {}
        if data.get("month"):
            return self._with_month(data)
        start, end = data.get("start"), data.get("end")
        if start is None or end is None:
            if not {"start", "end"} & self.errors.keys():
                self.add_error("start", _("Hãy cho biết ngày đầu và ngày cuối của kỳ."))
        elif end < start:
            self.add_error("end", _("Ngày cuối đứng trước ngày đầu."))
        else:
            data["period"] = period_between(start, end)
        return data

    def _with_month(self, data: dict[str, Any]) -> dict[str, Any]:
        months = dict(months_until(date.today()))
        if data["month"] not in months:
            self.add_error("month", _("Hãy chọn một kỳ trong danh sách."))
        else:
            data["period"] = month_written(data["month"])
        return data


class DaysForm(forms.Form):
    """Two days in order, together a period."""

    start = forms.DateField(error_messages=NOT_A_DATE)
    end = forms.DateField(error_messages=NOT_A_DATE)

    def clean(self) -> dict[str, Any]:
        """The period that both make, where they are in order."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None:
            if end < start:
                self.add_error("end", _("Ngày cuối đứng trước ngày đầu."))
            else:
                data["period"] = period_between(start, end)
        return data


class RereadForm(DaysForm):
    """What a report is about: a place and two days."""

    place = forms.CharField(max_length=200, error_messages=REQUIRED)
    field_order = ("place",)


class DocumentsForm(RereadForm):
    """Many reports at once: for which form, and what holds for those that do not state their own place and period."""

    form = forms.CharField(max_length=60)


def months_until(today: date, count: int = 15) -> list[tuple[str, str]]:
    """Decree months that have ended or run now, latest first, as (written, in words)."""
    last = today.year * 12 + today.month - 1 + (today.day > decree_month(today.year, today.month).end.day)
    found = []
    for months in range(last, last - count, -1):
        period = decree_month(months // 12, months % 12 + 1)
        edges = f"{period.start:%d/%m}–{period.end:%d/%m/%Y}"
        found.append((f"{months // 12}-{months % 12 + 1:02d}", f"{period.label(language())} ({edges})"))
    return found


def month_written(text: str) -> Period:
    """'2025-11' as the decree's month."""
    year, month = text.split("-")
    return decree_month(int(year), int(month))


def place_written(text: str, *, on: date, own: Place) -> Place:
    """The place that a field names: the body's own under any of its names, else one of its territory.

    Refusals DIABAN-005 and -006 as in `place_one`.
    """
    if text.strip() in (own.full_name, own.name, place_label(own, "en")) and _in_force(own, on):
        return own
    country = own.level == "country"
    return place_one(text, on=on, within=None if country else own) if not _names_own(text, on, own) else own


def _names_own(text: str, on: date, own: Place) -> bool:
    found = place_find(text, on=on, limit=1)
    return bool(found) and found[0].place.pk == own.pk


def _in_force(place: Place, on: date) -> bool:
    return (place.valid_from is None or place.valid_from <= on) and (place.valid_to is None or on <= place.valid_to)


class NumberField(forms.CharField):
    """A number in the page's language."""

    def clean(self, value: Any) -> Any:
        """A Decimal, or None where the field is empty and may be."""
        text = super().clean(value)
        try:
            return decimal_written(text)
        except ValueError:
            raise forms.ValidationError(_("“%(text)s” không phải là số.") % {"text": text}) from None


class CandidateForm(forms.Form):
    """A candidate as the officer corrects it."""

    indicator = forms.CharField(error_messages={"required": gettext_lazy("Hãy chọn chỉ tiêu.")})
    precision = forms.ChoiceField(choices=[(p.value, p.value) for p in Precision])
    value = NumberField(error_messages={"required": gettext_lazy("Hãy điền giá trị.")})
    value_to = NumberField(required=False)
    cell = forms.CharField(required=False, max_length=200)
    status = forms.ChoiceField(choices=[(s, s) for s in ("result", "target", "context")])
    place = forms.CharField(max_length=200, error_messages={"required": gettext_lazy("Hãy điền địa bàn.")})
    start = forms.DateField(error_messages=NOT_A_DATE)
    end = forms.DateField(error_messages=NOT_A_DATE)

    def clean(self) -> dict[str, Any]:
        """Dates and ranges run forward."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end:
            if end < start:
                self.add_error("end", _("Ngày cuối đứng trước ngày đầu."))
            else:
                data["period"] = period_between(start, end)
        value, upper = data.get("value"), data.get("value_to")
        if data.get("precision") == Precision.RANGE and value is not None and (upper is None or upper < value):
            self.add_error("value_to", _("Khoảng phải có số đầu và số cuối, số cuối lớn hơn."))
        return data


class AddedForm(forms.Form):
    """A figure that the reader missed: the words as they stand in a paragraph, and what they say."""

    words = forms.CharField(max_length=80, error_messages=REQUIRED, strip=True)
    paragraph = forms.IntegerField(min_value=1, max_value=100_000, error_messages=REQUIRED)
    indicator = forms.CharField(error_messages={"required": gettext_lazy("Hãy chọn chỉ tiêu.")})
    precision = forms.ChoiceField(choices=[(p.value, p.value) for p in Precision])
    value = NumberField(error_messages={"required": gettext_lazy("Hãy điền giá trị.")})
