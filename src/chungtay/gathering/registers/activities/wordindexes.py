"""Which rows are found by the words of which column."""

from chungtay.gathering.registers.lists.words import WordIndex

ACTIVITIES = WordIndex(
    name="activity_words",
    table="activities_activity",
    words="title_key",
    kept="{row}title_key IS NOT NULL AND {row}state <> 4",
    watched=("state",),
    province="province_id",
)
