"""(g) Many workbooks at once: a hundred indicators over twelve months in each, read, checked and stored.

`python -m benchmarks.consolidating [FILES | --all] [--no-copy]`: forty files unless told otherwise, --all 3,321. With
CHUNGTAY_DATABASE_URL of a PostgreSQL whose tables may be filled, what its backend spends is counted, too; --no-copy
leaves the bare COPY out, whose rows are held in this process, so that the memory told is that of the way alone.

Bare: calamine on the same files, in two processes as ours (and in one); COPY of the same rows into the same table, with
its indexes and keys. All are
measured in turns with ours. Sums are right in nineteen of twenty workbooks; all months are sent late.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS, MONTHS, FEW, ALL = 100, 12, 40, 3321
CODE = "bench-many"
BATCHES, STORING = "  batches and figures", "storing, all of it"


def main(files: int = FEW, *, is_copied: bool = True) -> None:
    """Measure reading alone, then the whole way, then the bare COPY."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    by = _reference(files)
    with tempfile.TemporaryDirectory(prefix="chungtay-many-") as folder:
        begun = time.monotonic()
        _workbooks(Path(folder))
        count = len(list(Path(folder).iterdir()))
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1024 / count
        took = time.monotonic() - begun
        print(f"\n(g) {count} workbooks of {ROWS} × {MONTHS}, {size:.0f} kB each, made in {took:.0f} s")
        _reading(Path(folder), min(count, 150), 3)
        if count > 1000:
            _reading(Path(folder), count, 1)
        _whole(Path(folder), by, count, is_copied=is_copied)


# --- what is read --------------------------------------------------------------------------------


def _reference(files: int) -> Any:
    """The tables, a form of a hundred rows, as many communes with bodies, and who brings their workbooks in."""
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.forms.services import form_store, forms_load
    from chungtay.reference.indicators.services import catalogue_load
    from chungtay.reference.places.queries import place_get, places_in_force
    from chungtay.reference.places.services import places_load

    places_load()
    catalogue_load()
    forms_load()
    form_store(_form())
    country = place_get("vn")
    centre = body_create(code="BENCH", name_vi="A", name_en="A", line="police", level="centre", place=country)
    communes = places_in_force(country, level="commune", since=place_get("p01@2025").valid_from)
    names = {"name_vi": "A", "name_en": "A", "line": "police", "level": "commune", "parent": centre}
    for number, place in enumerate(communes[:files]):
        body_create(code=f"BX-{number:05}", place=place, **names)
    return account_create(username="bench", password=None, display_name="A", body=centre, role="reporter")


def _form() -> Any:
    """A hundred counts of the catalogue, wholes first, then parts of breakdowns that a commune may tell."""
    from datetime import date

    from chungtay.kernel.periods import Regime
    from chungtay.reference.forms.texts import FormText, RowText, SectionText
    from chungtay.reference.indicators.catalogue import catalogue, dimensions, is_sensitive_cell

    counted = [d for d in catalogue().values() if d.nature == "flow" and d.unit_vi and "%" not in d.unit_vi]
    parts = [
        (d.code, f"{d.breakdown}={member.key}")
        for d in counted
        if d.breakdown
        for member in dimensions()[d.breakdown].members
        if not is_sensitive_cell(f"{d.breakdown}={member.key}") and "political" not in member.key
    ]
    rows = tuple(RowText(*row) for row in [*((d.code, "") for d in counted), *parts][:ROWS])
    assert len(rows) == ROWS
    section = SectionText("", "", rows)
    return FormText(CODE, 1, "Thử", "Trial", Regime.DECREE_MONTH, date(2024, 1, 1), None, {"commune": 1}, (section,))


