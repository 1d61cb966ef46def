"""What is kept beside the DuckDB that many threads ask: made once for all, given back when nobody can need it."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import duckdb
import pytest

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.connections import Connected, Named
from chungtay.results.warehouse.native import cache_build


@pytest.fixture
def db() -> Iterator[Connected]:
    found = Connected(memory="64MB", threads=1)
    yield found
    found.close()


def _made(db: Connected) -> Named:
    name = f"late_{db.number()}"
    db.execute(f"CREATE TABLE {name} AS SELECT 1 AS one")
    return Named(db, name)


def _tables(db: Connected) -> set[str]:
    return {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def test_threads_that_make_the_same_at_once_go_on_with_one_and_leave_no_table_behind(db: Connected) -> None:
    both, found = Barrier(2), list[Named]()

    def make() -> Named:
        both.wait()
        return _made(db)

    threads = [Thread(target=lambda: found.append(db.remember("late sums", (1,), None, make))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert _tables(db) == {found[0].name}


def test_a_table_that_is_pushed_out_stays_for_the_questions_that_may_have_named_it(db: Connected) -> None:
    with db.asking():
        named = db.remember("lines", (1,), None, lambda: _made(db))
        db.remember("lines", (2,), None, lambda: _made(db))
        assert named.name in _tables(db)
    assert len(_tables(db)) == 1
    assert named.name not in _tables(db)


def test_a_native_copy_that_fails_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / layout.YEARS).write_bytes(b"no such thing")
    with pytest.raises(duckdb.Error):
        cache_build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [layout.YEARS]
