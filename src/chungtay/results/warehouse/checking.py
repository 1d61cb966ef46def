"""Whether the totals of a generation are what its years come to, and finished answers what the general way gives.

Totals are worked out once more and compared row for row; of the finished answers a sample is asked both ways.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, Self

import pyarrow.parquet as pq

from chungtay.kernel.periods import Period, Regime
from chungtay.results.warehouse import layout
from chungtay.results.warehouse.answering import Answering
from chungtay.results.warehouse.answers import Answer
from chungtay.results.warehouse.building import Builder
from chungtay.results.warehouse.facts import Rule, World
from chungtay.results.warehouse.pyramid import raise_pyramid
from chungtay.results.warehouse.questions import By, Question, Tells
from chungtay.results.warehouse.sheets import Laid
from chungtay.results.warehouse.stores import Store

SAMPLED: Final = 6
"""Sheets that are asked about the country, by province and by commune, each: some six CPU seconds at four million
figures."""
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


def answers_differing(folder: Path, world: World, *, memory: str, seed: int) -> list[str]:
    """The indicators of which a sample of finished answers are others than the general way gives; none where there are
    no finished answers, or where they are not given in this world. `world` as questions about the country bear it;
    `seed` says which sample."""
    draw = Random(seed)  # noqa: S311 - a sample, no secret
    with Store(folder, memory=memory) as store:
        ways = ((store.sheets, By.ONE), (store.sheets, By.PROVINCE), (store.communes, By.COMMUNE))
        asked = [one for laid, by in ways if laid is not None for one in _sampled(laid, world, by, draw)]
        return sorted({one.indicators[0] for one in asked if _is_otherwise(store, world, one)})


def _sampled(laid: Laid, world: World, by: By, draw: Random) -> Iterator[Question]:
    """Questions about sheets picked at random, over all periods: of the country, or of the communes of one province."""
    parts = laid.index["parts"]
    roots = sorted(key for key in laid.worlds if world.places[key].rank == (1 if by is By.COMMUNE else 0))
    for part in draw.sample(parts, min(SAMPLED, len(parts))):
        regime, tells = Regime(part["regime"]), Tells(part.get("tells", Tells.TOTALS))
        periods = laid.calendars[regime].periods
        span = Period(periods[0].start, periods[-1].end)
        asked = (part["indicator"],)
        yield Question(asked, draw.choice(roots), span, by, regime, None, trace=False, tells=tells)


def _is_otherwise(store: Store, world: World, question: Question) -> bool:
    finished = Answer(Answering(store, world, question))
    if not finished.finished:
        return False
    return finished.rows() != Answer(Answering(store, world, question), finished=False).rows()
