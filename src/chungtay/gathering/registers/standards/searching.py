"""Subjects of standards found by the words of their names; communes bear none of their own here."""

from chungtay.gathering.registers.lists.seeking import Sought
from chungtay.gathering.registers.standards.wordindexes import ENTRIES

SOUGHT = Sought(
    "entries",
    "standards_entry",
    ("t.kind", "t.rule", "t.year"),
    where="t.name_key <> '' AND t.state <> 5",
    index=ENTRIES,
)
