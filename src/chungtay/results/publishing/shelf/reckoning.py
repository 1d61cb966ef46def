"""What a publication would say, reckoned from its snapshot's transaction under the rules: for its preview, and again,
to the same digest, for its release."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from chungtay.reference.indicators.catalogue import Definition, catalogue
from chungtay.reference.places.queries import places_by_key
from chungtay.results.publishing.models import Publication, PublicFigure, Release
from chungtay.results.publishing.reviewed import reviewed_before, sums_with
from chungtay.results.publishing.shelf import refusals
from chungtay.results.publishing.shelf.asking import Pieces
from chungtay.results.publishing.shelf.guarding import Before, guarded, guarded_parts, is_guarded, rates_kept
from chungtay.results.publishing.shelf.lines import Claim, Key, Line, counted
from chungtay.results.publishing.shelf.terms import Told
from chungtay.results.reviews.composition import Composition

if TYPE_CHECKING:
    from chungtay.reference.places.models import Place


class Reckoned:
    """One indicator's part of a publication: its lines' digest, and how many are told, hidden and absent."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.counts = dict(counted(()))
        self._digest = sha256()

    def add(self, lines: Sequence[Line]) -> None:
        """Count in more lines, in their order."""
        for line in lines:
            self._digest.update(_text(line.told()))
        for name, number in counted(lines).items():
            self.counts[name] += number

    @property
    def digest(self) -> str:
        """Of the lines so far."""
        return self._digest.hexdigest()

    @property
    def says_nothing(self) -> bool:
        """Whether nobody reported anything of it."""
        return self.counts["absent"] == self.counts["lines"]


def reckon(publication: Publication, heard: Callable[[float], None] = lambda share: None) -> list[Reckoned]:
    """Every indicator that says anything, in the catalogue's order. `heard` is told the share of indicators that are
    done. Refusals CONGBO-003 and 016."""
    pieces = pieces_of(publication)
    asked = [told for told in pieces.terms if told.levels]
    found = []
    for number, told in enumerate(asked, 1):
        found.append(_reckoned(publication, pieces, told))
        heard(number / len(asked))
    return [item for item in found if not item.says_nothing]


def pieces_of(publication: Publication) -> Pieces:
    """What it asks, of the indicators that the catalogue still knows."""
    wanted = set(publication.indicators)
    return Pieces(publication, (rule for rule in catalogue().values() if rule.code in wanted))


def digest_of(publication: Publication, reckoned: Iterable[Reckoned]) -> str:
    """One digest over what is asked and all lines."""
    head = [
        *(publication.snapshot.digest, publication.place.key, publication.level, publication.step),
        *(publication.clock, publication.start.isoformat(), publication.end.isoformat(), str(publication.frame_day)),
    ]
    return sha256(_text([head, [[item.definition.code, item.digest] for item in reckoned]])).hexdigest()


def lines_of(publication: Publication, pieces: Pieces, told: Told) -> Iterator[list[Line]]:
    """The lines of one indicator, in pieces; of one that is guarded all at once, since they protect each other."""
    if not is_guarded(told.definition):
        parts = [_told_of(publication, part) for part in guarded_parts(told.definition)]
        for claims in pieces.claims(told):
            yield rates_kept([claim.line for claim in claims], parts)
        return
    claims = [claim for piece in pieces.claims(told) for claim in piece]
    before = _before(publication, told.definition.code, claims)
    lines = guarded(claims, told.definition, {key: item for key, (item, _) in before.items()})
    for line in lines:
        stands = before.get(line.key)
        if stands is not None and not line.absence and stands[1] not in ("", line.shown[0]):
            raise refusals.told_otherwise(publication, line, stands[1])
    _check_other_map(publication, told.definition.code, claims)
    yield lines


def _told_of(publication: Publication, rule: Definition) -> set[tuple[str, ...]]:
    """What a guarded indicator is public of, here or from earlier, as keys without the indicator."""
    earlier = _before(publication, rule.code).items()
    found = {tuple(key[1:]) for key, (item, text) in earlier if text and not item.hidden}
    pieces = Pieces(publication, (rule,) if rule.code in publication.indicators else ())
    for told in pieces.terms:
        for lines in lines_of(publication, pieces, told):
            found |= {tuple(line.key[1:]) for line in lines if not line.hidden and (line.low or line.high)}
    return found


def _reckoned(publication: Publication, pieces: Pieces, told: Told) -> Reckoned:
    found = Reckoned(told.definition)
    for lines in lines_of(publication, pieces, told):
        found.add(lines)
    return found


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _earlier(place: Place, start: date, end: date, but: Collection[int]) -> Iterator[Publication]:
    """What was ever released that may add up with the counts of a land and time, but for some: what was withdrawn was
    read."""
    meets = sums_with(place, start, end)
    released = Publication.objects.filter(released_at__isnull=False, start__lte=end, end__gte=start)
    for item in released.exclude(pk__in=but).select_related("place", "snapshot").order_by("pk"):
        if meets(item.place):
            yield item


