"""Which rows are found by the words of which column."""

from chungtay.gathering.registers.lists.words import WordIndex

ENTRIES = WordIndex(
    name="entry_words",
    table="standards_entry",
    words="name_key",
    kept="{row}name_key <> '' AND {row}state <> 5",
    watched=("state",),
    province="province_id",
)
