"""What became of each unit, from the shipped tables: successors with shares, and homes on today's map."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from chungtay.reference.places.units import NEW, OLD, REFORM, day, table, unit_key, unit_versions


@dataclass(frozen=True, slots=True)
class Link:
    """An old unit and one that took its land; meaning of the fields as in `models.Succession`."""

    old_key: str
    new_key: str
    on_date: date
    kind: str
    scope: str
    share: Decimal
    share_area: Decimal | None
    share_method: str
    source: str


@dataclass
class Homes:
    """In which old province, and in which province and commune of 2025, each unit wholly lies (by key)."""

    legacy_province: dict[str, str] = field(default_factory=dict)
    home_province: dict[str, str] = field(default_factory=dict)
    home_commune: dict[str, str] = field(default_factory=dict)


def links() -> Iterator[Link]:
    """All successions: 63 provinces, 5 island districts and all communes that ended since 2013.

    Other districts have none: 297 communes of 2025 draw on more than one of them.
    """
    for row in table("legacy_provinces"):
        old, new = row["code"], row["successor_code"]
        yield _link("province", old, new, REFORM, {**row, "kind": "whole", "source": "202/2025/QH15"})
    for row in table("successors"):
        yield _link(row["old_level"], row["old_code"], row["new_code"], REFORM, row)
    for row in table("predecessors"):
        ended = day(row["old_valid_to"])
        on_date = ended + timedelta(days=1) if ended else REFORM
        yield _link("commune", row["old_code"], row["new_code"], on_date, row)


def homes(found: list[Link]) -> Homes:
    """The homes of all units, given all links. No commune, old or new, crosses an old province."""
    result = Homes()
    versions = unit_versions()
    for link in found:
        if link.old_key.startswith("p"):
            result.home_province[link.old_key] = link.new_key
    for key, (*_, last) in versions.items():
        if last.vintage == OLD and last.level in ("district", "commune"):
            above = last.parent_key
            province = above if last.level == "district" else versions[above][-1].parent_key
            result.legacy_province[key] = province
            result.home_province[key] = result.home_province[province]
        elif last.vintage == NEW and last.level == "commune":
            result.home_province[key] = last.parent_key
    for link in found:
        if link.new_key.startswith("c"):
            result.legacy_province.setdefault(link.new_key, result.legacy_province[link.old_key])
            if link.kind == "whole":
                result.home_commune[link.old_key] = link.new_key
    return result


def _link(level: str, old: str, new: str, on_date: date, row: dict[str, str]) -> Link:
    whole = row["kind"] == "whole"
    share = Decimal(row["share"]) if "share" in row else Decimal(1)
    area = row.get("share_area", "1" if whole else "")
    return Link(
        old_key=unit_key(level, old, OLD),
        new_key=unit_key("province" if level == "province" else "commune", new, NEW),
        on_date=on_date,
        kind=row["kind"],
        scope=row.get("scope", "all" if whole else "part"),
        share=share,
        share_area=Decimal(area) if area else None,
        share_method=row.get("share_method", "official" if whole else "area"),
        source=row["source"],
    )
