"""The catalogue: what is counted, how it adds up, and what nobody may ask of it.

The meaning stands in two reviewed data files; the database only holds an integer per indicator.
Nothing here knows of Django, so readers, rules and renderers can be tested without it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from chungtay.kernel.errors import Problem
from chungtay.kernel.text import match_key, nfc

DATA = Path(__file__).parent / "data"
LEVELS = ("commune", "province", "country")
PUBLIC_PERIODS = ("month", "quarter", "year")

# Which roll-up a nature allows; anything else would add what cannot be added.
_ALLOWED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "flow": (frozenset({"sum"}), frozenset({"sum"})),
    "stock": (frozenset({"sum", "none"}), frozenset({"last"})),
    "ratio": (frozenset({"ratio", "none"}), frozenset({"ratio", "none"})),
    "distinct": (frozenset({"union"}), frozenset({"last"})),
}
_NEVER_TARGETED = ("tips.", "reintegration.", "weapons.", "context.", "disputes.", "mediation.cases_received")
_NOT_LETTERS = re.compile(r"[\W_]+")
_WRITTEN_OUT = {
    "antt": "an ninh trat tu",
    "pccc": "phong chay chua chay",
    "tnxh": "te nan xa hoi",
    "clb": "cau lac bo",
    "kdc": "khu dan cu",
}
_ENDINGS = (" o co so", " tren dia ban", " ve an ninh trat tu", " ve an ninh")
_HIDDEN_WORDS = ("religion", "ethnic", "belief", "origin", "opinion", "tôn giáo", "dân tộc", "tín ngưỡng")


@dataclass(frozen=True)
class Definition:
    """One indicator as the catalogue states it.

    `breakdown` names its one dimension ("" for none). `leads` says which claim leads where a body's own total
    and the sum from below both exist. `part_of` is the indicator that can never be smaller for the same place,
    period and body. `numerator` and `denominator` are codes of a computed ratio; a ratio without them keeps the
    a/b of its own figures. Counts from 1 to `threshold`-1 are shown as "<threshold"; public counts go to the
    nearest multiple of `rounding`.
    """

    code: str
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    definition_vi: str
    definition_en: str
    nature: Literal["flow", "stock", "ratio", "distinct"]
    over_places: Literal["sum", "union", "ratio", "none"]
    over_time: Literal["sum", "last", "ratio", "none"]
    leads: Literal["reported", "rolled_up"]
    reporter: str
    reading_label: str
    rights: str
    may_apportion: bool
    may_target: bool
    may_rank: bool
    public_floor: Literal["commune", "province", "country"]
    public_period: Literal["month", "quarter", "year"]
    threshold: int | None
    rounding: int | None
    breakdown: str = ""
    domain: str = ""
    numerator: str = ""
    denominator: str = ""
    part_of: str = ""
    legal_basis: str = ""
    reason_vi: str = ""
    """Why no target and no ranking; empty where both are allowed."""
    reason_en: str = ""

    def name(self, language: str = "vi") -> str:
        """The name in the language."""
        return self.name_vi if language == "vi" else self.name_en

    def unit(self, language: str = "vi") -> str:
        """The unit in the language."""
        return self.unit_vi if language == "vi" else self.unit_en

    @property
    def is_sensitive(self) -> bool:
        """Whether the public sees it only from the province up."""
        return self.public_floor != "commune"


@dataclass(frozen=True)
class Member:
    """One member of a dimension: 'crime' of 'tip_category'."""

    key: str
    name_vi: str
    name_en: str
    sensitive: bool = False
    """Merged into "other" below province outside the owning commune; never a filter, layer or public page."""
    floor: Literal["commune", "province", "country"] = "commune"
    """The lowest level at which it exists at all."""
    public: bool = True
    aliases: tuple[str, ...] = ()
    """Other names under which reports write it; see `member_named`."""

    def name(self, language: str = "vi") -> str:
        """The name in the language."""
        return self.name_vi if language == "vi" else self.name_en


@dataclass(frozen=True)
class Dimension:
    """A way to break an indicator down, with its members in the order in which they are shown."""

    key: str
    name_vi: str
    name_en: str
    members: tuple[Member, ...]

    def member(self, key: str) -> Member | None:
        """The member with the key, or None."""
        return next((member for member in self.members if member.key == key), None)


def _read(name: str) -> dict[str, Any]:
    loaded = yaml.load(nfc((DATA / name).read_text(encoding="utf-8")), Loader=yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


@lru_cache(maxsize=1)
def catalogue() -> MappingProxyType[str, Definition]:
    """All indicators by code, in the order in which they are shown. Read once per process."""
    text = _read("catalogue.yaml")
    known = {item.name for item in fields(Definition)}
    found: dict[str, Definition] = {}
    for row in text["indicators"]:
        values = {**text["rights"][row["rights"]], **row}
        if unknown := set(values) - known:
            raise ValueError(f"catalogue.yaml, {row['code']}: unknown keys {sorted(unknown)}")
        if row["code"] in found:
            raise ValueError(f"catalogue.yaml: {row['code']} stands twice")
        found[row["code"]] = Definition(**values)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def dimensions() -> MappingProxyType[str, Dimension]:
    """All dimensions by key. Read once per process."""
    found = {}
    for key, row in _read("breakdowns.yaml")["dimensions"].items():
        members = tuple(_member(str(name), values) for name, values in row["members"].items())
        found[key] = Dimension(key, row["name_vi"], row["name_en"], members)
    return MappingProxyType(found)


def _member(key: str, values: dict[str, Any]) -> Member:
    values = dict(values)
    aliases = tuple(values.pop("aliases", ()))
    return Member(key, values.pop("vi"), values.pop("en"), aliases=aliases, **values)


@lru_cache(maxsize=1)
def catalogue_digest() -> str:
    """SHA-256 over both data files: a snapshot names the catalogue by it."""
    digest = sha256()
    for name in ("catalogue.yaml", "breakdowns.yaml"):
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def member_name(dimension: str, member: str, language: str = "vi") -> str:
    """'Tệ nạn xã hội' for ('tip_category', 'social_evils', 'vi'); the key itself where it is not known."""
    known = dimensions().get(dimension)
    found = known.member(member) if known else None
    return found.name(language) if found else member


def name_key(name: str) -> str:
    """A key by which names of members compare: no marks, no punctuation, abbreviations of the field written out.

    What a name is about ("về an ninh, trật tự") tells no member apart and is left off.
    """
    words = _NOT_LETTERS.sub(" ", match_key(name)).split()
    key = " ".join(_WRITTEN_OUT.get(word, word) for word in words)
    for ending in _ENDINGS:
        key = key.removesuffix(ending)
    return key


@lru_cache(maxsize=16)
def _by_name(dimension: str) -> MappingProxyType[str, str]:
    members = dimensions()[dimension].members
    return MappingProxyType({name_key(name): m.key for m in members for name in (m.name_vi, *m.aliases)})


def member_named(dimension: str, name: str) -> str | None:
    """The member that bears the name or has it among its aliases: 'security_camera' for 'CAMERA AN NINH'; else None.

    The whole name must agree; part of a longer name is another name.
    """
    return _by_name(dimension).get(name_key(name)) if dimension in dimensions() else None


def cell_name(cell: str, language: str = "vi") -> str:
    """A breakdown cell in words: 'tip_category=crime' is 'Tội phạm', '' is ''."""
    pairs = [part.split("=", 1) for part in cell.split(";") if "=" in part]
    return ", ".join(member_name(dimension, member, language) for dimension, member in pairs)


def cell_problems(indicator: Definition, cell: str) -> list[str]:
    """What is wrong with a cell of this indicator, as stable words: 'dimension', 'member', or nothing."""
    problems = []
    for part in cell.split(";") if cell else ():
        dimension, _, member = part.partition("=")
        if dimension != indicator.breakdown:
            problems.append("dimension")
        elif dimensions()[dimension].member(member) is None:
            problems.append("member")
    return problems


def is_sensitive_cell(cell: str) -> bool:
    """Whether any member of the cell is sensitive or kept off public pages."""
    for part in cell.split(";") if cell else ():
        dimension, _, key = part.partition("=")
        known = dimensions().get(dimension)
        member = known.member(key) if known else None
        if member and (member.sensitive or not member.public):
            return True
    return False


def validate() -> list[Problem]:
    """Everything that is wrong with the two data files; empty when they can be used."""
    problems = [_problem(d.code, text) for d in catalogue().values() for text in _mistakes(d)]
    for dimension in dimensions().values():
        words = " ".join(f"{m.key} {m.name_vi} {m.name_en}" for m in dimension.members).casefold()
        shown = f"{dimension.key} {dimension.name_vi} {dimension.name_en} {words}".casefold()
        problems += [_problem(dimension.key, f"breaks down by {word}") for word in _HIDDEN_WORDS if word in shown]
        problems += _shared_names(dimension)
        problems += [_problem(f"{dimension.key}.{m.key}", "floor") for m in dimension.members if m.floor not in LEVELS]
    return problems


def _shared_names(dimension: Dimension) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for member in dimension.members:
        for name in (member.name_vi, *member.aliases):
            if owner.setdefault(name_key(name), member.key) != member.key:
                yield _problem(f"{dimension.key}.{member.key}", f"bears a name of another member: {name}")


def _problem(where: str, read: str) -> Problem:
    return Problem(
        "DANHMUC-001",
        where,
        read,
        "",
        "",
        "Danh mục chỉ tiêu có chỗ chưa đúng",
        "The catalogue has a mistake",
    )


def _mistakes(d: Definition) -> Iterator[str]:
    places, times = _ALLOWED.get(d.nature, (frozenset(), frozenset()))
    if d.over_places not in places or d.over_time not in times:
        yield f"{d.nature} cannot be {d.over_places} over places and {d.over_time} over time"
    if d.public_floor not in LEVELS or d.public_period not in PUBLIC_PERIODS:
        yield f"floor {d.public_floor}, period {d.public_period}"
    if d.leads not in ("reported", "rolled_up"):
        yield f"leads {d.leads}"
    texts = (d.name_vi, d.name_en, d.unit_vi, d.unit_en, d.definition_vi, d.definition_en, d.reading_label, d.reporter)
    if not all(text.strip() for text in texts):
        yield "a name, unit, definition, label or reporter is missing"
    if d.breakdown and d.breakdown not in dimensions():
        yield f"no dimension {d.breakdown}"
    yield from _wrong_references(d)
    yield from _wrong_rights(d)


def _wrong_references(d: Definition) -> Iterator[str]:
    for code in (d.numerator, d.denominator, d.part_of):
        if code and code not in catalogue():
            yield f"no indicator {code}"
    if bool(d.numerator) != bool(d.denominator) or (d.numerator and d.nature != "ratio"):
        yield "a ratio has a numerator and a denominator, or neither"


def _wrong_rights(d: Definition) -> Iterator[str]:
    if d.code.startswith(_NEVER_TARGETED) and (d.may_target or d.may_rank):
        yield "may never be a target or a ranking"
    if (not d.may_target or not d.may_rank) and not (d.reason_vi and d.reason_en):
        yield "no reason why it may not be a target or a ranking"
    if d.code.startswith(("tips.", "disputes.", "mediation.cases", "context.victims")) and not d.is_sensitive:
        yield "public below province"
