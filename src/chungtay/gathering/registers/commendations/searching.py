"""Recipients found by name: those alone who are public, individuals and households by a recorded consent.

No index of words is kept of them: it would hold a name for a while after it was withdrawn. The public ones are looked
through in an index of their own; only what was decided is found, whatever the account may know of besides.
"""

from chungtay.gathering.registers.lists.seeking import Sought

SOUGHT = Sought(
    "awards",
    "commendations_award",
    ("r.id", "r.form", "t.kind"),
    # The public ones first, which are few: on SQLite, CROSS JOIN keeps to the order in which the tables are named.
    joins="CROSS JOIN commendations_round r",
    place="r.place_id",
    province="r.province_id",
    where="r.id = t.round_id AND t.is_public AND t.fate = 2 AND r.state = 4",
)
