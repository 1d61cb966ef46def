"""The whole ledger as columns, for the warehouse: by two statements of SQL and not row by row.

The database joins the rows of a statement into one text, which is read into Arrow as it stands: on both engines, on
the connection at hand (so what a transaction has written counts in it), at a quarter of the price of fetching rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.csv
from django.db import connection

from chungtay.ledger.standing import SAME_KEY, STRETCHES
from chungtay.ledger.types import DecisionKind

_AT_ONCE: Final = 200_000
"""Figures in one text: some 15 MB. By id, which has gaps where recording was rolled back."""
_BATCHES_AT_ONCE: Final = 2_000
"""Batches named in one statement: of a commune they hold some hundred figures each."""
_STANDS: Final = ", ".join(f"'{kind.value}'" for kind in DecisionKind if kind.stands)
_END, _BETWEEN, _WITHIN = "\n", "\x1f", "\x1e"
_WORD: Final = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class _Engine:
    """What the two databases write differently."""

    joined: str
    """All lines of a statement as one text."""
    line: Callable[[str, Sequence[str]], str]
    """Some columns as one text, with what stands between them."""
    days: str
    """A day as days since 1 January 1970."""


_ENGINES: Final = {
    # One call a line: joining two at a time would copy it once for each column.
    "postgresql": _Engine(
        "string_agg({}, chr(10))",
        lambda between, columns: f"concat_ws(chr({ord(between)}), {', '.join(columns)})",
        "{} - date '1970-01-01'",
    ),
    "sqlite": _Engine(
        "group_concat({}, char(10))",
        lambda between, columns: f" || char({ord(between)}) || ".join(columns),
        "CAST(julianday({}) - 2440587.5 AS INTEGER)",
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
        ("value", pa.decimal128(24, 6)),
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
_FIGURE: Final = ("id", "batch_id", "indicator_id", "place_id", "coalesce(value || '', '')")
# What many figures have in common is told as one word and taken apart once for all of them.
_COMMON: Final = ("cell", "regime", "status", "absence")
_READ: Final = pa.schema(
    [*(FIGURES.field(name) for name in ("id", "batch", "indicator", "place", "value")), ("word", _WORD)]
)
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
    days = [engine.days.format(column) for column in ("start", '"end"')]
    line = engine.line(_BETWEEN, (*_FIGURE, engine.line(_WITHIN, (*_COMMON, *days))))
    plain, rest = engine.joined.format(line), engine.joined.format("id || ''")
    for among in _among(of):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {plain} FILTER (WHERE {_PLAIN}), {rest} FILTER (WHERE NOT {_PLAIN})"
                f" FROM ledger_figure WHERE {among}"
            )
            found, others = cursor.fetchone()
        yield _taken_apart(_read([found] if found else [], _READ)), list(map(int, others.split())) if others else []


def _taken_apart(table: pa.Table) -> pa.Table:
    """Figures whose words are columns of their own."""
    words = table["word"].combine_chunks()
    parts = [word.split(_WITHIN) for word in words.dictionary.to_pylist()]
    columns = list(zip(*parts, strict=True)) if parts else [()] * (len(_COMMON) + 2)
    found: dict[str, pa.Array | pa.ChunkedArray] = {name: table[name] for name in _READ.names[:-1]}
    for name, texts in zip(_COMMON, columns, strict=False):
        coded = pa.array(texts, pa.string()).dictionary_encode()
        taken = pa.DictionaryArray.from_arrays(coded.indices.take(words.indices), coded.dictionary)
        found[name] = taken
    for name, numbers in zip(("first_day", "last_day"), columns[len(_COMMON) :], strict=True):
        found[name] = pa.array(map(int, numbers), pa.int32()).cast(pa.date32()).take(words.indices)
    return pa.table([found[name] for name in FIGURES.names], schema=FIGURES)


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


def _texts(sql: str, parameters: tuple[int, ...]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall() if row[0] is not None]


def _read(texts: list[str], schema: pa.Schema) -> pa.Table:
    if not texts:
        return schema.empty_table()
    whole = _END.join(texts).encode()
    found = pa.csv.read_csv(
        pa.BufferReader(whole),
        # In one piece: what is looked up by columns is quickest so.
        read_options=pa.csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=len(whole) + 1),
        parse_options=pa.csv.ParseOptions(delimiter=_BETWEEN, quote_char=False),
        convert_options=pa.csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    return found.combine_chunks()
