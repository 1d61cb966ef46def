"""The whole ledger as columns, for the warehouse: by two statements of SQL and not row by row.

The database joins the rows of a statement into one text, or each column of them, which is read into Arrow as it
stands: on both engines, on the connection at hand (so what a transaction has written counts in it), at a sixth of the
price of fetching rows. What figures say in few words is told as numbers, several in one (`packing`).
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.db import connection

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Regime
from chungtay.ledger.packing import Small, packed, unpacked, word_sql
from chungtay.ledger.standing import SAME_KEY, STRETCHES
from chungtay.ledger.types import DecisionKind, FigureStatus

_AT_ONCE: Final = 200_000
"""Figures in one text: some 15 MB. By id, which has gaps where recording was rolled back."""
_BATCHES_AT_ONCE: Final = 2_000
"""Batches named in one statement: of a commune they hold some hundred figures each."""
_STANDS: Final = ", ".join(f"'{kind.value}'" for kind in DecisionKind if kind.stands)
_END, _BETWEEN = "\n", "\x1f"
_WORD: Final = pa.dictionary(pa.int32(), pa.string())
_DECIMAL: Final = pa.decimal128(24, 6)


@dataclass(frozen=True)
class _Engine:
    """What the two databases write differently."""

    joined: str
    """All lines of a statement as one text."""
    line: Callable[[str, Sequence[str]], str]
    """Some columns as one text, with what stands between them."""
    numbers: str
    """All numbers of a column as one value."""
    read: Callable[[Any], pa.Array]
    """The numbers of such a value."""
    days: str
    """A day as days since 1 January of the year 1."""


def _of_bytes(told: Any) -> pa.Array:
    """Numbers of eight bytes, the highest first."""
    found = array("q", bytes(told))
    found.byteswap()
    return pa.Array.from_buffers(pa.int64(), len(found), [None, pa.py_buffer(found)])


def _of_text(told: Any) -> pa.Array:
    return _column(told, pa.int64())


_ENGINES: Final = {
    # One call a line: joining two at a time would copy it once for each column.
    "postgresql": _Engine(
        "string_agg({}, chr(10))",
        lambda between, columns: f"concat_ws(chr({ord(between)}), {', '.join(columns)})",
        "string_agg(int8send({}), ''::bytea)",
        _of_bytes,
        "{} - date '0001-01-01'",
    ),
    "sqlite": _Engine(
        "group_concat({}, char(10))",
        lambda between, columns: f" || char({ord(between)}) || ".join(columns),
        "group_concat({}, char(10))",
        _of_text,
        "CAST(julianday({}) - 1721425.5 AS INTEGER)",
    ),
}

FIGURES: Final = pa.schema(
    [
        ("id", pa.int64()),
        ("batch", pa.int64()),
        ("indicator", pa.int64()),
        ("place", pa.int64()),
        ("cell", _WORD),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("regime", _WORD),
        ("status", _WORD),
        ("value", _DECIMAL),
        ("absence", _WORD),
    ]
)
"""Plain figures: exact numbers and absences. Indicator and place by their ids in the database."""
BATCHES: Final = pa.schema(
    [
        ("batch", pa.int64()),
        ("known_from", pa.int64()),
        ("known_to", pa.int64()),
        ("body", pa.int64()),
        ("form", _WORD),
        ("place", pa.int64()),
        ("first_day", pa.date32()),
        ("last_day", pa.date32()),
        ("figures", pa.int32()),
    ]
)
"""A batch for each stretch through which it stood; `known_to` null while it stands."""

_PLAIN: Final = "(\"of\" IS NULL AND value_to IS NULL AND members IS NULL AND (precision = 'exact' OR value IS NULL))"
_BEFORE_1970: Final = 719_162
"""Days from 1 January of the year 1."""
_DAY_BITS: Final = 22
"""Enough for the year 9999."""
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    # The usual ones first: the database compares one after the other.
    "regime": tuple(dict.fromkeys((Regime.DECREE_MONTH.value, Regime.DAY.value, *(item.value for item in Regime)))),
    "status": tuple(item.value for item in FigureStatus),
    "absence": ("", *(item.value for item in Absence)),
}
_HEADROOM: Final = {"batch": 1 << 20, "place": 1 << 12, "indicator": 1 << 8}
"""How many more may come into being while the ledger is read."""
_BATCH_LINE: Final = (
    "s.batch_id",
    "s.known_from",
    "coalesce(s.known_to || '', '')",
    "b.body_id",
    "f.code",
    "b.place_id",
    "b.start",
    'b."end"',
    "b.figure_count",
)


def batches_as_columns(*, at: int, of: Iterable[int] | None = None) -> pa.Table:
    """Every stretch of every batch, or of some, as known at transaction `at`, as BATCHES, in no order."""
    found = f"SELECT {_joined(_BATCH_LINE)} FROM stretch s JOIN ledger_batch b ON b.id = s.batch_id"
    found += " JOIN forms_form f ON f.id = b.form_id {wanted} GROUP BY s.batch_id / 20000"
    if of is None:
        every = STRETCHES.format(stands=_STANDS, among="", of_batches="")
        return _read(_texts(every + found.format(wanted=""), (at,)), BATCHES)
    texts = []
    for some in _some(of):
        # Versions count against each other: the course of one batch is told by all of its key.
        among = ", ".join(map(str, _same_keys(some)))
        told = STRETCHES.format(
            stands=_STANDS, among=f"AND batch_id IN ({among})", of_batches=f"WHERE b.id IN ({among})"
        )
        texts += _texts(told + found.format(wanted=f"WHERE s.batch_id IN ({', '.join(map(str, some))})"), (at,))
    return _read(texts, BATCHES)


def figures_as_columns(of: Iterable[int] | None = None) -> Iterator[tuple[pa.Table, list[int]]]:
    """Every figure ever recorded, or those of some batches, whether they count or not; in order of id or of batch, some
    at a time: the plain ones as FIGURES, and the ids of all others, which are stated with bounds, as a share of
    something, or with members."""
    engine = _ENGINES[connection.vendor]
    words = packed(_small(engine))
    numbers = [engine.numbers.format(said) for said in ("id", *map(word_sql, words))]
    texts = [engine.joined.format(said) for said in ("cell", f"coalesce({_as_text('value')}, '')")]
    for among in _among(of):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(numbers + texts)} FROM ledger_figure WHERE {among}")
            ids, *told, cells, values = cursor.fetchone()
        if ids is None:
            yield FIGURES.empty_table(), []
            continue
        found = {"id": engine.read(ids), "cell": _column(cells, _WORD), "value": _column(values, _DECIMAL)}
        for word, column in zip(words, told, strict=True):
            found |= unpacked(word, engine.read(column))
        yield _told(found)


def _small(engine: _Engine) -> Iterator[Small]:
    """What a figure says in numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(id) FROM ledger_batch), (SELECT max(id) FROM places_place),"
            " (SELECT max(id) FROM indicators_indicator)"
        )
        most = dict(zip(_HEADROOM, cursor.fetchone(), strict=True))
    for name, room in _HEADROOM.items():
        yield Small(name, f"{name}_id", ((most[name] or 0) + room).bit_length())
    for name, texts in _WORDS.items():
        cases = " ".join(f"WHEN '{text}' THEN {number}" for number, text in enumerate(texts))
        yield Small(name, f"CASE {name} {cases} ELSE {len(texts)} END", len(texts).bit_length())
    yield Small("is_other", f"CASE WHEN {_PLAIN} THEN 0 ELSE 1 END", 1)
    for name, column in (("first_day", "start"), ("last_day", '"end"')):
        yield Small(name, engine.days.format(column), _DAY_BITS)


