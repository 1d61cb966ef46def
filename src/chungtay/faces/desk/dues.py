"""What a body owes, joined with what it has begun and not sent, and where each is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from chungtay.faces.desk.telling import language
from chungtay.gathering.approval import dues
from chungtay.gathering.approval.dues import MOST as MOST
from chungtay.gathering.intake import queries as intake
from chungtay.kernel.periods import Period, Regime
from chungtay.ledger.types import DecisionKind
from chungtay.reference.places.queries import place_label

if TYPE_CHECKING:
    from datetime import date

    from chungtay.reference.actors.models import User


@dataclass(frozen=True)
class Due(dues.Due):
    """One report of a body, with the reading that was begun for it."""

    reading_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be begun: nothing sent, nothing returned, nothing being read."""
        return not self.is_sent and self.state != DecisionKind.RETURNED and self.reading_id is None

    @property
    def written(self) -> str:
        """The period as addresses and forms hold it."""
        return written(self.period)

    @property
    def address(self) -> str:
        """Where it is handed in, with form, place and period filled in."""
        asked = {"mau": self.form.code, "dia-ban": place_label(self.place, language()), "ky": written(self.period)}
        return f"{reverse('report_new')}?{urlencode(asked)}"


def written(period: Period) -> str:
    """A period as the upload page takes it: '2026-11' for a month of the decree, else its two dates."""
    return f"{period.end:%Y-%m}" if period.regime is Regime.DECREE_MONTH else str(period)


def dues_of(user: User, today: date) -> list[Due]:
    """As `approval.dues.dues_of`, with the readings that were begun."""
    open_readings = intake.readings_visible(user).filter(body=user.body_id, batch=None)
    begun = {(r.form.code, r.place_id, r.start, r.end): r.pk for r in open_readings}
    return [
        Due(d.form, d.place, d.period, d.deadline, d.state, d.batch_id, begun.get(_key(d)))
        for d in dues.dues_of(user, today)
    ]


def _key(due: dues.Due) -> tuple[str, int, date, date]:
    return due.form.code, due.place.pk, due.period.start, due.period.end
