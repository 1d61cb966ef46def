"""Model points as the public may know them; who gathers them from the register hands them over in this form."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from chungtay.reference.sources.masking import mask_spans
from chungtay.results.publishing.models import PointName, PublicPoint

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without signs that are taken for one another when they are read from paper."""
_LENGTH = 10
_AT_ONCE = 500
_TELLS_WHERE = re.compile(
    r"\d|(?<!\w)(?:ông|bà|anh|chị|nhà|hộ|ngõ|ngách|hẻm|kiệt|số|đường|phố|thôn|xóm|ấp|bản|buôn|làng|tổ dân phố|khóm|"
    r"khu phố|khu dân cư|tiểu khu|điện thoại|sđt|tổ|cụm|xứ|sóc|phum|plei|plây|chùa|đền|miếu|(?<!gia )đình|"
    r"nhà thờ)(?!\w)",
    re.IGNORECASE,
)
"""Words and digits that lead to a house, a person, a village or a place of worship; rather no name than one of them."""


@dataclass(frozen=True, slots=True)
class PointTold:
    """One point, to be made public; fields as `models.PublicPoint`."""

    point: int
    name: str
    kind: str
    kind_vi: str
    kind_en: str
    place_code: str
    place_vintage: str
    place_name: str
    province_code: str
    province_name: str
    opened_year: int | None
    state: str
    as_of: date


def name_public(name: str) -> str:
    """A point's own name where nothing in it could be a person's, a house's, a village's or a number; else ''."""
    return "" if _TELLS_WHERE.search(name) or mask_spans(name) else name


def public_ids(points: Sequence[PointTold]) -> dict[int, str]:
    """The public names of points by id: those that they bear already, or new ones, which are kept."""
    wanted = [item.point for item in points]
    known = dict(PointName.objects.filter(point__in=wanted).values_list("point", "public_id"))
    new = {pk: "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for pk in wanted if pk not in known}
    PointName.objects.bulk_create(PointName(point_id=pk, public_id=name) for pk, name in new.items())
    return {**known, **new}


def points_kept(publication_id: int, points: Iterable[PointTold], first_leaf: int) -> Iterator[dict[str, Any]]:
    """Put points on the shelf, some hundreds at a time, and give what the log's leaf of each tells, in order."""
    remaining, leaf = iter(points), first_leaf
    while some := list(islice(remaining, _AT_ONCE)):
        ids = public_ids(some)
        rows: list[PublicPoint] = []
        for item in some:
            values = {name: value for name, value in asdict(item).items() if name != "point"}
            public = {**values, "name": name_public(item.name), "public_id": ids[item.point]}
            rows.append(PublicPoint(publication_id=publication_id, leaf=leaf + len(rows), **public))
            yield {**public, "as_of": item.as_of.isoformat()}
        PublicPoint.objects.bulk_create(rows)
        leaf += len(rows)
