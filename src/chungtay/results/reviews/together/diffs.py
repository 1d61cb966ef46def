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
    gone = came = ""
    for deed, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        old_text, new_text = "".join(ours[i:j]), "".join(theirs[k:m])
        # A space between two changed words is part of the change: word for word alone, nobody could read either side.
        if deed != "equal" or ((gone or came) and old_text.isspace() and "\n" not in old_text):
            gone, came = gone + old_text, came + new_text
            continue
        runs += [*_changed(gone, came), Run(SAME, old_text)]
        gone = came = ""
    return [*runs, *_changed(gone, came)]


def _changed(gone: str, came: str) -> list[Run]:
    return [run for run in (Run(GONE, gone), Run(NEW, came)) if run.text]


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
