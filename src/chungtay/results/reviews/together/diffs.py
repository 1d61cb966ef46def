"""Two wordings side by side, word by word. A figure's token is one word: it is changed or it is not."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_WORDS = re.compile(r"\[\[[0-9a-f]{8}(?:\|[^\[\]\n]*)?\]\]|\n|[^\S\n]+|[^\s\[]+|\[")

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Run:
    """Words that follow one another and have the same fate."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Run]:
    """The runs of both wordings in order; without the new ones they are the old wording, without the gone the new."""
    ours, theirs = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    for deed, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if deed == "equal":
            runs.append(Run(SAME, "".join(ours[i:j])))
            continue
        runs += [Run(GONE, "".join(ours[i:j]))] if j > i else []
        runs += [Run(NEW, "".join(theirs[k:m]))] if m > k else []
    return runs


def joined(base: str, ours: str, theirs: str) -> str | None:
    """Both changes of a common base in one wording, paragraph by paragraph; None where they touch the same one."""
    lines = base.split("\n")
    edits = [e for new in (ours, theirs) for e in _edits(lines, new.split("\n"))]
    edits.sort(key=lambda edit: (edit[0], edit[1]))
    for one, other in pairwise(edits):
        if one == other:
            continue
        if other[0] < one[1] or (other[0] == one[0]):
            return None
    for start, end, text in reversed(list(dict.fromkeys(edits))):
        lines[start:end] = list(text)
    return "\n".join(lines)


def _edits(old: list[str], new: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    matched = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i, j, tuple(new[k:m])) for deed, i, j, k, m in matched if deed != "equal"]
