"""Which province a unit lies in when the text does not say, so that a path begins at its top.

Only what every reader of the text would know is added: a district whose name one province alone has. Middle steps
stay out, as the guideline has it.
"""

from functools import lru_cache

from chungtay.gathering.intake.readers.mentions import COMMUNE, DISTRICT, official
from chungtay.kernel.text import tone_key
from chungtay.reference.places.gazetteer import gazetteer

_LEVELS = {DISTRICT: "district", COMMUNE: "commune"}
_THREE = 3
_CITY = "TP Hồ Chí Minh"


@lru_cache(maxsize=4096)
def province_of(name: str, level: int) -> str | None:
    """The one province that holds a unit of this name and level; None when there are several or none."""
    if level == DISTRICT and name.startswith("Quận ") and name[5:].isdigit():
        return _CITY
    if level not in _LEVELS or name[-1:].isdigit():
        return None
    wanted = tone_key(name)
    units = gazetteer().find(name, on=None, level=_LEVELS[level])  # type: ignore[arg-type]
    found = {unit.path[0] for unit in units if tone_key(unit.name) == wanted}
    return official(found.pop()) if len(found) == 1 else None


@lru_cache(maxsize=4096)
def districts_over(commune: str, province: str) -> frozenset[str]:
    """Former districts of a province that held a commune of this name."""
    units = gazetteer().find(commune, on=None, level="commune")
    paths = (unit.path for unit in units if tone_key(unit.name) == tone_key(commune) and len(unit.path) == _THREE)
    return frozenset(path[1] for path in paths if official(path[0]) == province)


@lru_cache(maxsize=4096)
def lies_in(name: str, level: int, province: str) -> bool:
    """Whether a province, of any date, holds a unit of this name; a name that no list holds is believed."""
    if level not in _LEVELS or name[-1:].isdigit():
        return True
    units = gazetteer().find(name, on=None, level=_LEVELS[level])  # type: ignore[arg-type]
    provinces = {official(unit.path[0]) for unit in units if tone_key(unit.name) == tone_key(name)}
    return not provinces or province in provinces
