"""The bulk files of a publication: CSV and Parquet, made once at the first asking and kept.

They hold what is public and nothing else, yet whoever hands them out asks first whether it still is: a file of a
publication that was withdrawn stays on the disk and is never given.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.conf import settings

from chungtay.kernel.text import csv_text
from chungtay.results.publishing.opendata.columns import FIGURES, FORMAT, POINTS, Column, figure_row, point_row
from chungtay.results.publishing.opendata.queries import Asked, figures_asked
from chungtay.results.publishing.shelf.queries import (
    figures_of_publication,
    points_of_publication,
    points_state,
    publications_standing,
)

if TYPE_CHECKING:
    from chungtay.results.publishing.models import Publication

Row = tuple[Any, ...]
SUBJECTS = {"so-lieu": FIGURES, "mo-hinh": POINTS}
"""What a file is of, by the word in its address: figures, model points."""
KINDS = ("csv", "parquet")
_AT_ONCE = 5_000
_READING_SECONDS = 3_600


def file_of(publication: Publication, subject: str, kind: str) -> Path:
    """The file of figures ("so-lieu") or points ("mo-hinh") of a public publication as "csv" or "parquet"."""
    state = "" if subject == "so-lieu" else f"-{points_state()}"
    path = Path(settings.OPEN_DIR) / f"{publication.pk}-{mark_of(publication)}{state}-{subject}.{kind}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        columns, rows = SUBJECTS[subject], _rows(publication, subject)
        write = csv_write if kind == "csv" else parquet_write
        _kept(path, lambda out: write(out, columns, rows))
    return path


def mark_of(publication: Publication) -> str:
    """What tells one state of its files from another."""
    return f"{publication.digest[:24]}-{FORMAT}"


def indicator_file(code: str) -> tuple[Path, str, bool]:
    """All figures that stand of an indicator as CSV, the mark of their state, and whether one is an illustration.

    Made anew when a publication came or went since.
    """
    standing = [found for found in publications_standing() if code in found.summary]
    state = "|".join(f"{found.pk} {mark_of(found)}" for found in standing)
    mark = hashlib.sha256(f"{code}|{FORMAT}|{state}".encode()).hexdigest()[:24]
    path = Path(settings.OPEN_DIR) / f"chi-tieu-{code}-{mark}.csv"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _kept(path, lambda out: csv_write(out, FIGURES, _standing_rows(code)))
        _swept(path.parent.glob(f"chi-tieu-{code}-*.csv"))
    return path, mark, any(found.is_illustration for found in standing)


def _swept(found: Iterable[Path]) -> None:
    """Files of an hour ago and more go; somebody may still be reading a younger one."""
    for old in found:
        with suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > _READING_SECONDS:
                old.unlink()


def _standing_rows(code: str) -> Iterator[Row]:
    for figure in figures_asked(Asked(indicator=code)).iterator(_AT_ONCE):
        of = figure.publication
        yield figure_row(figure, of.code, is_illustration=of.is_illustration)


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(1 << 18):
            yield piece


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """A CSV line by line, header first. No cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if out.tell() > 1 << 16:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def csv_write(out: Any, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """A CSV in UTF-8 into an open file."""
    for text in csv_lines(columns, rows):
        out.write(text.encode())


def parquet_write(out: Any, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """The same rows as Parquet, a few thousand in memory at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.decimal128(38, 6)}
    types |= {"day": pa.date32(), "yes": pa.bool_()}
    schema = pa.schema([pa.field(column.name, types[column.kind]) for column in columns])
    schema = schema.with_metadata({"title": "Chung Tay", "format": str(FORMAT)})
    numbers = [at for at, column in enumerate(columns) if column.kind == "number"]
    remaining = iter(rows)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := [_scaled(row, numbers) for row in islice(remaining, _AT_ONCE * 10)]:
            arrays = [
                pa.array(values, field.type) for values, field in zip(zip(*some, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _rows(publication: Publication, subject: str) -> Iterator[Row]:
    mark = {"is_illustration": publication.is_illustration}
    if subject == "so-lieu":
        for figure in figures_of_publication(publication).iterator(_AT_ONCE):
            yield figure_row(figure, publication.code, **mark)
        return
    for point in (
        points_of_publication(publication).order_by("place_vintage", "place_code", "public_id").iterator(_AT_ONCE)
    ):
        yield point_row(point, publication.code, **mark)


def _kept(path: Path, write: Callable[[Any], None]) -> None:
    """Whole or not at all: two who ask first at once both write, and the later takes the place of the same bytes."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as out:
        try:
            write(out)
        except BaseException:
            os.unlink(out.name)
            raise
    os.replace(out.name, path)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return csv_text(value) if isinstance(value, str) else str(value)


def _scaled(row: Row, numbers: Sequence[int]) -> Row:
    if not any(row[at] is not None for at in numbers):
        return row
    made = list(row)
    for at in numbers:
        if made[at] is not None:
            made[at] = made[at].quantize(Decimal("0.000001"))
    return tuple(made)
