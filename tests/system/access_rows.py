"""The words of the table of access: what a row says of one address, and what it answers whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from access_world import Objects

PAGE, NO_GET, NEVER, HIDDEN, SIGN_IN = "200", "405", "403", "404", "sign_in, then back"
ANY = ""
TERRITORY = "own child below line"
"""What lies in the land of the account's body, whoever reported it."""
UP_THE_LINE = "own child below"
"""What bodies of the account's own line report up to it, and its own."""
ABOVE = "child below"
OWN = "own"
FOLLOWED = f"{TERRITORY} parent"
"""What a body carries out: what lies in its land, and what its province does."""
EVERY_RELATION = "own child below parent sibling foreign line"
Sight = Mapping[str, str]
"""By role, the relations."""
OFFICERS = {"reporter": TERRITORY, "approver": TERRITORY}
READERS = {**OFFICERS, "partner": TERRITORY}
FOLLOWERS = dict.fromkeys(READERS, FOLLOWED)
ORIGINALS = {"reporter": OWN, "approver": UP_THE_LINE}
REPORTER = {"reporter": OWN}
LINE = {"reporter": UP_THE_LINE, "approver": UP_THE_LINE}
Make = Callable[[Objects], dict[str, Any]]


def NOTHING(made: Objects) -> dict[str, Any]:
    """No arguments."""
    return {}


@dataclass(frozen=True)
class Row:
    """What one address answers. `post` None: a POST is answered like a GET. `refused`: where a deed may not be done."""

    sees: Sight
    get: str = PAGE
    post: str | None = None
    may: Sight | None = None
    args: Make = NOTHING
    body: Make = NOTHING
    public: bool = False
    refused: str = NEVER
    province_up: bool = False
    """Refused to a body of a commune, also about its own."""
    of_a_commune: bool = False
    """Only communes have such a thing."""

    @property
    def names_an_object(self) -> bool:
        """Whether it matters whose the object is."""
        return ANY not in self.sees.values() or self.may is not None

    def answer(self, method: str, role: str, relation: str, *, is_commune: bool) -> str:
        """What an account (role '': nobody signed in) is answered about an object that is this to its body."""
        if not role and not self.public:
            return SIGN_IN
        if role and role not in self.sees:
            return NEVER
        if method == "get" and self.get == NO_GET:
            return NO_GET
        if role and self.sees[role] != ANY and relation not in self.sees[role].split():
            return HIDDEN
        if method == "get" or self.post is None:
            return self.get
        may = self.may is None or relation in self.may.get(role, "").split()
        return self.post if may and not (self.province_up and is_commune) else self.refused


def page(sees: Sight, args: Make = NOTHING, get: str = PAGE) -> Row:
    """A page that is only read."""
    return Row(sees, get=get, args=args)


def deed(sees: Sight, leads_to: str, args: Make, body: Make = NOTHING, may: Sight | None = None) -> Row:
    """What is only done."""
    return Row(sees, get=NO_GET, post=leads_to, may=may, args=args, body=body)


def everybody(**more: Any) -> Row:
    """Also whoever is not signed in."""
    return Row(dict.fromkeys(("reporter", "approver", "partner", "administrator"), ANY), public=True, **more)


def roles(*names: str) -> Sight:
    """These roles, about no object."""
    return dict.fromkeys(names, ANY)
