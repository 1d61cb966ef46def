"""The words of the field from `lexicon.yaml`: phrases that name counted things and phrases that tell what was done.

Phrases are matched as runs of syllable keys through a tree, so cost grows with the text, not with the lexicon.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from chungtay.gathering.intake.readers.tokens import Token, word_key

_END = ""


class PhraseTree:
    """Finds the longest phrase that starts at a token. A phrase may carry several labels."""

    def __init__(self, phrases: Iterable[tuple[str, str]] = ()) -> None:
        self._root: dict[str, Any] = {}
        for phrase, label in phrases:
            self.add(phrase, label)

    def add(self, phrase: str, label: str) -> None:
        """Teach one phrase; '_' stands for a comma inside it."""
        node = self._root
        for part in phrase.split():
            node = node.setdefault("," if part == "_" else word_key(part), {})
        node.setdefault(_END, []).append(label)

    def labels(self) -> set[str]:
        """Every label of the tree."""
        found: set[str] = set()
        open_nodes = [self._root]
        while open_nodes:
            for part, node in open_nodes.pop().items():
                if part == _END:
                    found.update(node)
                else:
                    open_nodes.append(node)
        return found

    def longest(self, tokens: list[Token], index: int, stop: int) -> tuple[int, list[str]] | None:
        """(index after, labels) of the longest phrase at `index` that ends before `stop`."""
        node, best = self._root, None
        while index < stop:
            following = node.get(tokens[index].key)
            if following is None:
                break
            node, index = following, index + 1
            if _END in node:
                best = (index, node[_END])
        return best

    def every(self, tokens: list[Token], first: int, stop: int) -> Iterator[tuple[int, int, str]]:
        """(first, last, label) of every phrase in tokens[first:stop], overlapping ones included."""
        for index in range(first, stop):
            node, at = self._root, index
            while at < stop:
                following = node.get(tokens[at].key)
                if following is None:
                    break
                node, at = following, at + 1
                for label in node.get(_END, ()):
                    yield index, at, label


@dataclass(frozen=True)
class Rule:
    """One way to an indicator: the kinds of counted thing it takes and the weights of what stands around the number."""

    code: str | None
    units: frozenset[str]
    base: float
    cues: Mapping[str, float]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything `lexicon.yaml` holds, ready to match."""

    units: PhraseTree
    cues: PhraseTree
    rules: tuple[Rule, ...]
    breakdowns: Mapping[str, PhraseTree]
    breakdowns_by_noun: Mapping[str, PhraseTree]
    givers: PhraseTree
    natures: Mapping[str, str]
    finer: Mapping[str, PhraseTree]
    lists: Mapping[str, frozenset[str]]


def _phrases(group: Mapping[str, Iterable[str]]) -> PhraseTree:
    return PhraseTree((phrase, label) for label, phrases in group.items() for phrase in phrases)


def _needs(entry: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Each item of `needs` must be met near the number; an item 'a|b' is met by either cue."""
    return tuple(frozenset(str(item).split("|")) for item in entry.get("needs", ()))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The bundled lexicon, built once per process."""
    text = files(__package__).joinpath("lexicon.yaml").read_text(encoding="utf-8")
    # The C parser is ten times faster; without it the file still loads.
    raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    rules = tuple(
        Rule(
            entry["code"],
            frozenset(entry["units"]),
            float(entry.get("base", 1)),
            dict(entry.get("cues", {})),
            _needs(entry),
        )
        for entry in raw["rules"]
    )
    parts = {name: _phrases(values) for name, values in raw["breakdowns"].items()}
    by_noun = {name: _phrases(values) for name, values in raw["breakdowns_by_noun"].items()}
    finer = {code: _phrases(codes) for code, codes in raw["finer"].items()}
    lists = {name: frozenset(word_key(word) for word in words) for name, words in raw["lists"].items()}
    return Lexicon(
        units=_phrases(raw["units"]),
        cues=_phrases(raw["cues"]),
        rules=rules,
        breakdowns=parts,
        breakdowns_by_noun=by_noun,
        givers=_phrases(raw["givers"]),
        natures=raw["natures"],
        finer=finer,
        lists=lists,
    )


def word_list(name: str) -> frozenset[str]:
    """One of the plain lists of `lexicon.yaml`, as keys."""
    return lexicon().lists[name]
