"""The ledger's tail, kept in memory and led on from transaction to transaction.

A question never reads the tail from the ledger again: only what was decided since the last one was asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock

from chungtay.ledger import queries as ledger
from chungtay.results.warehouse.acyclic import acyclic
from chungtay.results.warehouse.facts import Fact, Receipt
from chungtay.results.warehouse.loading import Reader
from chungtay.results.warehouse.tails import Tail


class Growing:
    """The tail above one generation as it grows."""

    def __init__(self, after: int) -> None:
        self._after = after
        self._lock = Lock()
        self._reader = Reader()
        self._clear()

    def _clear(self) -> None:
        self._at, self._moment = self._after, ledger.transaction_moment(self._after)
        self._ended: dict[int, list[Fact]] = {}
        self._facts: dict[int, list[Fact]] = {}
        self._receipts: dict[int, Receipt] = {}
        self._tail = Tail(self._at)

    def at(self, transaction: int) -> Tail:
        """The tail as of a transaction not before the last one asked for."""
        with self._lock:
            if ledger.transaction_moment(self._at) != self._moment:
                self._clear()
            if transaction > self._at:
                with acyclic():
                    self._lead_on(transaction)
            return self._tail

    def _lead_on(self, to: int) -> None:
        gone = ledger.batches_ended(after=self._at, at=to)
        for batch in gone & self._facts.keys():
            del self._facts[batch], self._receipts[batch]
            gone.discard(batch)
        for batch, facts in self._facts_of(gone).items():
            self._ended[batch] = facts
        reader = Reader()
        for fact in reader.facts(ledger.rows_known(at=to, after=self._at)):
            self._facts.setdefault(fact.batch, []).append(fact)
        for receipt in reader.receipts():
            self._receipts[receipt.batch] = receipt
        self._at, self._moment = to, ledger.transaction_moment(to)
        self._tail = self._made()

    def _facts_of(self, batches: Iterable[int]) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = {batch: [] for batch in batches}
        for fact in self._reader.facts(ledger.rows_of_batches(found)):
            found[fact.batch].append(fact)
        return found

    def _made(self) -> Tail:
        facts: dict[str, list[Fact]] = defaultdict(list)
        for of_batch in self._facts.values():
            for fact in of_batch:
                facts[fact.indicator].append(fact)
        gone: dict[str, list[Fact]] = defaultdict(list)
        for of_batch in self._ended.values():
            for fact in of_batch:
                gone[fact.indicator].append(fact)
        receipts = tuple(self._receipts.values())
        return Tail(self._at, frozenset(self._ended), dict(gone), dict(facts), receipts, ranks_of)


def ranks_of(figures: Sequence[int]) -> Mapping[int, int]:
    """The ranks of figures of the ledger, by whose line reported them."""
    return {fact.id: fact.rank for fact in Reader().facts(ledger.rows_of_figures(figures))} if figures else {}


@lru_cache(maxsize=2)
def _growing(generation: str, after: int) -> Growing:
    return Growing(after)


def tail_at(generation: str, *, after: int, at: int, now: int) -> Tail:
    """The tail above a generation (its folder and transaction) as of a transaction, `now` being the ledger's last.

    A day between the two is asked seldom and read anew.
    """
    return _growing(generation, after).at(at) if at == now else Growing(after).at(at)
