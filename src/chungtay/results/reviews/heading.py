"""The frame of a joint report after Decree 30/2020/NĐ-CP: head, bases, situation, recipients, signing offices.

No name of a person stands anywhere: an office signs, and the number and the day are given when the paper is issued.
"""

from datetime import date, timedelta

from chungtay.kernel.numbers import number_words
from chungtay.kernel.periods import Period
from chungtay.results.reviews.composition import NO_TEXT, EditableSection, Heading, Sentence, Signature, Text
from chungtay.results.reviews.inputs import Census, Frame, Issuer, ProgrammeFacts, ReviewInput
from chungtay.results.reviews.prose import day_words
from chungtay.results.reviews.showing import counted_units

_OFFICES = {
    ("police", "centre"): ("", "BỘ TRƯỞNG", "", "Minister"),
    ("police", "province"): ("", "GIÁM ĐỐC", "", "Director"),
    ("police", "commune"): ("", "TRƯỞNG CÔNG AN", "", "Head of commune police"),
    ("front", ""): ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "On behalf of the Standing Board", "President"),
    ("committee", ""): ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "On behalf of the People's Committee", "Chair"),
    ("member", ""): ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "On behalf of the Standing Committee", "President"),
}
_POLICE_SYMBOL = {"centre": "BCA", "province": "CA", "commune": "CAX"}
_FRONT_SYMBOL = {"centre": "MTTW", "province": "MTTQ", "commune": "MTTQ"}
_ABOVE = {
    "country": (
        Text("Ban Chỉ đạo Trung ương;", "Central steering committee;"),
        Text("Các cơ quan phối hợp ở Trung ương;", "Partner bodies at the centre;"),
    ),
    "province": (
        Text("Bộ Công an;", "Ministry of Public Security;"),
        Text("Ủy ban Trung ương MTTQ Việt Nam;", "Central Committee of the Viet Nam Fatherland Front;"),
    ),
    "commune": (
        Text("Công an cấp tỉnh;", "Provincial police;"),
        Text("Ủy ban MTTQ Việt Nam cấp tỉnh;", "Provincial Front committee;"),
    ),
}

EDITABLES = (
    EditableSection(
        "strengths",
        Text("1. Ưu điểm", "1. Strengths"),
        Text(
            "Nêu những mặt làm tốt, dẫn chiếu số liệu ở phần II.",
            "Say what went well and refer to the figures of part II.",
        ),
    ),
    EditableSection(
        "shortcomings",
        Text("2. Tồn tại, hạn chế", "2. Shortcomings"),
        Text(
            "Nêu việc chưa làm được, nơi chưa báo cáo và chỉ tiêu chưa đạt.",
            "Say what was not done, who did not report and which targets were missed.",
        ),
    ),
    EditableSection(
        "causes",
        Text("3. Nguyên nhân", "3. Causes"),
        Text("Tách nguyên nhân khách quan và nguyên nhân chủ quan.", "Tell outer causes from our own."),
    ),
    EditableSection(
        "lessons",
        Text("4. Bài học kinh nghiệm", "4. Lessons"),
        Text("Điều gì nên giữ, điều gì nên làm khác.", "What to keep and what to do differently."),
    ),
    EditableSection(
        "directions",
        Text("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI", "IV. DIRECTIONS AND TASKS AHEAD"),
        Text(
            "Nêu nhiệm vụ, cơ quan chủ trì và thời hạn. Không giao chỉ tiêu về số tin báo.",
            "Name tasks, leading bodies and dates. Set no quota on tips.",
        ),
    ),
    EditableSection(
        "recommendations",
        Text("V. ĐỀ XUẤT, KIẾN NGHỊ", "V. RECOMMENDATIONS"),
        Text(
            "Nêu kiến nghị với từng cấp có thẩm quyền.", "Address each recommendation to the level that can act on it."
        ),
    ),
)


def heading(given: ReviewInput) -> Heading:
    """The head of the review: who issues it, of what, on which bases."""
    number = printed_number(given.programme.number)
    opening = Text(
        f"Thực hiện Chương trình phối hợp số {number}, {_issuers(given, 'vi')} báo cáo kết quả như sau:",
        f"On carrying out coordination programme No. {number}, {_issuers(given, 'en')} report as follows:",
    )
    return Heading(
        issuers=tuple(issuer.name for issuer in given.issuers),
        number=_number(given.issuers),
        place_line=_place_line(given),
        title=Text("BÁO CÁO", "REPORT"),
        subject=_subject(given),
        bases=_bases(given.programme),
        opening=opening,
        lines=tuple(issuer.line for issuer in given.issuers),
    )


def printed_number(number: str) -> str:
    """The programme's official number.

    A register adds a place in brackets where a province carries out the ministry's programme under no number
    of its own that we know; the brackets are not printed.
    """
    return number.split(" (", 1)[0]