def _told(found: dict[str, pa.Array]) -> tuple[pa.Table, list[int]]:
    """Figures as FIGURES, and the ids of those that are not plain."""
    for name, texts in _WORDS.items():
        found[name] = pa.DictionaryArray.from_arrays(
            found[name].cast(pa.int32()), pa.array([*texts, None], pa.string())
        )
    for name in ("first_day", "last_day"):
        found[name] = pc.subtract(found[name], _BEFORE_1970).cast(pa.int32()).cast(pa.date32())
    is_other = pc.equal(found["is_other"], 1)
    table = pa.table([found[name] for name in FIGURES.names], schema=FIGURES)
    if not is_other.true_count:
        return table, []
    return table.filter(pc.invert(is_other)), found["id"].filter(is_other).to_pylist()


def _among(of: Iterable[int] | None) -> Iterator[str]:
    """Which figures, some at a time: of all, or of some batches."""
    if of is None:
        yield from (f"id BETWEEN {first} AND {last}" for first, last in _ids())
    else:
        yield from (f"batch_id IN ({', '.join(map(str, some))})" for some in _some(of))


def _some(of: Iterable[int]) -> Iterator[list[int]]:
    ids = sorted(of)
    return (ids[at : at + _BATCHES_AT_ONCE] for at in range(0, len(ids), _BATCHES_AT_ONCE))


def _same_keys(batches: list[int]) -> list[int]:
    """All versions of the reports of some batches."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT b.id FROM ledger_batch k JOIN ledger_batch b ON {SAME_KEY}"
            f" WHERE k.id IN ({', '.join(map(str, batches))})"
        )
        return [row[0] for row in cursor.fetchall()]


def _ids() -> Iterator[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM ledger_figure")
        first, last = cursor.fetchone()
    if first is not None:
        for start in range(first, last + 1, _AT_ONCE):
            yield start, start + _AT_ONCE - 1


def _joined(columns: Sequence[str]) -> str:
    engine = _ENGINES[connection.vendor]
    return engine.joined.format(engine.line(_BETWEEN, columns))


def _as_text(column: str) -> str:
    return f"CAST({column} AS text)"


def _texts(sql: str, parameters: tuple[int, ...]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall() if row[0] is not None]


def _column(text: str, kind: pa.DataType) -> pa.Array:
    """A column of one line each; an empty one is null, or a word of no letters."""
    # A last line that is empty counts where it is ended.
    return _read([text, ""], pa.schema([("word", kind)]))["word"].combine_chunks()


def _read(texts: list[str], schema: pa.Schema) -> pa.Table:
    if not texts:
        return schema.empty_table()
    whole = _END.join(texts).encode()
    found = pa.csv.read_csv(
        pa.BufferReader(whole),
        # In one piece: what is looked up by columns is quickest so.
        read_options=pa.csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=len(whole) + 1),
        parse_options=pa.csv.ParseOptions(delimiter=_BETWEEN, quote_char=False, ignore_empty_lines=False),
        convert_options=pa.csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    return found.combine_chunks()
