"""Publications as rows, with their leaves in the log: for tests of what reads the shelf, without a ledger behind it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from chungtay.gathering.programmes.models import Programme
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.log import services as log
from chungtay.results.publishing.log.entries import Entry, LeafKind
from chungtay.results.publishing.models import Publication, PublicFigure
from chungtay.results.warehouse.models import Snapshot

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
INDICATOR = "models.built"


@transaction.atomic
def published(cast: Any, code: str, shown: list[str], *, embargo_until: datetime | None = None) -> Publication:
    """A publication of one figure for each text, in Hà Nội, released an hour ago; then a new signed head."""
    place, at = place_get("p01@2025"), timezone.now() - timedelta(hours=1)
    programme, _ = Programme.objects.get_or_create(
        number="01/CTr",
        defaults={"title_vi": "Chương trình", "title_en": "Programme", "place": place}
        | {"term_start": YEAR[0], "term_end": YEAR[1]},
    )
    snapshot = Snapshot.objects.create(
        code=code[:20],
        programme=programme,
        place=place,
        start=YEAR[0],
        end=YEAR[1],
        transaction_number=1,
        folder=code,
        digest="0" * 64,
        created_at=at,
        created_by=cast.binh,
    )
    digest = sha256(code.encode()).hexdigest()
    about = {"publication": code, "secret": f"s-{code}", "indicator": INDICATOR, "cell": ""}
    about |= {"place": ["01", "2025", "province", "Thành phố Hà Nội"], "start": "2026-01-01", "end": "2026-12-31"}
    figures = [Entry(LeafKind.FIGURE, {**about, "shown": [text, text]}) for text in shown]
    first = log.leaves_append([Entry(LeafKind.PUBLICATION, {"code": code, "digest": digest}, (digest,)), *figures])
    log.head_sign()
    made = Publication.objects.create(
        code=code,
        title=f"Đợt {code}",
        title_en=f"Release {code}",
        place=place,
        snapshot=snapshot,
        body=cast.bodies["CA-HN"],
        level="province",
        start=YEAR[0],
        end=YEAR[1],
        step="year",
        indicators=[INDICATOR],
        summary={INDICATOR: {}},
        created_at=at,
        created_by=cast.binh,
        released_at=at,
        released_by=cast.binh,
        embargo_until=embargo_until,
        digest=digest,
        secret=f"s-{code}",
        figure_count=len(shown),
        first_leaf=first,
        leaf_count=len(shown) + 1,
        is_illustration=True,
    )
    for number, text in enumerate(shown, 1):
        PublicFigure.objects.create(
            publication=made,
            indicator=INDICATOR,
            cell=f"model_kind=k{number}",
            place_code="01",
            place_vintage="2025",
            place_level="province",
            place_name="Thành phố Hà Nội",
            start=YEAR[0],
            end=YEAR[1],
            shown_vi=text,
            shown_en=text,
            low=text,
            high=text,
            precision="exact",
            reported=1,
            expected=1,
            leaf=first + number,
        )
    return made


def withdrawn(publication: Publication, by: Any) -> None:
    """Taken back, as `publication_withdraw` leaves it."""
    publication.withdrawn_at, publication.withdrawn_by = timezone.now(), by
    publication.save(update_fields=["withdrawn_at", "withdrawn_by"])
