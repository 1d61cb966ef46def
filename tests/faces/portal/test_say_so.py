"""Two taps: counted once a month for each device, forgotten when the month is over, answered in public."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from shelf_builders import POINT, figure_made, point_made, publication_made

from chungtay.config.locale.compile import compile_messages
from chungtay.faces.portal import saying
from chungtay.faces.portal.keeping import PAGES
from chungtay.flow_publishing import months_close
from chungtay.gathering.registers.community import queries as register
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.results.publishing.answers import queries as answers
from chungtay.results.publishing.answers.services import answer_give, month_of, reply_give
from chungtay.results.publishing.log import queries as log
from chungtay.results.publishing.models import AnswerCount, AnswerSalt, Publication, ResidentAnswer
from chungtay.results.publishing.opendata.files import file_of

pytestmark = pytest.mark.django_db
compile_messages()
ADDRESS = f"/cong-khai/diem/{POINT}/noi/"


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Any) -> None:
    """No page, no count of another test."""
    settings.STATIC_ROOT = tmp_path
    PAGES.clear()
    saying.TURNSTILE.clear()


@pytest.fixture
def held(cast: Any) -> Any:
    """The register's point behind the public one."""
    return point_made(cast, publication_made(cast, "thu", points=True))


def said(client: Client, answer: str, **more: Any) -> Any:
    """Both taps."""
    page = client.post(ADDRESS, {"y": answer}).content.decode()
    challenge = re.search(r'name="c" value="([^"]+)"', page)
    assert challenge is not None
    answer_given = client.post(ADDRESS, {"y": answer, "c": challenge[1], "w": ""}, **more)
    assert answer not in answer_given.get("Location", ""), "proxies write addresses down"
    assert {item["path"] for item in answer_given.cookies.values()} <= {"/cong-khai/", "/public/"}
    return answer_given


def given() -> list[str]:
    return sorted(ResidentAnswer.objects.values_list("answer", flat=True))


def heard(many: int, answer: str) -> None:
    for device in range(many):
        answer_give(kind="point", subject=POINT, answer=answer, device=f"{answer}{device}")


def test_a_device_has_one_voice_and_its_later_answer_stands(held: Any) -> None:
    phone = Client()
    assert said(phone, "running").status_code == 303
    assert said(phone, "stopped")["Location"].endswith("xong=2")
    assert given() == ["stopped"]


def test_one_form_sent_twice_by_a_device_without_cookies_counts_once(held: Any) -> None:
    form = {"y": "running", "c": saying.challenge_make("point", POINT)}
    for _ in range(2):
        Client().post(ADDRESS, form)
    assert given() == ["running"]


def test_no_list_no_form_no_own_page_no_answer(held: Any) -> None:
    fresh_one = saying.challenge_make("point", POINT)
    for form, heads in (
        ({"y": "x", "c": fresh_one}, {}),
        ({"y": "running", "c": "x"}, {}),
        ({"y": "running", "c": saying.challenge_make("point", "another")}, {}),
        ({"y": "running", "c": fresh_one}, {"Origin": "https://elsewhere.example"}),
    ):
        assert Client().post(ADDRESS, form, headers=heads).status_code == 400
    assert given() == []


def test_a_network_is_stopped_and_work_widens_its_limit(held: Any) -> None:
    codes = [said(Client(), "running").status_code for _ in range(saying.PLAIN.about_one + 1)]
    assert codes[-2:] == [303, 429]
    challenge = saying.challenge_make("point", POINT)
    work = next(n for n in range(10**6) if saying.has_worked(challenge, str(n)))
    assert Client().post(ADDRESS, {"y": "running", "c": challenge, "w": str(work)}).status_code == 303


def test_traces_of_one_device_are_unlike_at_two_things_and_hold_no_part_of_it(held: Any) -> None:
    for kind, answer in (("point", "running"), ("wish", "thanks")):
        answer_give(kind=kind, subject=POINT, answer=answer, device="a" * 32)
    first, second = (bytes(row.device_token) for row in ResidentAnswer.objects.all())
    assert first != second
    assert len(first) == 32


