"""Writes an invented report and keeps what it says. The same seed gives the same report.

    text, noted = write(7)

Places are real so that names can be found; offices, dates and figures are made up and nobody sent them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from benchmarks.written import phrases
from benchmarks.written.numbers import written

_SLOT = re.compile(r"<(\w+):(\w+)([@!]?)>")
# province, a district, a commune of it, another district of the province
_PLACES = (
    ("Nghệ An", "Đô Lương", "Tràng Sơn", "Yên Thành"),
    ("Hà Giang", "Mèo Vạc", "Lũng Pù", "Đồng Văn"),
    ("Lâm Đồng", "Đức Trọng", "Hiệp Thạnh", "Di Linh"),
    ("Vĩnh Long", "Tam Bình", "Hòa Lộc", "Vũng Liêm"),
    ("Quảng Nam", "Duy Xuyên", "Duy Trinh", "Thăng Bình"),
    ("Hà Nội", "Chương Mỹ", "Tốt Động", "Thạch Thất"),
    ("Thanh Hóa", "Nga Sơn", "Nga Thắng", "Hà Trung"),
    ("Cà Mau", "Đầm Dơi", "Tân Duyệt", "Năm Căn"),
)
_UNITS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "nation": "quốc"}


@dataclass(frozen=True)
class Noted:
    """One figure of an invented report: text[start:end], its value, the label of what it tells, place and period."""

    start: int
    end: int
    value: float
    label: str
    place: str
    period: tuple[str | None, str | None]


@dataclass(frozen=True)
class _Setting:
    head: str
    unit: str
    place: str
    sub: tuple[str, str]
    flow: tuple[str, str]
    day: str
    is_festival: bool = False


def write(seed: int) -> tuple[str, list[Noted]]:
    """One report and its figures in the order of the text."""
    chance = Random(seed)
    setting = chance.choice((_review, _half_year, _yearly, _month, _nation, _festival))(chance)
    pool: tuple[str, ...] = phrases.POLICE if setting.unit == "quốc" else phrases.REVIEW
    if setting.is_festival:
        pool = phrases.FESTIVAL
    elif setting.unit != "quốc" and chance.random() < 0.4:
        pool += phrases.POLICE
    sentences = chance.sample(pool, chance.randint(4, 8))
    for idle in chance.sample(phrases.IDLE, 2):
        sentences.insert(chance.randrange(len(sentences) + 1), idle)
    text = setting.head
    noted: list[Noted] = []
    for at, sentence in enumerate(sentences):
        # What is said of a smaller unit stands alone: in a paragraph its place would hold on.
        alone = "{sub}" in sentence or (at and "{sub}" in sentences[at - 1])
        text += "\n" if alone or at % 3 == 0 else " "
        text = _spoken(chance, setting, sentence, text, noted)
    if setting.unit != "quốc" and not setting.is_festival and chance.random() < 0.5:
        text = _spoken(chance, setting, chance.choice(phrases.AWARDS), text + "\n", noted)
    if chance.random() < 0.25:
        text += "\n" + chance.choice(phrases.STORIES)
    return text, noted


def _spoken(chance: Random, setting: _Setting, sentence: str, text: str, noted: list[Noted]) -> str:
    place = setting.sub[1] if "{sub}" in sentence else setting.place
    sentence = sentence.replace("{unit}", setting.unit).replace("{sub}", setting.sub[0])
    at = 0
    for slot in _SLOT.finditer(sentence):
        before, surface, value = written(chance, slot.group(1))
        text += sentence[at : slot.start()] + before
        period = {"": setting.flow, "@": (None, setting.day), "!": (setting.day, setting.day)}[slot.group(3)]
        noted.append(Noted(len(text), len(text) + len(surface), value, slot.group(2), place, period))
        text += surface
        at = slot.end()
    return text + sentence[at:]


def _date(chance: Random, first: int, last: int) -> tuple[int, int, int]:
    return chance.randint(1, 28), chance.randint(first, last), chance.randint(2016, 2024)


def _iso(day: int, month: int, year: int) -> str:
    return f"{year}-{month:02d}-{day:02d}"


def _review(chance: Random) -> _Setting:
    """A newspaper on the final review of a programme in a province."""
    province, district, _, _ = chance.choice(_PLACES)
    day, month, year = _date(chance, 3, 11)
    years = chance.choice((5, 10))
    city = "TP" if province == "Hà Nội" else "tỉnh"
    head = (
        f"Ngày {day}/{month}, Công an {city} {province} phối hợp với Ủy ban MTTQ Việt Nam {city} {province} tổ chức"
        f" Hội nghị tổng kết {years} năm thực hiện chương trình phối hợp số 09 giai đoạn {year - years}-{year}."
    )
    unit = "thành phố" if city == "TP" else "tỉnh"
    sub = (f"huyện {district}", f"{province}/{district}")
    return _Setting(head, unit, province, sub, (str(year - years), str(year)), _iso(day, month, year))


def _half_year(chance: Random) -> _Setting:
    """A commune's page on the first months of a year."""
    province, district, commune, _ = chance.choice(_PLACES)
    day, month, year = _date(chance, 7, 8)
    head = (
        f"CÔNG AN XÃ {commune.upper()}\n"
        f"Kết quả phong trào Toàn dân bảo vệ an ninh Tổ quốc 6 tháng đầu năm {year}\n"
        f"Ngày {day}/{month}/{year}, Công an xã {commune}, huyện {district}, tỉnh {province} sơ kết công tác."
    )
    place = f"{province}/{district}/{commune}"
    flow = (f"{year}-01", f"{year}-06")
    return _Setting(head, "xã", place, ("các thôn", place), flow, _iso(day, month, year))


