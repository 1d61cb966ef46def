"""Vietnamese first, English complete, and never both on one page."""

from __future__ import annotations

import re
from typing import Any

import polib
from desk_wording import CATALOGUE, messages_used

from chungtay.gathering.intake import queries as intake
from chungtay.ledger import queries as ledger

VIETNAMESE_LETTERS = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯà-ãè-ỹẠ-Ỹ]")
CURRENCY = "(đồng)"
PAGES = (
    "/",
    "/chuong-trinh/",
    "/bao-cao/",
    "/bao-cao/moi/",
    "/bang-tinh/",
    "/bang-tinh/mau-rieng/",
    "/dot-so-lieu/",
    "/bieu-mau/",
    "/bieu-mau/moi/",
    "/bieu-mau/nap/",
    "/bang-theo-doi/",
    "/chat-luong/",
    "/kham-pha/",
    "/kham-pha/?chi-tieu=models.points,campaigns.launches&ky=2025&so-voi=ky-truoc&v=9",
    "/kham-pha/?chi-tieu=tips.received&xep=x",
    "/kham-pha/da-luu/",
    "/chat-luong/?xem=do-phu",
    "/chat-luong/?xem=lien-mach",
    "/so-theo-doi/",
    "/so-theo-doi/mo-hinh/",
    "/so-theo-doi/mo-hinh/dang-ky/",
    "/so-theo-doi/mo-hinh/bao-cao/",
    "/thiet-lap/",
    "/nhom-dia-ban/",
    "/nhom-dia-ban/moi/",
    "/nhom-dia-ban/nhom/urban/",
    "/tong-ket/",
    "/tai-khoan/",
    "/khong-co/",
)


def test_every_message_has_its_english() -> None:
    translated = {e.msgid for e in polib.pofile(str(CATALOGUE)).translated_entries()}
    assert {message for message, _ in messages_used()} - translated == set()


def test_the_catalogue_holds_no_message_that_nobody_uses() -> None:
    used = {message for message, _ in messages_used()}
    assert {e.msgid for e in polib.pofile(str(CATALOGUE))} - used == set()


def test_translations_keep_the_places_of_their_values() -> None:
    holes = re.compile(r"%\((\w+)\)")
    for entry in polib.pofile(str(CATALOGUE)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or set(holes.findall(text)) == set(holes.findall(entry.msgid)), entry.msgid


def vietnamese_outside_quotes(page: str) -> list[str]:
    """Vietnamese words of an English page that are not marked as Vietnamese."""
    page = re.sub(r"<head>.*?</head>", "", page, flags=re.S)
    marked = re.compile(r'<(\w+)[^>]*\blang="vi"[^>]*>(?:(?!<\1\b).)*?</\1>', re.S)
    page = re.sub(r'<(?:input|textarea)[^>]*lang="vi"[^>]*>', "", marked.sub("", page))
    texts = re.sub(r"<[^>]+>", "\n", page).replace(CURRENCY, "")
    return [line.strip() for line in texts.splitlines() if VIETNAMESE_LETTERS.search(line)]


def first_card(reading: Any) -> int:
    return int(intake.candidates_of(reading)[0].pk)


def test_an_english_page_speaks_english(cast: Any, enter: Any, approved: Any, reading: Any) -> None:
    client = enter(cast.chi, language="en")
    figure = ledger.figures_of_batch(approved)[0].id
    more = (f"/dot-so-lieu/{approved.pk}/", f"/so-lieu/{figure}/", f"/bao-cao/{reading.pk}/?sua={first_card(reading)}")
    found = {page: vietnamese_outside_quotes(client.get(page).content.decode()) for page in (*PAGES, *more)}
    assert {page: words for page, words in found.items() if words} == {}


def test_a_vietnamese_page_speaks_vietnamese(cast: Any, enter: Any, approved: Any) -> None:
    client = enter(cast.chi)
    english = [e.msgstr for e in polib.pofile(str(CATALOGUE)) if len(e.msgstr.split()) > 2 and "%" not in e.msgstr]
    for page in (*PAGES, f"/dot-so-lieu/{approved.pk}/"):
        text = client.get(page).content.decode()
        assert [words for words in english if words in text] == []


def test_the_reader_chooses_the_language_and_not_the_browser(cast: Any, enter: Any) -> None:
    client = enter(cast.chi)
    assert 'lang="vi"' in client.get("/", headers={"Accept-Language": "en"}).content.decode()
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()


def test_titles_are_plain_text(cast: Any, enter: Any, approved: Any, reading: Any) -> None:
    client = enter(cast.chi, language="en")
    for page in (f"/dot-so-lieu/{approved.pk}/", f"/bao-cao/{reading.pk}/"):
        title = re.search(r"<title>(.*?)</title>", client.get(page).content.decode(), re.S)
        assert title is not None
        assert title[1] == "Hà Nội city, 2013-2018 · Chung Tay"