def _corrected(publication: Publication) -> list[int]:
    found, corrected = [], publication.corrects
    while corrected is not None:
        found.append(corrected.pk)
        corrected = corrected.corrects
    return found


def _before(publication: Publication, code: str, claims: Iterable[Claim] = ()) -> dict[Key, tuple[Before, str]]:
    """What is public of an indicator, on the shelf and in reviews, and the text of it ('' where it told of an absence).

    A review is no earlier word of a count that this publication's snapshot knows otherwise than its own.
    """
    about = (publication.place, publication.start, publication.end)
    values = {claim.line.key: claim.row.total for claim in claims}
    found: dict[Key, tuple[Before, str]] = {}
    for item in reviewed_before(*about, code):
        key, total = item.claim.line.key, item.claim.row.total
        if values.get(key, total) == total:
            found[key] = (Before(item.claim, item.hidden), "" if item.hidden == "complement" else item.text)
    return found | _on_shelf(*about, code, [*_corrected(publication), publication.pk or 0])


def figures_before(place: Place, start: date, end: date, code: str) -> dict[Key, Before]:
    """What stands on the shelf of an indicator about some of a land and time."""
    return {key: item for key, (item, _) in _on_shelf(place, start, end, code, ()).items()}


def _on_shelf(place: Place, start: date, end: date, code: str, but: Collection[int]) -> dict[Key, tuple[Before, str]]:
    """What stands on the shelf of an indicator, with the counts behind it as its own snapshot knew them."""
    found: dict[Key, tuple[Before, str]] = {}
    for earlier in _earlier(place, start, end, but):
        if code not in earlier.summary:
            continue
        stored = PublicFigure.objects.filter(publication=earlier, indicator=code)
        standing = {
            Key(code, row.cell, row.place_code, row.place_vintage, row.start.isoformat(), row.end.isoformat()): row
            for row in stored
        }
        pieces = pieces_of(earlier)
        for told in pieces.terms:
            if told.definition.code == code:
                for claims in pieces.claims(told):
                    for claim in claims:
                        if (row := standing.get(claim.line.key)) is not None:
                            text = "" if row.absence else row.shown_vi
                            found[claim.line.key] = (Before(claim, row.hidden), text)
    return found


def _check_other_map(publication: Publication, code: str, claims: list[Claim]) -> None:
    """Old and new borders of one land: a sensitive total is public on one of the two maps only."""
    mine = [claim for claim in claims if claim.row.total is not None and claim.line.place.level == "province"]
    vintages = {claim.line.place.vintage for claim in mine}
    if not mine:
        return
    released = Q(publication__released_at__isnull=False)
    others = PublicFigure.objects.filter(released, indicator=code, place_level="province", absence="")
    if len(vintages) == 1:
        others = others.exclude(place_vintage=next(iter(vintages)))
    others = others.exclude(publication__in=[*_corrected(publication), publication.pk or 0])
    theirs: dict[int | None, list[_Span]] = defaultdict(list)
    told = set(others.values_list("place_code", "place_vintage", "start", "end").distinct())
    places = places_by_key({f"p{place}@{vintage}" for place, vintage, _, _ in told})
    for place, vintage, start, end in told:
        if (found := places.get(f"p{place}@{vintage}")) is not None:
            theirs[found.home_province_id].append((vintage, start, end))
    for vintage, land, start, end in _of_reviews(publication, code):
        theirs[land].append((vintage, start, end))
    for claim in mine:
        line = claim.line
        for vintage, start, end in theirs.get(claim.land, ()):
            if vintage != line.place.vintage and start <= line.period.end and end >= line.period.start:
                raise refusals.other_map(publication, f"{code}, {line.place.name}")


_Span = tuple[str, date, date]


def _of_reviews(publication: Publication, code: str) -> Iterator[tuple[str, int | None, date, date]]:
    """The map, land and time of each public review of a province that tells of the indicator."""
    found = Release.objects.filter(review__start__lte=publication.end, review__end__gte=publication.start)
    for release in found.filter(review__place__level="province").select_related("review__place"):
        place = release.review.place
        if _tells(release, code):
            yield place.vintage, place.home_province_id, release.review.start, release.review.end


def _tells(release: Release, code: str) -> bool:
    composition = Composition.from_json(release.composition)
    return any(row.indicator == code for area in composition.areas for row in area.rows)
