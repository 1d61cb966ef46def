"""What lists of registers share on a page: where they are narrowed to, how they lead on, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from chungtay.gathering.registers.lists.exporting import csv_lines, sheet_bytes
from chungtay.reference.places.queries import Quality, place_find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from chungtay.gathering.registers.lists.exporting import Cell
    from chungtay.reference.actors.models import User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PLACES = 40
ILLUSTRATION = "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"
"""Stands as the head of a last, empty column in files of a demonstration."""


@dataclass(frozen=True)
class Places:
    """What the text of a field names: provinces and communes by id, or nothing where it is empty."""

    provinces: frozenset[int]
    communes: frozenset[int]

    @property
    def is_none(self) -> bool:
        """Whether the text names no place at all."""
        return not self.provinces and not self.communes


class Page(Protocol):
    """What leads on from a page: the cursors of those beside it ("" where there is none)."""

    @property
    def after(self) -> str:
        """Of the next one."""

    @property
    def before(self) -> str:
        """Of the one before."""


def places_named(text: str, user: User) -> Places | None:
    """The places of the account's territory that a text may mean today; None for an empty text."""
    if not text.strip():
        return None
    own = user.body.place
    within = None if own.level == "country" else own
    found = place_find(text, on=timezone.localdate(), within=within, limit=MOST_PLACES)
    kept = [match.place for match in found if match.quality < Quality.SIMILAR]
    return Places(
        frozenset(place.pk for place in kept if place.level == "province"),
        frozenset(place.pk for place in kept if place.level not in ("province", "country")),
    )


def leading(request: HttpRequest, page: Page) -> dict[str, str]:
    """The addresses of the pages beside this one and of its files; "" where there is none."""
    rest = request.GET.copy()
    for word in ("sau", "truoc", "dang"):
        rest.pop(word, None)
    query = f"{rest.urlencode()}&" if rest else ""
    return {
        "next_page": f"?{query}sau={page.after}" if page.after else "",
        "page_before": f"?{query}truoc={page.before}" if page.before else "",
        "csv": f"?{query}dang=csv",
        "xlsx": f"?{query}dang=xlsx",
    }


def as_file(kind: str, name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A list as a file, 'csv' or 'xlsx'. Refusal DSA-101 where it is too long for a workbook."""
    stamped = f"{name}-{date.today().isoformat()}"
    if settings.DEMO:
        stamped, head = f"minh-hoa-{stamped}", (*head, ILLUSTRATION)
    answer: HttpResponse | StreamingHttpResponse
    if kind == "xlsx":
        answer = HttpResponse(sheet_bytes(title, head, rows), content_type=XLSX)
    else:
        answer = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{stamped}.{kind}"'
    return cast(HttpResponse, answer)
