"""Finding a place by what people write, in the database. Used through `queries`.

The gazetteer does the same for documents without a database; both read names and rank matches with
`names`, this one also knows villages and, when nothing else fits, guesses by edit distance.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.places.models import Place, PlaceLevel, PlaceName
from chungtay.reference.places.names import LEVELS, Quality, Reading, is_country, path_parts, quality, readings
from chungtay.reference.places.units import COUNTRY_KEY, NEW

_SIMILAR_FROM = 82
_SHOWN = 5


@dataclass(frozen=True)
class PlaceMatch:
    """A place that a text may name: `named` is its name on the day asked about.

    `other_kind`: the text states a kind ('xã') that the place does not have.
    """

    place: Place
    named: PlaceName
    quality: Quality
    other_kind: bool

    @property
    def rank(self) -> tuple[Quality, bool]:
        """Matches of equal rank cannot be told apart by the text alone."""
        return self.quality, self.other_kind

    @property
    def order(self) -> tuple[Quality, bool, int, str]:
        """For sorting: rank first, then larger units first, then key."""
        return *self.rank, LEVELS.index(self.place.level), self.place.key


def valid_q(on: date, prefix: str = "") -> Q:
    """Rows with `valid_from` and `valid_to` (inclusive, null: open) that hold on a day."""
    return (Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def inside_q(place: Place, on: date) -> Q:
    """Places that lie in `place` on a day, of any level and date, `place` itself perhaps among them."""
    if place.level == PlaceLevel.COUNTRY:
        return Q()
    if place.level == PlaceLevel.PROVINCE:
        return Q(home_province=place) if place.vintage == NEW else Q(legacy_province=place)
    under = PlaceName.objects.filter(valid_q(on), parent=place).values("place")
    return Q(pk__in=under) | Q(home_commune=place)


def place_find(
    text: str, *, on: date, within: Place | None = None, level: str | None = None, limit: int = 10
) -> list[PlaceMatch]:
    """Places in force on a day that `text` may name, best first; equal `rank` means that the text cannot tell.

    `text` is a name with or without prefix and marks ('TP.HCM', 'tỉnh Hà Tĩnh', 'xa hoa binh'), the
    country ('cả nước'), or a path ('Hà Nội/Ba Đình/Trúc Bạch', 'phường Trúc Bạch, Hà Nội'). Same
    marks come before other marks, names of the day before former names; only when nothing at all
    fits are similar names offered (`Quality.SIMILAR`).
    """
    *above, last = path_parts(text) or [""]
    scopes: list[Place | None] = [within]
    for step in above:
        scopes = [match.place for scope in scopes for match in _best(_matches(step, on, scope, None))]
    found = {match.place.pk: match for scope in scopes for match in _matches(last, on, scope, level)}
    if not found:
        found = {match.place.pk: match for scope in scopes for match in _similar(last, on, scope, level)}
    return sorted(found.values(), key=lambda match: match.order)[:limit]


def place_one(text: str, *, on: date, within: Place | None = None, level: str | None = None) -> Place:
    """The one place that `text` names on a day.

    A name without prefix that a province bears means the province ('Hà Tĩnh' is not the town), unless
    `level` or `within` says otherwise. Refusal DIABAN-005 when nothing fits (similar names are shown,
    never taken), DIABAN-006 when several places fit equally well.
    """
    found = place_find(text, on=on, within=within, level=level, limit=50)
    best = _best([match for match in found if match.quality < Quality.SIMILAR])
    provinces = [match for match in best if match.place.level == PlaceLevel.PROVINCE]
    if len(best) > 1 and len(provinces) == 1:
        best = provinces
    if len(best) == 1:
        return best[0].place
    shown = "; ".join(_described(match) for match in (best or found)[:_SHOWN])
    if best:
        raise Refusal.of(
            "DIABAN-006",
            Both("địa bàn", "place"),
            read=text,
            expected=shown + (" …" if len(best) > _SHOWN else ""),
            todo=Both("ghi rõ tỉnh và cấp, ví dụ Hà Nội/Ba Đình", "name the province and the kind of unit"),
            vi=f"có {len(best)} đơn vị cùng tên",
            en=f"{len(best)} units bear this name",
        )
    raise Refusal.of(
        "DIABAN-005",
        Both("địa bàn", "place"),
        read=text,
        expected=shown or Both(f"tên đơn vị có hiệu lực ngày {on:%d/%m/%Y}", f"a unit in force on {on.isoformat()}"),
        todo=Both(
            "xem lại tên, ngày; từ 01/7/2025 không có cấp huyện", "check name and date; districts ended in June 2025"
        ),
        vi="không tìm thấy đơn vị hành chính này",
        en="no such administrative unit was found",
    )


def _best(matches: list[PlaceMatch]) -> list[PlaceMatch]:
    if not matches:
        return []
    best = min(match.rank for match in matches)
    return [match for match in matches if match.rank == best]


def _matches(text: str, on: date, scope: Place | None, level: str | None) -> list[PlaceMatch]:
    if is_country(text):
        country = PlaceName.objects.select_related("place").get(place__key=COUNTRY_KEY)
        return [PlaceMatch(country.place, country, Quality.EXACT, False)] if level in (None, "country") else []
    by_key: dict[str, list[Reading]] = {}
    for reading in readings(text):
        by_key.setdefault(reading.key, []).append(reading)
    hits = PlaceName.objects.filter(match_key__in=by_key, place__in=_scope(on, scope, level))
    found: dict[int, PlaceMatch] = {}
    current = _current([hit.place_id for hit in hits], on)
    for hit in hits.select_related("place"):
        named = current[hit.place_id]
        if hit.pk != named.pk and hit.match_key == named.match_key:
            continue
        for reading in by_key[hit.match_key]:
            good = quality(reading, hit.tone_key, in_force=hit.pk == named.pk)
            match = PlaceMatch(hit.place, named, good, bool(reading.kind) and reading.kind != hit.kind)
            kept = found.get(hit.place_id)
            if kept is None or match.rank < kept.rank:
                found[hit.place_id] = match
    return list(found.values())


def _current(place_ids: list[int], on: date) -> dict[int, PlaceName]:
    versions = PlaceName.objects.filter(valid_q(on), place__in=set(place_ids)).select_related("place")
    return {version.place_id: version for version in versions}


def _similar(text: str, on: date, scope: Place | None, level: str | None) -> list[PlaceMatch]:
    names = PlaceName.objects.filter(valid_q(on), place__in=_scope(on, scope, level))
    keys = dict(names.values_list("pk", "match_key"))
    close: set[int] = set()
    for reading in readings(text):
        if len(reading.key) > 3:
            hits = process.extract(reading.key, keys, scorer=fuzz.ratio, score_cutoff=_SIMILAR_FROM, limit=_SHOWN)
            close |= {pk for _, _, pk in hits}
    return [
        PlaceMatch(named.place, named, Quality.SIMILAR, False)
        for named in PlaceName.objects.filter(pk__in=close).select_related("place")
    ]


def _scope(on: date, scope: Place | None, level: str | None) -> QuerySet[Place]:
    held = Place.objects.filter(valid_q(on)).exclude(level=PlaceLevel.COUNTRY)
    if scope is not None:
        held = held.filter(inside_q(scope, on)).exclude(pk=scope.pk)
    return held.filter(level=level) if level else held


def _described(match: PlaceMatch) -> str:
    above = match.place.legacy_province if match.place.vintage != NEW else match.place.home_province
    place = match.named.full_name
    return place if above is None or above.pk == match.place.pk else f"{place} ({above.name})"
