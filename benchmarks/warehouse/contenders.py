"""Who answers each question, at one size and at two."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.warehouse import bars, limit, product, reports, sql, tables
from benchmarks.warehouse.asked import LEAVES, PROVINCE, questions
from benchmarks.warehouse.clock import Contender
from benchmarks.warehouse.data import REPORTS, Data, nodes_of_country

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.warehouse.server import Server
    from chungtay.results.warehouse.questions import Question
    from chungtay.results.warehouse.tails import Tail

NOT_ASKED: Final = {("Q4", bars.NORMALIZED), ("Q3", bars.STYLED)}
"""Minutes each, and no bar stands on them."""
ONCE: Final = ("Q4", LEAVES)
"""Asked in columns alone: no page makes rows of them."""


def codes_now() -> Any:
    """The codes that every generation of this catalogue and these places has."""
    from chungtay.reference.indicators.catalogue import catalogue
    from chungtay.results.warehouse.coding import place_table
    from chungtay.results.warehouse.synth.writing import codes_of

    return codes_of(place_table(nodes_of_country()), catalogue())


def generation(data: Data) -> Path:
    """The folder of the generation of a data folder."""
    return sorted((data.product / "warehouse" / "generations").glob("[0-9]*"))[-1]


class Field:
    """All that is asked at one size."""

    def __init__(self, data: Data, server: Server | None) -> None:
        self.data, self.server = data, server
        self.folder = generation(data)
        self.codes = codes_now()
        self._sums = limit.sums(data, self.codes.indicators)
        self._general = product.without_finished(self.folder)
        self._statements = self._of_server()

    def of(self, name: str) -> list[Contender]:
        """The contenders for one question."""
        if name == "Q8":
            return [Contender(name, bars.OURS, reports.ask, reports.told), *self._others(name)]
        question = questions()[name]
        general, folder = product.elsewhere(self._general, question), self.folder
        bare = product.bare(self._general, question)
        found = [Contender(name, bars.OURS, lambda: product.columns(question), product.of_columns)]
        if name not in ONCE:
            found.append(Contender(name, bars.ROWS, lambda: product.rows(question), product.of_rows))
            found.append(Contender(name, bars.GENERAL, general, product.of_columns))
        if name in self._sums:
            found.insert(0, Contender(name, bars.NUMPY, self._sums[name]))
        found.append(Contender(name, bars.BARE, bare, lambda count: (count, 0.0)))
        if name in ("Q1", "Q2", "Q3"):
            corrected = product.elsewhere(folder, question, self._fresh)
            found.append(Contender(name, bars.FRESH, corrected, product.of_columns))
        return [*found, *self._others(name)]

    @cached_property
    def _fresh(self) -> Tail:
        return product.corrections(self.data, self.folder)

    def _others(self, question: str) -> list[Contender]:
        return [
            Contender(question, name, self._asking(statement), _told, self.server)
            for (asked, name), statement in self._statements.items()
            if asked == question and (asked, name) not in NOT_ASKED
        ]

    def _asking(self, statement: str) -> Callable[[], list[Any]]:
        assert self.server is not None
        return lambda: self.server.rows(statement)  # type: ignore[union-attr]

    def _of_server(self) -> dict[tuple[str, str], str]:
        server, codes = self.server, self.codes
        if server is None:
            return {}

        def uid(kind: str, text: str) -> str:
            return str(server.rows(f"SELECT {tables.uid(kind, repr(text))}")[0][0])

        province = codes.places[PROVINCE]
        found = {bars.NORMALIZED: sql.normalized(codes.indicators, province) | {"Q8": reports.NORMALIZED}}
        if tables.is_whole(server):
            uids = {code: uid("d", code) for code in codes.indicators}
            found[bars.STYLED] = sql.dhis2_style(uids, uid("o", str(province)))
        return {(question, name): text for name, texts in found.items() for question, text in texts.items()}


def _told(rows: list[Any]) -> tuple[int, float]:
    return len(rows), float(sum(row[-1] for row in rows))


class Both:
    """The product at two sizes by the same way in, the statements it would end in, and numpy at the larger one."""

    def __init__(self, data: Data, wide: Data) -> None:
        self._sizes = (data, wide)
        self._folders = {item.size: generation(item) for item in self._sizes}
        self._general = {size: product.without_finished(folder) for size, folder in self._folders.items()}
        there = wide.file(REPORTS).exists()
        self._wide = wide.size
        self._sums = limit.sums(wide, codes_now().indicators) if there else {}

    def of(self, name: str) -> list[Contender]:
        """The contenders for one question."""
        question, found = questions()[name], []
        for size, folder in self._folders.items():
            ask = product.elsewhere(folder, question)
            found.append(Contender(name, f"{bars.OURS}, {size}", ask, product.of_columns))
            if _has_statements(question):
                bare = product.bare(self._general[size], question)
                found.append(Contender(name, f"{bars.BARE}, {size}", bare, lambda count: (count, 0.0)))
        if name in self._sums:
            found.append(Contender(name, f"{bars.NUMPY}, {self._wide}", self._sums[name]))
        return found


def _has_statements(question: Question) -> bool:
    """Those of a question on a map are asked at one size alone: each opens a store of its own."""
    return question.frame is None
