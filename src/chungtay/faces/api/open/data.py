"""Open data at addresses that stay: files of a publication, one indicator, one place, the catalogue, changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

from chungtay.faces.api.open.answering import JSON_LD, Answer, Missing, json_answer, machine, missing
from chungtay.kernel.errors import Refusal
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing import queries as shelf
from chungtay.results.publishing.opendata import files, metadata, queries
from chungtay.results.publishing.opendata.columns import FIGURES, figure_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from chungtay.reference.places.models import Place
    from chungtay.results.publishing.models import Publication, PublicFigure

CSV = "text/csv; charset=utf-8"
CSVM = "application/csvm+json; charset=utf-8"
_KINDS = {"csv": CSV, "parquet": metadata.MEDIA["parquet"]}
_WORDS = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


@machine
def catalogue(request: HttpRequest) -> Answer:
    """Everything there is, as DCAT-AP."""
    return json_answer(metadata.catalogue_of_all(), kind=JSON_LD)


@machine
def changes(request: HttpRequest) -> Answer:
    """What was released, corrected and withdrawn, newest first."""
    told = [
        {
            "at": change.at.isoformat(),
            "what": change.what,
            "publication": change.publication.code,
            "title": {"vi": change.publication.title, "en": change.publication.title_en},
            "replaced_by": change.by or None,
            "reason": change.publication.reason_code or None,
        }
        for change in queries.changes()
    ]
    return json_answer({"changes": told, "licence": settings.DATA_LICENCE})


@machine
def dataset(request: HttpRequest, code: str) -> Answer:
    """One publication, as a dataset."""
    return json_answer(metadata.dataset_of(publication_public(code)), kind=JSON_LD)


@machine
def bulk(request: HttpRequest, code: str, subject: str, kind: str) -> Answer:
    """All figures or points of a publication in one file."""
    found = publication_public(code)
    if subject not in files.SUBJECTS or kind not in _KINDS:
        raise missing(f"{subject}.{kind}", "Không có tệp này", "There is no such file")
    path = files.file_of(found, subject, kind)
    mark = "-minh-hoa" if found.is_illustration else ""
    return Answer(
        stream=lambda: files.pieces_of(path),
        size=path.stat().st_size,
        kind=_KINDS[kind],
        mark=f"{files.mark_of(found)}-{subject}-{kind}",
        changed=found.released_at,
        name=f"{found.code}-{subject}{mark}.{kind}",
    )


@machine
def csvw(request: HttpRequest, code: str, subject: str) -> Answer:
    """What the columns of a CSV are."""
    found = publication_public(code)
    if subject not in files.SUBJECTS:
        raise missing(subject, "Không có tệp này", "There is no such file")
    return json_answer(metadata.csvw_of(found, subject), kind=CSVM)


@machine
def indicator(request: HttpRequest, code: str, kind: str) -> Answer:
    """An indicator of which something is public: what it is, or all its figures that stand."""
    found = next((item for item in shelf.indicators_public() if item.definition.code == code), None)
    if found is None:
        raise missing(code[:60], "Chưa công bố gì về chỉ tiêu này", "Nothing of this indicator is public")
    if kind == "jsonld":
        return json_answer(metadata.indicator_of(found), kind=JSON_LD)
    if kind != "csv":
        raise _no_such_kind(kind)
    path, mark, is_illustration = files.indicator_file(code)
    return Answer(
        stream=lambda: files.pieces_of(path),
        size=path.stat().st_size,
        kind=CSV,
        mark=mark,
        name=f"chi-tieu-{code}{'-minh-hoa' if is_illustration else ''}.csv",
    )


@machine
def place(request: HttpRequest, key: str, kind: str) -> Answer:
    """A place of which something is public: what it is, or all its figures that stand."""
    unit = place_public(key)
    found = shelf.place_page(unit.code, unit.vintage)
    if found is None:
        raise missing(key, "Chưa công bố gì về địa bàn này", "Nothing of this place is public")
    if kind == "jsonld":
        return json_answer(metadata.place_of(key, found), kind=JSON_LD)
    return _figures(f"dia-ban-{key.replace('@', '-')}", list(found.figures), kind)


def publication_public(code: str) -> Publication:
    """A publication that may be read now; what was withdrawn or waits is as if it were not."""
    found = shelf.publication(code) if _WORDS.fullmatch(code) else None
    if found is None:
        raise missing(code[:60], "Không có đợt công bố này", "There is no such publication")
    return found


def place_public(key: str) -> Place:
    """A place by its key; villages are never public."""
    try:
        unit = place_get(key)
    except Refusal as refusal:
        raise missing(key[:40], "Không có địa bàn này", "There is no such place") from refusal
    if unit.level == "village":
        raise missing(key, "Không có địa bàn này", "There is no such place")
    return unit


def _figures(name: str, found: Sequence[PublicFigure], kind: str) -> Answer:
    if kind != "csv":
        raise _no_such_kind(kind)
    rows = (figure_row(f, f.publication.code, is_illustration=f.publication.is_illustration) for f in found)
    content = "".join(files.csv_lines(FIGURES, rows)).encode()
    mark = "-minh-hoa" if any(figure.publication.is_illustration for figure in found) else ""
    return Answer(content, CSV, name=f"{name}{mark}.csv")


def _no_such_kind(kind: str) -> Missing:
    return missing(kind[:20], "Có dạng csv và jsonld", "There are csv and jsonld")