def test_a_month_that_is_over_leaves_counts_from_five_up_and_nothing_else(held: Any) -> None:
    heard(6, "running")
    heard(4, "stopped")
    assert months_close() == []
    (closed,) = months_close(today=timezone.localdate() + timedelta(days=32))
    assert closed.answers == 10
    assert (ResidentAnswer.objects.count(), AnswerSalt.objects.get().secret) == (0, None)
    (month,) = answers.voices("point", POINT)
    assert [count for _, _, count in month.counts] == [6, None, None]
    assert register.voices_of(held) == [(closed.month, {"running": 6})]
    leaf = log.leaves(log.log_size() - 1, 1)[0]
    assert leaf.kind == "answers"
    assert '"counts":[["running",6]]' in str(leaf.body)


def test_what_five_said_is_owed_an_answer_by_the_approver_of_the_place(cast: Any, held: Any) -> None:
    heard(5, "never_seen")
    months_close(today=timezone.localdate() + timedelta(days=32))
    assert [item.subject for item in answers.owed(answers.waiting(cast.binh))] == [POINT]
    assert answers.waiting(cast.giang) == []
    reply = {"month": month_of(timezone.localdate()), "kind": "point", "subject": POINT, "reply": "seen_running"}
    with pytest.raises(NotAllowed, match="NGUOIDAN-005"):
        reply_give(by=cast.an, **reply)
    reply_give(by=cast.binh, **reply)
    assert answers.waiting(cast.binh) == []
    assert "We went and looked" in Client().get(f"/public/points/{POINT}/").content.decode()


def test_an_answer_names_the_publication_that_put_the_figure_right_and_no_other(cast: Any) -> None:
    old = publication_made(cast, "cu")
    figure = figure_made(old, "10")
    new, other = publication_made(cast, "moi", corrects=old), publication_made(cast, "khac")
    for device in "abcde":
        answer_give(kind="figure", subject=str(figure.pk), answer="not_so", device=device)
    months_close(today=timezone.localdate() + timedelta(days=32))
    said = {"month": month_of(timezone.localdate()), "kind": "figure", "subject": str(figure.pk), "reply": "put_right"}
    with pytest.raises(Refusal, match="NGUOIDAN-006"):
        reply_give(by=cast.binh, corrects=other, **said)
    reply_give(by=cast.binh, corrects=new, **said)
    assert answers.voices("figure", str(figure.pk))[0].corrects == new


def test_a_point_that_is_told_no_more_has_no_page_no_line_and_no_voice(
    cast: Any, held: Any, settings: Any, tmp_path: Any
) -> None:
    settings.OPEN_DIR = tmp_path / "open"
    first = Publication.objects.get(code="thu")
    addresses = (f"/cong-khai/diem/{POINT}/", ADDRESS)
    assert {Client().get(address).status_code for address in addresses} == {200}
    assert POINT in file_of(first, "mo-hinh", "csv").read_text()
    publication_made(cast, "sua", points=True, corrects=first, released_at=timezone.now())
    PAGES.clear()
    assert {Client().get(address).status_code for address in addresses} == {404}
    assert POINT not in file_of(first, "mo-hinh", "csv").read_text()


def test_what_is_owed_costs_no_more_questions_for_more_things(cast: Any, django_assert_num_queries: Any) -> None:
    here = publication_made(cast, "nhieu")
    figures = [figure_made(here, "5", cell=f"c{n}") for n in range(3)]
    month = month_of(timezone.localdate() - timedelta(days=60))
    for n, item in enumerate(figures):
        AnswerCount.objects.create(month=month, subject_kind="figure", subject=item.pk, answer="no", count=5 + n)
    with django_assert_num_queries(3):
        found = answers.waiting(cast.binh)
    assert [item.subject for item in found] == [str(item.pk) for item in reversed(figures)], "the loudest first"