def _subject(given: ReviewInput) -> Text:
    """'Tổng kết 10 năm thực hiện Chương trình phối hợp số … giai đoạn 2013-2023'."""
    number = printed_number(given.programme.number)
    if given.kind not in ("final", "interim"):
        return _subject_of_a_regime(given, number)
    final = given.kind == "final"
    years, span = _length(given.period)
    length = Text(f" {years} năm", f"{years}-year ") if years else NO_TEXT
    where = NO_TEXT
    if given.place.level != "country":
        where = Text(f" trên địa bàn {given.place.full_name.vi}", f" in {given.place.full_name.en}")
    vi = f"{'Tổng kết' if final else 'Sơ kết'}{length.vi} thực hiện Chương trình phối hợp số {number}{where.vi}"
    en = f"{length.en}{'final' if final else 'interim'} review of coordination programme No. {number}{where.en}"
    return Text(f"{vi}, {span.vi}" if where.vi else f"{vi} {span.vi}", f"{en[:1].upper()}{en[1:]}, {span.en}")


_SUBJECTS = {
    "yearly": Text("Kết quả năm", "Yearly report"),
    "halfyear": Text("Kết quả sáu tháng", "Half-yearly report"),
    "monthly": Text("Kết quả tháng", "Monthly report"),
    "thematic": Text("Kết quả chuyên đề", "Thematic report"),
    "brief": Text("Tóm tắt kết quả", "Brief"),
    "press": Text("Thông tin báo chí về kết quả", "Press notice"),
    "known": Text("Điều biết được về hiệu quả của các mô hình khi", "What is known of the models' effect: report"),
}


def _subject_of_a_regime(given: ReviewInput, number: str) -> Text:
    """'Kết quả sáu tháng thực hiện Chương trình phối hợp số … trên địa bàn …, từ … đến …'."""
    kind, name, first, last = _kind(given), given.place.full_name, given.period.start, given.period.end
    where = Text("", "") if given.place.level == "country" else Text(f" trên địa bàn {name.vi}", f" in {name.en}")
    since, until = day_words(first), day_words(last)
    if (first.year, first.month, first.day) == (last.year, 1, 1) and (last.month, last.day) == (12, 31):
        whole = Text(given.period.label("vi"), given.period.label("en"))
        return Text(
            f"{kind.vi} thực hiện Chương trình phối hợp số {number}{where.vi}, {whole.vi}",
            f"{kind.en} on coordination programme No. {number}{where.en}, {whole.en}",
        )
    return Text(
        f"{kind.vi} thực hiện Chương trình phối hợp số {number}{where.vi}, từ {since.vi} đến {until.vi}",
        f"{kind.en} on coordination programme No. {number}{where.en}, {since.en} to {until.en}",
    )


def _kind(given: ReviewInput) -> Text:
    """What is reported; a thematic report names its content areas."""
    kind = _SUBJECTS[given.kind]
    if given.kind != "thematic":
        return kind
    names = Text("; ".join(area.name.vi for area in given.areas), "; ".join(area.name.en for area in given.areas))
    return Text(f"{kind.vi} “{names.vi}”,", f"{kind.en} “{names.en}”")


def _length(period: Period) -> tuple[int, Text]:
    """How many years a review is of, 0 where they are not whole, and its dates as a title names them.

    Terms are named by their first and last year: ten years of a programme are 2013 to 2023.
    """
    first, last, after = period.start, period.end, period.end + timedelta(days=1)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year == last.year:
            return 0, Text(period.label("vi"), period.label("en"))
        span = f"{first.year}-{last.year}"
        return last.year - first.year, Text(f"giai đoạn {span}", span)
    years = after.year - first.year if (after.month, after.day) == (first.month, first.day) else 0
    since, until = day_words(first), day_words(last)
    return years, Text(f"từ {since.vi} đến {until.vi}", f"{since.en} to {until.en}")


def _basis(number: str, title: Text, signed_on: date | None) -> Text:
    """'Căn cứ Chương trình phối hợp số … ngày … về “…”': day and title only where the snapshot has them."""
    signed = day_words(signed_on) if signed_on else NO_TEXT
    vi = f"Căn cứ Chương trình phối hợp số {printed_number(number)} {signed.vi}".rstrip()
    en = f"Under coordination programme No. {printed_number(number)}{' of ' if signed.en else ''}{signed.en}"
    if title == NO_TEXT:
        return Text(f"{vi};", f"{en};")
    return Text(f"{vi} về “{title.vi}”;", f"{en}, “{title.en}”;")


