"""What a figure may be besides what was read: the reader's next best, offered to the officer who doubts the first.

Only what the reader weighed itself stands here: indicators that scored, places and times that the text names.
"""

from collections.abc import Iterable

from chungtay.gathering.intake.readers import places, timemarks
from chungtay.gathering.intake.readers.homes import Home
from chungtay.gathering.intake.readers.meaning import Sense
from chungtay.gathering.intake.readers.mentions import Mention
from chungtay.gathering.intake.readers.records import Others, TextPeriod
from chungtay.gathering.intake.readers.timemarks import Calendar, TimeMark

MOST = 3
"""Of each kind."""


def others_of(
    sense: Sense,
    code: str | None,
    where: tuple[str | None, list[Mention], Home],
    when: tuple[TextPeriod, Iterable[TimeMark], Calendar],
) -> Others:
    """The next best of each, without what was read. `where` and `when` hold that first, then what the text names."""
    place, named, home = where
    period, marks, calendar = when
    paths = [*(places.full(mention, home) for mention in named), home.text(), home.cut(0)]
    times = [mark.period for mark in marks if mark.role != timemarks.COMPARE]
    times += [timemarks.special("now", calendar)[1], timemarks.term_period(calendar)]
    return Others(
        tuple(other for other in (sense.code, *sense.also) if other not in (None, code))[:MOST],
        tuple(dict.fromkeys(path for path in paths if path not in (None, place)))[:MOST],
        tuple(dict.fromkeys(time for time in times if time.end is not None and time != period))[:MOST],
    )
