"""The choices of a publication as people read them, and what they chose as terms of the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.faces.desk.forms import NOT_A_DATE, REQUIRED
from chungtay.reference.indicators.catalogue import catalogue
from chungtay.reference.places.queries import children, descendants, place_get, provinces_on
from chungtay.results.publishing.shelf.services import Terms
from chungtay.results.publishing.shelf.terms import LEVELS, Told, terms_told, whole_period
from chungtay.results.warehouse.queries import snapshot_facts

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Publication
    from chungtay.results.warehouse.models import Snapshot

STEPS: Final = {
    "total": gettext_lazy("Cả thời gian, một số"),
    "year.calendar": gettext_lazy("Từng năm dương lịch"),
    "year.decree": gettext_lazy("Từng năm báo cáo (15/12 – 14/12)"),
    "quarter.calendar": gettext_lazy("Từng quý dương lịch"),
    "quarter.decree": gettext_lazy("Từng quý báo cáo"),
    "month.calendar": gettext_lazy("Từng tháng dương lịch"),
    "month.decree": gettext_lazy("Từng tháng báo cáo (15 – 14)"),
}
FRAMES: Final = {
    "": gettext_lazy("Theo địa giới lúc đó"),
    "2025-07-01": gettext_lazy("Theo bản đồ từ 01/07/2025"),
    "2025-06-30": gettext_lazy("Theo bản đồ trước 01/07/2025"),
}
STATES: Final = {
    "drafting": gettext_lazy("Bản nháp"),
    "embargoed": gettext_lazy("Chờ đến giờ"),
    "published": gettext_lazy("Đang công bố"),
    "withdrawn": gettext_lazy("Đã rút"),
}
REASON_WORDS: Final = {
    "wrong_figures": gettext_lazy("Số liệu có sai sót"),
    "too_fine": gettext_lazy("Chi tiết hơn mức được công bố"),
    "source_withdrawn": gettext_lazy("Báo cáo gốc đã được rút"),
    "superseded": gettext_lazy("Đã có bản thay thế"),
}


class PublicationForm(forms.Form):
    """What is to be made public."""

    title = forms.CharField(max_length=160, error_messages=REQUIRED)
    title_en = forms.CharField(max_length=160, required=False)
    place = forms.CharField(max_length=40)
    level = forms.ChoiceField(choices=[(name, name) for name in LEVELS])
    step = forms.ChoiceField(choices=[(name, name) for name in STEPS])
    start = forms.DateField(error_messages=NOT_A_DATE)
    end = forms.DateField(error_messages=NOT_A_DATE)
    frame = forms.ChoiceField(choices=[(name, name) for name in FRAMES], required=False)
    cells = forms.BooleanField(required=False)
    points = forms.BooleanField(required=False)
    note_vi = forms.CharField(max_length=600, required=False)
    note_en = forms.CharField(max_length=600, required=False)

    def terms(self, snapshot: Snapshot, codes: Iterable[str]) -> Terms:
        """The terms; Refusal of a place that is none."""
        data = self.cleaned_data
        step, _dot, clock = data["step"].partition(".")
        return Terms(
            title=data["title"],
            title_en=data["title_en"] or data["title"],
            snapshot=snapshot,
            place=place_get(data["place"]),
            indicators=tuple(codes),
            level=data["level"],
            step=step,
            clock=clock or "calendar",
            start=data["start"],
            end=data["end"],
            frame_day=date.fromisoformat(data["frame"]) if data["frame"] else None,
            cells=data["cells"],
            points=data["points"],
            note_vi=data["note_vi"],
            note_en=data["note_en"],
        )


class ReleaseForm(forms.Form):
    """Now, or from an hour of a day on, in the time of the country."""

    on = forms.DateField(required=False, error_messages=NOT_A_DATE)
    at = forms.TimeField(required=False, error_messages={"invalid": gettext_lazy("Giờ viết theo dạng 08:00.")})

    @property
    def embargo(self) -> datetime | None:
        """From when on it is seen; None: at once."""
        on = self.cleaned_data["on"]
        if on is None:
            return None
        return timezone.make_aware(datetime.combine(on, self.cleaned_data["at"] or time(0, 0)))


@dataclass(frozen=True)
class Choice:
    """An indicator to choose, with what the rules will let out of it."""

    told: Told
    is_chosen: bool
    has_figures: bool

    @property
    def is_sensitive(self) -> bool:
        """Whether it is a count of people's own matters, chosen one by one."""
        return self.told.definition.is_sensitive


def choices(snapshot: Snapshot, form: Any, place: Place, chosen: Iterable[str] | None) -> list[Choice]:
    """Every indicator of which the snapshot holds figures, in the catalogue's order. Chosen at first: what is open."""
    having = {figure.indicator for figure in snapshot_facts(snapshot).figures.values()}
    whole = whole_period(form["start"] or snapshot.start, form["end"] or snapshot.end)
    step = str(form["step"]).partition(".")[0]
    level = max(str(form["level"]), place.level, key=LEVELS.index)
    rules = [rule for rule in catalogue().values() if rule.code in having]
    told = terms_told(rules, top=place.level, level=level, step=step, whole=whole)
    wanted = None if chosen is None else set(chosen)
    return [
        Choice(
            item,
            bool(item.levels)
            and (not item.definition.is_sensitive if wanted is None else item.definition.code in wanted),
            item.definition.code in having,
        )
        for item in told
    ]


def places_offered(snapshot: Snapshot) -> list[Place]:
    """For whom a snapshot can be published: its own place, and the provinces in it."""
    if snapshot.place.level != "country":
        return [snapshot.place]
    return [snapshot.place, *provinces_on(snapshot.end)]


def places_of(publication: Publication, within: Place) -> list[Place]:
    """The places whose lines a preview can show: the publisher's, its provinces, and the communes of one of them."""
    on = publication.frame_day or publication.end
    top = publication.place
    found = [top]
    if top.level == "country" and publication.level != "country":
        found += provinces_on(on)
    province = within if within.level == "province" else None
    if publication.level == "commune" and province is not None:
        found += descendants(province, on, "commune").order_by("name")
    elif publication.level == "commune" and within.level == "commune" and within.parent is not None:
        found += children(within.parent, on, "commune").order_by("name")
    return found


def step_words(publication: Publication) -> str:
    """How its time is divided."""
    key = publication.step if publication.step == "total" else f"{publication.step}.{publication.clock}"
    return str(STEPS.get(key, key))


def frame_words(publication: Publication) -> str:
    """On which map it stands."""
    day = publication.frame_day
    return str(FRAMES.get(day.isoformat() if day else "", day))


def hidden_words(hidden: str) -> str:
    """Why a line tells no number, for those who publish."""
    return {
        "threshold": _("số nhỏ"),
        "complement": _("giữ thêm để không suy ra số nhỏ"),
        "floor": _("kỳ quá ngắn"),
    }.get(hidden, "")
