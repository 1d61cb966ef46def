"""Many reports at once: handed in, read by the worker, confirmed in one sitting by plain forms, sent up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from test_desk_uploads import worked

from chungtay.gathering.intake import queries as intake
from chungtay.gathering.intake.models import Candidate, UploadedFile
from chungtay.ledger.queries import batches_visible, figures_of_batch

if TYPE_CHECKING:
    from django.test import Client

    from conftest import Cast

pytestmark = pytest.mark.django_db
AT = "/bao-cao/nhieu/"
TEXT = """Báo cáo kết quả phong trào năm {year} trên địa bàn thành phố Hà Nội

Trong năm {year}, lực lượng Công an các cấp phối hợp tổ chức {n} buổi tuyên truyền với {big} lượt người tham dự.

Đồng chí Nguyễn Văn Thử chủ trì. Các đoàn thể có 77 ý tưởng được ghi nhận.
"""


def sent(client: Client, **texts: str) -> str:
    """The address to which handing these in leads, once the worker is done."""
    files = [SimpleUploadedFile(f"{name}.txt", text.encode()) for name, text in texts.items()]
    usual = {"form": "programme-review", "place": "Hà Nội", "start": "01/01/2013", "end": "31/12/2018"}
    answer = client.post(AT, {"files": files, **usual})
    assert answer.status_code == 302, answer.content.decode()[:500]
    worked()
    return str(answer.headers["Location"])


@pytest.fixture
def read(cast: Cast, enter: Any) -> tuple[Any, str]:
    """Chi's browser and the page of two reports read and one refused at the gate."""
    client = enter(cast.chi)
    texts = {f"nam-{year}": TEXT.format(year=year, n="1.234", big="98.765") for year in (2016, 2017)}
    return client, sent(client, **texts, lo="Báo cáo. Liên hệ số điện thoại 0912345678 để biết kết quả phong trào.")


def test_each_report_is_read_for_the_year_that_it_states_and_told_as_a_copy(cast: Cast, read: Any) -> None:
    page = read[0].get(read[1]).content.decode()
    assert "3/3" in page
    assert "NGUON-103" in page
    readings = list(intake.readings_visible(cast.chi))
    assert sorted(r.end.year for r in readings) == [2016, 2017]
    proof = read[0].get(f"/bao-cao/{readings[0].pk}/doi-chieu/").content.decode()
    assert f"{readings[1].source.filename}</a>" in proof
    assert "trùng toàn văn" in proof


def test_a_report_taken_for_the_wrong_year_is_read_anew_until_somebody_decided(cast: Cast, read: Any) -> None:
    client = read[0]
    first = UploadedFile.objects.exclude(reading=None).order_by("name")[0]
    about = {"place": "Hà Nội", "start": "01/01/2018", "end": "31/12/2018"}
    client.post(f"{AT}tep/{first.pk}/", about)
    assert sorted(r.end.year for r in intake.readings_visible(cast.chi)) == [2017, 2018]
    Candidate.objects.filter(reading__end__year=2018).update(
        state="dropped", decided_by=cast.chi, decided_at="2026-01-01T00:00Z"
    )
    assert "DOC-223" in client.post(f"{AT}tep/{first.pk}/", about, follow=True).content.decode()


def test_the_sure_are_accepted_together_but_for_those_unticked(cast: Cast, read: Any) -> None:
    client, address = read
    page = client.get(f"{address}chac-chan/").content.decode()
    ids = [part.split('"')[0] for part in page.split('name="so" value="')[1:]]
    assert len(ids) >= 2
    client.post(f"{address}chac-chan/", {"so": ids[1:]})
    assert set(Candidate.objects.filter(state="confirmed").values_list("pk", flat=True)) == set(map(int, ids[1:]))


def test_a_doubtful_one_is_shown_alone_taken_for_another_indicator_and_given_back(cast: Cast, read: Any) -> None:
    client, address = read
    page = client.get(f"{address}tung-so/").content.decode()
    asked = page.split('name="so" value="')[1].split('"')[0]
    assert "Văn Thử" not in page
    chosen = {"so": asked, "do": "as-communication.opinions", "place": "", "period": ""}
    for name in ("place", "period"):
        chosen[name] = page.split(f'name="{name}" value="')[1].split('"')[0]
    client.post(f"{address}tung-so/", chosen)
    taken = Candidate.objects.get(pk=asked)
    assert (taken.state, taken.indicator and taken.indicator.code) == ("corrected", "communication.opinions")
    client.post(f"{address}tung-so/", {"so": asked, "do": "reopen"})
    assert Candidate.objects.get(pk=asked).state == "proposed"


def test_what_was_looked_at_whole_goes_up_and_answers_with_its_sentence(cast: Cast, read: Any) -> None:
    client, address = read
    while (answer := client.get(f"{address}tung-so/")).status_code == 200:
        page = answer.content.decode()
        names = [name for name in ("so", "place", "period", "indicator") if f'name="{name}" value="' in page]
        fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in names}
        fields["do"] = "take" if "indicator" in fields else "drop"
        assert client.post(f"{address}tung-so/", fields).status_code == 302
    client.post(f"{address}trinh/")
    batches = list(batches_visible(cast.chi))
    assert len(batches) == 2
    figure = figures_of_batch(batches[0])[0]
    page = client.get(f"/so-lieu/{figure.id}/").content.decode()
    assert "tuyên truyền" in page