def _yearly(chance: Random) -> _Setting:
    """A district's report of a year."""
    province, district, commune, _ = chance.choice(_PLACES)
    day, _, year = _date(chance, 12, 12)
    head = (
        f"CÔNG AN HUYỆN {district.upper()}\n{district}, ngày {day} tháng 12 năm {year}\n"
        f"BÁO CÁO kết quả công tác năm {year} của Công an huyện {district}, tỉnh {province}"
    )
    sub = (f"xã {commune}", f"{province}/{district}/{commune}")
    return _Setting(head, "huyện", f"{province}/{district}", sub, (str(year), str(year)), _iso(day, 12, year))


def _month(chance: Random) -> _Setting:
    """A province's paper on one month."""
    province, _, _, other = chance.choice(_PLACES)
    _, month, year = _date(chance, 2, 12)
    city = "TP" if province == "Hà Nội" else "tỉnh"
    head = (
        f" date {year}-{month:02d} Trong tháng {month - 1}/{year}, Công an {city} {province} và các đoàn thể"
        " triển khai đồng bộ các mặt công tác."
    )
    unit = "thành phố" if city == "TP" else "tỉnh"
    sub = (f"huyện {other}", f"{province}/{other}")
    told = f"{year}-{month - 1:02d}"
    return _Setting(head, unit, province, sub, (told, told), f"{year}-{month:02d}")


def _nation(chance: Random) -> _Setting:
    """The ministry on a quarter."""
    day, quarter, year = _date(chance, 2, 3)
    month = quarter * 3 + 1
    head = (
        f"Ngày {day}/{month}/{year}, Bộ Công an họp báo thông tin kết quả công tác quý {'I' * quarter}/{year}"
        " trên phạm vi cả nước."
    )
    flow = (f"{year}-{quarter * 3 - 2:02d}", f"{year}-{quarter * 3:02d}")
    return _Setting(head, "quốc", "Việt Nam", ("các tỉnh", "Việt Nam"), flow, _iso(day, month, year))


def _festival(chance: Random) -> _Setting:
    """The page of a commune on its festival day."""
    province, district, commune, _ = chance.choice(_PLACES)
    day, month, year = _date(chance, 7, 8)
    head = (
        f"Xã {commune} tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc\n"
        f"Sáng {day}/{month}/{year}, UBND xã {commune} (huyện {district}, tỉnh {province}) tổ chức Ngày hội toàn dân"
        f" bảo vệ an ninh Tổ quốc năm {year}."
    )
    place = f"{province}/{district}/{commune}"
    on = _iso(day, month, year)
    return _Setting(head, "xã", place, ("các thôn", place), (f"{year}-01", on), on, is_festival=True)