def _bases(programme: ProgrammeFacts) -> tuple[Text, ...]:
    own = _basis(programme.number, programme.title, programme.signed_on)
    if not programme.parent_number:
        return (own,)
    parent = _basis(programme.parent_number, programme.parent_title, programme.parent_signed_on)
    same = printed_number(programme.parent_number) == printed_number(programme.number)
    return (parent,) if same else (parent, own)


def _issuers(given: ReviewInput, language: str) -> str:
    return {"vi": " và ", "en": " and "}[language].join(issuer.name.of(language) for issuer in given.issuers)


def _number(issuers: tuple[Issuer, ...]) -> Text:
    joint = [issuer for issuer in issuers if issuer.line in ("police", "front")]
    symbols = [(_POLICE_SYMBOL if i.line == "police" else _FRONT_SYMBOL).get(i.level, "") for i in joint]
    symbol = "-".join(["BC", *symbols])
    return Text(f"Số:        /{symbol}", f"No.        /{symbol}")


def _place_line(given: ReviewInput) -> Text:
    """Where and when it will be issued: day and month stay open; the national review is issued in the capital."""
    seat = "Hà Nội" if given.place.level == "country" else given.place.name.vi
    year = given.known_on.year
    return Text(f"{seat}, ngày      tháng      năm {year}", f"{seat}, date:             {year}")


def situation(given: ReviewInput) -> tuple[Sentence, ...]:
    """What the place was, from the snapshot's places alone, and up to which day the review knows."""
    told = [_census_sentence(given, census) for census in given.census]
    told += [_frame_sentence(given, frame) for frame in given.frames]
    known, code = day_words(given.known_on), given.snapshot_code
    vi = (
        f"Báo cáo được lập từ bản chốt số liệu {code}, gồm các số liệu đã được phê duyệt đến {known.vi}; "
        "số liệu bổ sung sau thời điểm này không có trong báo cáo."
    )
    en = f"The report is made from snapshot {code}: the figures approved up to {known.en}, and none that came later."
    told.append(Sentence((vi,), (en,)))
    return tuple(told)


def _frame_sentence(given: ReviewInput, frame: Frame) -> Sentence:
    """In which frame figures from before a change of borders stand: as they were reported, on the map of their day."""
    name, on = given.place.full_name, day_words(frame.on)
    if not frame.made_of:
        last = day_words(frame.on - timedelta(days=1))
        vi = f"{name.vi} là đơn vị hành chính đến hết {last.vi}; số liệu trong báo cáo không tính sau ngày đó."
        en = f"{name.en} was an administrative unit up to {last.en}; no figure here is of a later day."
        return Sentence((vi[:1].upper() + vi[1:],), (en[:1].upper() + en[1:],))
    vi, en = (", ".join(part.of(side) for part in frame.made_of) for side in ("vi", "en"))
    return Sentence(
        (
            f"Từ {on.vi}, {name.vi} được lập trên địa bàn trước đó của {vi}. Số liệu trước ngày này là số của các đơn "
            "vị ấy theo địa giới khi báo cáo, không quy đổi.",
        ),
        (
            f"Since {on.en}, {name.en} has stood on the land of what was {en}. Figures from before are theirs, within "
            "the borders of their day, and are not converted.",
        ),
    )


def _census_sentence(given: ReviewInput, census: Census) -> Sentence:
    on, communes = census.on, census.communes
    name = given.place.full_name
    units = counted_units("commune", on, communes)
    vi = [f"{number_words(communes)} đơn vị hành chính cấp xã ({units.vi})"]
    en = [f"{number_words(communes, 'en')} {units.en}"]
    if given.place.level == "country":
        vi.insert(0, f"{number_words(census.provinces)} tỉnh, thành phố trực thuộc Trung ương")
        en.insert(0, f"{number_words(census.provinces, 'en')} provinces and central cities")
    return Sentence(
        (f"Tính đến {day_words(on).vi}, {name.vi} có {' và '.join(vi)}.",),
        (f"As of {on.isoformat()}, {name.en} had {' and '.join(en)}.",),
    )


def recipients(given: ReviewInput) -> tuple[Text, ...]:
    """Offices that receive the report; the last line is the file copy."""
    above = _ABOVE.get(given.place.level, _ABOVE["commune"])
    return (*above, Text("Các đơn vị liên quan;", "Units concerned;"), Text("Lưu: VT.", "File copy."))


def signatures(issuers: tuple[Issuer, ...]) -> tuple[Signature, ...]:
    """The offices that sign, in the order of the heading. A body led by one person signs by its own name."""
    found = []
    for issuer in issuers:
        offices = _OFFICES.get((issuer.line, issuer.level)) or _OFFICES[(issuer.line, "")]
        authority_vi, office_vi, authority_en, office_en = offices
        authority = Text(authority_vi or issuer.name.vi.upper(), authority_en or issuer.name.en)
        found.append(Signature(authority, Text(office_vi, office_en)))
    return tuple(found)
