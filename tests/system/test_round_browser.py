"""The whole round of a month in real browsers: An reports for Ba Đình by keyboard and Khoa for Ngọc Hà by workbook,
Bình decides for Hà Nội, Giang and a colleague in Hà Tĩnh see nothing of it, Dũng sees it at the centre."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from browsing import CHROMIUM, played
from chungtay.gathering.approval.dues import periods_ended, until_words
from chungtay.gathering.intake.drafts.queries import drafts_visible
from chungtay.gathering.intake.workbooks.layout import BODY, DATA, FIRST, KEY
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.periods import Regime
from chungtay.reference.actors.queries import Role
from chungtay.reference.actors.services import account_create
from chungtay.reference.forms import queries as forms
from chungtay.reference.forms.services import obligation_create

if TYPE_CHECKING:
    from collections.abc import Mapping

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
expect.set_options(timeout=30_000)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres_long,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]
PASSWORD = "mat-khau-thu-nghiem-2025"
PEOPLE = ("an", "khoa", "binh", "giang", "linh", "dung")
SESSIONS, SHIFTS = "communication.sessions|", "patrols.shifts|"
MANY, WHY_MANY = "600", "Ra quân toàn xã, mỗi tổ dân phố một buổi"
"""More sessions than a form finds likely: asked about, and explained."""
WRONG, RIGHT, BETTER = "50", "55", "590"
WHY_WRONG, WHY_BETTER = "Cộng lại theo sổ trực", "Đếm trùng mười buổi"
OWN = {SESSIONS: MANY, SHIFTS: WRONG, "models.points|": "180"}


class Round:
    """One month of two communes: where the desk stands, whose pages are whose, and what the form asks."""

    def __init__(self, cast: Any) -> None:
        today = timezone.localdate()
        [self.period] = periods_ended(Regime.DECREE_MONTH, today, 1)
        self.form = forms.form_get("monthly-commune", self.period.end)
        for user in (cast.an, cast.khoa):
            body = user.body
            obligation_create(form=self.form, body=body, place=body.place, valid_from=self.period.start)
        programmes_load()
        self.items = forms.form_items(self.form)
        self.rows = {item.key: item.id for item in self.items}
        self.until = until_words(forms.deadline_of(self.form, self.period, cast.an.body.level), today, "vi")
        term = programme_get("07/CTrPH-BCA-MTTW").pk
        asked = f"?dia-ban=p01@2025&ky={self.period}"
        self.total = f"/chuong-trinh/{term}/chi-tieu/{SESSIONS.rstrip('|')}/{asked}"
        self.seen: dict[str, str] = {}

    def play(self, pages: Mapping[str, Any], address: str) -> None:
        """Everybody's part in order; each looks at what the one before has done."""
        self.pages, self.address = pages, address
        for name in PEOPLE:
            self.signs_in(name)
        self.an_fills_it_in_and_explains()
        self.khoa_sends_a_workbook()
        self.binh_returns_it_at_one_figure()
        self.an_mends_that_cell()
        self.binh_sees_what_changed_and_approves()
        self.binh_approves_what_is_clean()
        self.total_is("640")
        self.neighbours_see_nothing()
        self.dung_sees_total_and_chain("640")
        self.an_corrects_what_was_approved()
        self.dung_finds_what_changed()

    def goes(self, name: str, path: str) -> Any:
        """Somebody opens an address."""
        self.pages[name].goto(self.address + path)
        return self.pages[name]

    def signs_in(self, name: str) -> None:
        page = self.goes(name, "/vao/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.address}/")

    def sends(self, page: Any) -> str:
        """The form goes up by its keys; gives the address of what was sent."""
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/dot-so-lieu/*/")
        expect(page.locator(".flash").first).to_contain_text("Đã trình")
        return str(page.url.removeprefix(self.address))

    def writes(self, page: Any, key: str, text: str) -> None:
        page.click(f"#t-{self.rows[key]}")
        page.keyboard.type(text)
        page.keyboard.press("Enter")

    def an_fills_it_in_and_explains(self) -> None:
        page = self.pages["an"]
        expect(page.locator(".rows")).to_contain_text(self.until)
        page.click(".rows button.row__title")
        page.wait_for_url("**/phieu/*/")
        self.seen["draft"] = page.url.removeprefix(self.address)
        for item in self.items:
            page.keyboard.type(OWN.get(item.key, "60"))
            page.keyboard.press("Enter")
        beside = page.locator(f"#m-{self.rows[SESSIONS]} .grid__find--warn")
        expect(beside).to_contain_text(MANY)
        page.keyboard.press("Control+Enter")
        expect(page.locator("#stopped")).to_be_visible()
        expect(page.locator("#findings input")).to_be_focused()
        page.keyboard.type(WHY_MANY)
        self.seen["first"] = self.sends(page)
        expect(page.locator(".problem--warn").first).to_contain_text(WHY_MANY)

    def khoa_sends_a_workbook(self) -> None:
        page = self.goes("khoa", "/bang-tinh/")
        with page.expect_download() as download:
            expect(page.locator("#ky")).to_have_value(str(self.period))
            page.click("#get ~ form button")
        page.set_input_files("#file", {**self.filled(download.value), "mimeType": "application/octet-stream"})
        page.click("#send ~ form button.button--main")
        page.wait_for_url("**/bang-tinh/*/")
        page.click("table a")
        page.wait_for_url("**/phieu/*/")
        expect(page.locator("[data-filled]")).to_have_text(str(sum(item.must_answer for item in self.items)))
        self.seen["by workbook"] = self.sends(page)

    def filled(self, download: Any) -> dict[str, Any]:
        """The workbook as somebody sends it back: every row of its last period answered."""
        book = load_workbook(BytesIO(download.path().read_bytes()))
        sheet = book[DATA]
        for number in range(BODY, sheet.max_row + 1):
            key = sheet.cell(number, KEY).value
            if key in self.rows:
                sheet.cell(number, FIRST).value = {SESSIONS: 40, "models.points|": 180}.get(key, 60)
        out = BytesIO()
        book.save(out)
        return {"name": download.suggested_filename, "buffer": out.getvalue()}

    def binh_returns_it_at_one_figure(self) -> None:
        page = self.goes("binh", "/bang-theo-doi/")
        expect(page.locator(".board__table")).to_contain_text("Ba Đình")
        expect(page.locator(".board__total")).to_contain_text("2/2")
        page = self.goes("binh", "/dot-so-lieu/cho-duyet/")
        expect(page.locator(".queue__line")).to_have_count(2)
        page.click(f"a[href='{self.seen['first']}']")
        row = page.locator("tr", has_text=self.name_of(SHIFTS))
        row.get_by_role("checkbox").check()
        row.get_by_role("textbox").fill(WHY_WRONG)
        page.click("#return-form button")
        expect(page.locator(".timeline")).to_contain_text("Đã trả lại")

    def name_of(self, key: str) -> str:
        from chungtay.reference.indicators.queries import definition

        return definition(key.partition("|")[0]).name_vi

    def an_mends_that_cell(self) -> None:
        page = self.goes("an", "/")
        expect(page.locator(".row").first).to_contain_text("trả lại")
        page.click(".rows .row__title")
        page.click("text=Sửa và trình lại")
        page.wait_for_url("**/phieu/*/")
        first = page.locator("tr[data-item]").first
        expect(first).to_contain_text(WHY_WRONG)
        expect(page.locator("tr.is-locked")).to_have_count(len(self.items) - 1)
        page.keyboard.type(RIGHT)
        page.keyboard.press("Enter")
        expect(page.locator("#findings input")).to_have_value(WHY_MANY)
        self.seen["second"] = self.sends(page)

    def binh_sees_what_changed_and_approves(self) -> None:
        page = self.goes("binh", self.seen["second"])
        changed = page.locator("section[aria-labelledby=changes-head] tbody tr")
        expect(changed).to_have_count(1)
        expect(changed).to_contain_text(WRONG)
        expect(changed).to_contain_text(RIGHT)
        page.click("button[value=approved]")
        expect(page.locator(".timeline")).to_contain_text("Đã duyệt")

    def binh_approves_what_is_clean(self) -> None:
        page = self.goes("binh", "/dot-so-lieu/cho-duyet/")
        page.click("button[value=clean]")
        expect(page.locator(".flash").first).to_contain_text("Đã duyệt 1 báo cáo")

    def total_is(self, words: str, name: str = "binh") -> None:
        """The sum of the province on the programme's page, and the two figures that it is made of."""
        page = self.goes(name, self.total)
        expect(page.locator(".claim__words")).to_contain_text(words)
        expect(page.locator("tbody tr")).to_have_count(2)

    def neighbours_see_nothing(self) -> None:
        for name, path in (("giang", self.seen["second"]), ("linh", self.seen["second"]), ("linh", self.seen["draft"])):
            answer = self.pages[name].goto(self.address + path)
            assert (name, path, answer.status) == (name, path, 404)
        assert "Ba Đình" not in self.goes("giang", "/bang-theo-doi/").content()
        assert self.pages["giang"].goto(self.address + self.total).status == 404

    def dung_sees_total_and_chain(self, words: str) -> None:
        self.total_is(words, "dung")
        page = self.goes("dung", self.seen["second"])
        expect(page.locator(".facts")).to_contain_text("Nối từ mắt xích trước")
        expect(self.goes("dung", "/").locator("#changed-head")).to_have_count(0)

    def an_corrects_what_was_approved(self) -> None:
        page = self.goes("an", self.seen["second"])
        page.click("text=Đính chính số đã gửi")
        page.wait_for_url("**/phieu/*/")
        self.writes(page, SESSIONS, BETTER)
        row = page.locator(f"#r-{self.rows[SESSIONS]}")
        row.locator("summary").click()
        row.locator(f"[name=n-{self.rows[SESSIONS]}]").fill(WHY_BETTER)
        page.keyboard.press("Enter")
        self.seen["third"] = self.sends(page)
        page = self.goes("binh", self.seen["third"])
        page.click("button[value=approved]")
        self.total_is("630")

    def dung_finds_what_changed(self) -> None:
        page = self.goes("dung", "/")
        page.click("section[aria-labelledby=changed-head] .row__title")
        page.wait_for_url(f"**{self.seen['third']}")
        changed = page.locator("section[aria-labelledby=changes-head]")
        for said in (MANY, BETTER, "Cán bộ an", WHY_BETTER):
            expect(changed.locator("tbody")).to_contain_text(said)
        expect(changed.locator(".moved li").first).to_contain_text("640 → 630")


def test_a_month_goes_from_two_communes_to_the_centre_and_a_neighbour_sees_nothing_of_it(cast: Any) -> None:
    account_create(
        username="linh", password=PASSWORD, display_name="Cán bộ linh", body=cast.giang.body, role=Role.REPORTER
    )
    month = Round(cast)
    complaints = played(PEOPLE, month.play, locale="vi-VN", viewport={"width": 1280, "height": 800})
    assert complaints == []
    assert not drafts_visible(cast.an)
