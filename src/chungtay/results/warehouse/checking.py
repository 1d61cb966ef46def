"""Whether the totals of a generation are what its years come to: worked out once more, and compared row for row."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

import pyarrow.parquet as pq

from chungtay.results.warehouse import layout
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.facts import Rule
from chungtay.results.warehouse.pyramid import raise_pyramid

_NAMES: Final = ", ".join(layout.NODE_SCHEMA.names)
_OF: Final = "FROM read_parquet('$years') WHERE indicator = $code AND cell // $room"
_DIFFERING: Final = f"""
WITH held AS (SELECT {_NAMES} FROM read_parquet('$nodes') WHERE indicator = $code),
    made AS (SELECT {_NAMES} FROM node_row)
SELECT count(*) FROM ((FROM held EXCEPT ALL FROM made) UNION ALL (FROM made EXCEPT ALL FROM held))
"""


class Check(Builder):
    """Works out totals of a folder anew. `rules` must be those that it was built by."""

    @classmethod
    def of(cls, aside: Path, folder: Path, rules: dict[str, Rule], memory: str) -> Self:
        """One that may write to the folder `aside`."""
        return cls(aside, places=pq.read_table(folder / layout.PLACES), rules=rules, cells=[""], memory=memory)

    def stated(self, folder: Path) -> list[int]:
        """The indicators (by code) that have anything to compare."""
        files = [str(folder / name) for name in (layout.YEARS, layout.NODES)]
        text = " UNION ".join(f"SELECT indicator FROM read_parquet('{file}')" for file in files)
        return sorted(code for (code,) in self._db.execute(text).fetchall())

    def raised(self, folder: Path, code: int) -> None:
        """Leave what the years of an indicator come to in `node_row`."""
        self._db.execute(_told(f"CREATE OR REPLACE TEMP TABLE year_row AS {_OF} = 0", folder, code))
        self._db.execute(_told(f"CREATE OR REPLACE TEMP TABLE side_row AS {_OF} > 0", folder, code))
        raise_pyramid(self._db)

    def differs(self, folder: Path, code: int) -> bool:
        """Whether the totals of an indicator (by code) are others than its years come to."""
        self.raised(folder, code)
        [[count]] = self._db.execute(_told(_DIFFERING, folder, code)).fetchall()
        return bool(count)


def _told(text: str, folder: Path, code: int) -> str:
    words = {"$years": folder / layout.YEARS, "$nodes": folder / layout.NODES, "$code": code, "$room": layout.SIDE_ROOM}
    for word, meant in words.items():
        text = text.replace(word, str(meant))
    return text


def totals_differing(folder: Path, rules: dict[str, Rule], memory: str) -> list[str]:
    """The indicators whose totals are others than their years come to."""
    with TemporaryDirectory(dir=folder.parent) as aside, Check.of(Path(aside), folder, rules, memory) as check:
        return [check.indicators[code] for code in check.stated(folder) if check.differs(folder, code)]