def _workbooks(folder: Path) -> None:
    """One workbook per body: the same workbook with other numbers and another stamp, so that making them is quick."""
    from chungtay.gathering.intake.workbooks.outlines import form_sheet
    from chungtay.gathering.intake.workbooks.writer import workbook_write
    from chungtay.kernel.periods import decree_month
    from chungtay.reference.actors.queries import bodies_all
    from chungtay.reference.forms.queries import form_get

    form, periods = form_get(CODE), [decree_month(2025, n + 1) for n in range(MONTHS)]
    bodies = [body for body in bodies_all() if body.code.startswith("BX-")]
    first = form_sheet(form, bodies[0], bodies[0].place, periods)
    values = {(row.key, period): 7777777 for row in first.rows for period in periods}
    with zipfile.ZipFile(io.BytesIO(workbook_write(first, values=values))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, body in enumerate(bodies):
        sheet, chance = form_sheet(form, body, body.place, periods), random.Random(number)
        said = {
            f"<t>{old}</t>".encode(): f"<t>{new}</t>".encode()
            for old, new in (
                (first.place_key, sheet.place_key),
                (first.body_code, sheet.body_code),
                (first.digest, sheet.digest),
            )
        }
        texts = parts["xl/worksheets/sheet3.xml"]
        for old, new in said.items():
            assert old in texts
            texts = texts.replace(old, new)
        months = [_month([row.key for row in first.rows], chance, is_broken=number % 20 == 0) for _ in periods]
        numbers = iter([month[row.key] for row in first.rows for month in months])
        cells = re.sub(rb">7777777<", lambda _, n=numbers: b">%d<" % next(n), parts["xl/worksheets/sheet1.xml"])
        with zipfile.ZipFile(folder / f"{number:05}.xlsx", "w", zipfile.ZIP_DEFLATED) as out:
            for name, data in parts.items():
                changed = {"xl/worksheets/sheet3.xml": texts, "xl/worksheets/sheet1.xml": cells}.get(name, data)
                out.writestr(name, changed)


def _month(keys: list[str], chance: random.Random, *, is_broken: bool) -> dict[str, int]:
    """A month as an officer would state it: parts make their wholes, what is part of something is no more than that.
    In a broken one, one sum is not right."""
    from chungtay.reference.indicators.catalogue import catalogue, dimensions

    parts: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if not key.endswith("|"):
            parts[key.partition("|")[0]].append(key)
    said: dict[str, int] = {}

    def stated(code: str) -> int:
        if f"{code}|" not in said:
            around = catalogue()[code].part_of
            usual = 5 if len(said) % 3 == 0 else 1000
            whole = stated(around) * 6 // 10 if around else max(0, round(chance.gauss(usual, usual**0.5)))
            said[f"{code}|"] = whole
        return said[f"{code}|"]

    for code in dict.fromkeys(key.partition("|")[0] for key in keys):
        whole, names = stated(code), parts[code]
        members = len(dimensions()[catalogue()[code].breakdown].members) if names else 0
        for name in names:
            said[name] = whole // members
        if names and len(names) == members:
            said[names[-1]] += whole % members + is_broken
    return said


def _reading(folder: Path, most: int, rounds: int) -> None:
    from benchmarks.timing import say, side_by_side
    from chungtay.gathering.intake.uploads.pool import Pool

    paths = sorted(folder.iterdir())[:most]

    def bare() -> None:
        for path in paths:
            _bare(path)

    def bare_twice() -> None:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            list(pool.map(_bare, paths, chunksize=10))

    def ours() -> None:
        with Pool() as pool:
            for _, _, parsed in pool.parsed(paths, Path.read_bytes):
                assert "refused" not in parsed

    seconds = side_by_side(
        rounds, reading_in_guarded_children=ours, calamine_in_two_processes=bare_twice, calamine_in_one=bare
    )
    say(f"    Reading {len(paths)} of them", seconds, "calamine_in_two_processes")


def _bare(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


# --- the whole way -------------------------------------------------------------------------------


class _Clock:
    """CPU seconds of this thread and of the database's process, by what they were spent on."""

    def __init__(self) -> None:
        from django.db import connection

        self.spent: dict[str, float] = defaultdict(float)
        self._server = _server_of(connection)

    def now(self) -> float:
        return time.thread_time() + self.server()

    def server(self) -> float:
        """Seconds that the backend has used so far; 0 where the database is in this process."""
        if not self._server:
            return 0.0
        fields = Path(f"/proc/{self._server}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        begun = self.now()
        try:
            yield
        finally:
            self.spent[name] += self.now() - begun

    def wrapped(self, room: Any, name: str, label: str) -> None:
        """Count a function of a module from now on."""
        inner: Callable[..., Any] = getattr(room, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            with self.of(label):
                return inner(*args, **kwargs)

        setattr(room, name, counted)


def _server_of(connection: Any) -> int:
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _whole(folder: Path, by: Any, count: int, *, is_copied: bool) -> None:
    from chungtay import flow_many
    from chungtay.gathering.intake.uploads.listing import bundle_open, listed

    clock = _clock()
    bare = _Bare(clock, every=max(flow_many.GROUP * 2, count // 6))
    begun, children = time.monotonic(), _children()
    bundle = bundle_open(folder)
    files = listed(bundle, folder.name)
    upload = flow_many.upload_begin(by=by, name="bench", files=files)
    figures, refused = 0, []
    for progress in flow_many.upload_go_on(by=by, upload=upload, read=flow_many.reader(bundle, files)):
        figures += sum(one.figures for one in progress.group)
        refused += [one.problems[0] for one in progress.group if one.problems]
        if is_copied:
            bare.look(progress.settled)
        if progress.settled % 500 < flow_many.GROUP and progress.settled >= 500:
            print(f"    … {progress.settled} files, {time.monotonic() - begun - bare.seconds:.0f} s, {_megabytes()} MB")
    seconds = time.monotonic() - begun - bare.seconds
    assert figures == count * ROWS * MONTHS, (figures, refused[:2])
    print(f"\n    The whole way: {count} files, {figures} figures in {seconds:.0f} s, at most {_megabytes()} MB")
    clock.spent["reading, in the guarded children"] = _children() - children
    for name, spent in clock.spent.items():
        print(f"  {name:42} {spent:8.2f} s CPU {spent / figures * 1e6:8.1f} µs a figure")
    _findings_told(figures)
    bare.say({name: spent / figures for name, spent in clock.spent.items()})


def _clock() -> _Clock:
    """Counts what the steps of the way spend from now on."""
    from chungtay.flow_many import looking, writing
    from chungtay.flow_many.files import Work

    clock = _Clock()
    clock.wrapped(Work, "file_of", "hearing what was read, drawing claims")
    clock.wrapped(looking, "looked_at", "checking, with all that is beside")
    clock.wrapped(writing, "group_write", STORING)
    clock.wrapped(writing, "_kept", "  originals kept, encrypted and synced")
    writing.ledger_bulk.batches_append = _with_keys(writing.ledger_bulk.batches_append)
    clock.wrapped(writing.ledger_bulk, "batches_append", BATCHES)
    clock.wrapped(writing.checks, "findings_keep", "  findings")
    clock.wrapped(writing.ledger, "decisions_append", "  decisions")
    return clock


def _findings_told(figures: int) -> None:
    from django.db.models import Count

    from chungtay.checks.models import Finding

    found = Finding.objects.values_list("rule").annotate(number=Count("pk")).order_by("rule")
    shares = ", ".join(f"{rule} {number / figures * 1000:.1f}" for rule, number in found)
    print(f"  findings in a thousand figures: {shares}")


class _Bare:
    """The bare COPY, in turns with the way itself: the table grows under both."""

    def __init__(self, clock: _Clock, every: int) -> None:
        from chungtay.ledger.queries import transaction_now

        self._clock, self._every, self._next, self._after = clock, every, every, transaction_now()
        self._spent: list[float] = []
        self.seconds = 0.0

    def look(self, settled: int) -> None:
        """Copy the rows stored since the last look, where it is time."""
        from chungtay.ledger.queries import transaction_now

        if settled < self._next:
            return
        begun = time.monotonic()
        if spent := _bare_copy(self._clock, self._after):
            self._spent.append(spent)
        self._after, self._next = transaction_now(), self._next + self._every
        self.seconds += time.monotonic() - begun

    def say(self, ours: dict[str, float]) -> None:
        """CPU seconds a row beside ours; nothing on SQLite."""
        if not self._spent:
            return
        bare = sum(self._spent) / len(self._spent)
        print(f"  {'bare COPY of the same rows':42} {len(self._spent):6} times {bare * 1e6:8.1f} µs a figure")
        batches, all_of_it = (bare / ours[name] for name in (BATCHES, STORING))
        print(
            f"  rows per CPU second beside it: stored as batches {batches:.2f}, with all that is kept {all_of_it:.2f}"
        )


def _with_keys(append: Callable[..., Any]) -> Callable[..., Any]:
    """The same with its foreign keys looked at where it is timed, and not only when the transaction ends."""
    from django.db import connection

    def appended(**asked: Any) -> Any:
        made = append(**asked)
        connection.check_constraints()
        return made

    return appended


def _bare_copy(clock: _Clock, after: int) -> float:
    """CPU seconds a row of a COPY of rows that were stored, under batches made for it; rolled back. 0 on SQLite."""
    from django.db import connection, transaction

    from chungtay.ledger.models import Batch
    from chungtay.ledger.writing import _COLUMNS, _NAMES

    if connection.vendor != "postgresql":
        return 0.0
    with transaction.atomic():
        old = list(Batch.objects.filter(transaction__gt=after).order_by("pk")[:300])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_NAMES} FROM ledger_figure WHERE batch_id = ANY(%s) ORDER BY batch_id, position",
                [[batch.pk for batch in old]],
            )
            rows = cursor.fetchall()
        olds = [batch.pk for batch in old]
        for batch in old:
            batch.pk, batch.version = None, batch.version + 1000
        numbers = dict(zip(olds, (batch.pk for batch in Batch.objects.bulk_create(old)), strict=True))
        at = _COLUMNS.index("batch_id")
        rows = [(*row[:at], numbers[row[at]], *row[at + 1 :]) for row in rows]
        connection.check_constraints()
        begun = clock.now()
        with connection.cursor() as cursor, cursor.copy(f"COPY ledger_figure ({_NAMES}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.check_constraints()
        spent = clock.now() - begun
        transaction.set_rollback(True)
    return spent / len(rows)


def _children() -> float:
    """CPU seconds of children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _megabytes() -> str:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{own} (largest child {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024})"


if __name__ == "__main__":
    from chungtay.faces.commands.main import setup_django

    with tempfile.TemporaryDirectory(prefix="chungtay-bench-") as data:
        os.environ["CHUNGTAY_DATA_DIR"] = data
        setup_django()
        asked = [word for word in sys.argv[1:] if word != "--no-copy"]
        main(
            ALL if asked == ["--all"] else int(asked[0]) if asked else FEW,
            is_copied="--no-copy" not in sys.argv,
        )
