"""Mails over a real server of SMTP: to whom, when, with what words, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from socket import create_server
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller

from chungtay.gathering.approval.models import Notice
from chungtay.gathering.approval.notices import digests_send
from chungtay.gathering.approval.reminding import body_remind, late_remind, late_reports
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.ledger.services import decision_append
from chungtay.reference.actors.services import notices_set
from chungtay.reference.forms.queries import form_get
from chungtay.reference.forms.services import obligation_create
from gathering.senders import APPROVED, NOVEMBER, RETURNED, WITHDRAWN, sent

if TYPE_CHECKING:
    from email.message import EmailMessage

    from chungtay.reference.actors.models import User

pytestmark = pytest.mark.postgres
MONDAY = datetime(2025, 11, 17, 2, 0, tzinfo=UTC)
"""Nine in the morning in Hà Nội, on the deadline of November 2025."""


class Box:
    """What the server took; while `is_shut` it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.is_shut = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the server for each mail."""
        if self.is_shut:
            return "451 later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 taken"

    @property
    def receivers(self) -> list[str]:
        return [mail["To"] for mail in self.mails]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Box, Controller]]:
    """One server for the module, on a free port."""
    box = Box()
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, controller
    controller.stop()


@pytest.fixture
def box(server: tuple[Box, Controller], settings: Any) -> Box:
    """The server's box, empty, and the product set up to hand its mail to the server."""
    box, controller = server
    box.mails.clear()
    box.is_shut = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.PUBLIC_URL = "https://chung-tay.vi.du/"
    return box


@pytest.fixture
def owing(cast: Any) -> Any:
    """Ba Đình owes November 2025; An and Bình have mailboxes."""
    body = cast.an.body
    obligation_create(form=form_get("monthly-commune"), body=body, place=body.place, valid_from=NOVEMBER.start)
    wants(cast.an)
    wants(cast.binh, language="en")
    return cast


def wants(user: User, language: str = "vi", digest: str = "daily", quiet: tuple[time, time] | None = None) -> None:
    start, end = quiet or (None, None)
    address = f"{user.username}@vi.du"
    notices_set(by=user, email=address, language=language, digest=digest, quiet_from=start, quiet_to=end)


def text(mail: EmailMessage) -> str:
    return f"{mail['Subject']}\n{mail.get_content()}"


def test_a_reporter_is_told_what_is_due_in_its_language(owing: Any, box: Box) -> None:
    assert digests_send(MONDAY).sent == 1
    [mail] = box.mails
    assert (mail["To"], mail["Auto-Submitted"]) == ("an@vi.du", "auto-generated")
    assert "1 báo cáo sắp đến hạn" in text(mail)
    assert "https://chung-tay.vi.du/" in text(mail)


def test_the_day_after_it_is_overdue(owing: Any, box: Box) -> None:
    digests_send(MONDAY + timedelta(days=1))
    assert "1 báo cáo quá hạn" in text(box.mails[0])


def test_an_approver_is_told_how_many_wait_and_no_figure_name_or_place(owing: Any, box: Box) -> None:
    sent(owing.an)
    digests_send(MONDAY)
    [mail] = box.mails
    assert mail["To"] == "binh@vi.du"
    assert "1 to approve" in text(mail)
    assert not [word for word in ("Ba Đình", "Cán bộ", "12", "an@vi.du") if word in text(mail)]


def test_what_came_back_is_told_as_that_and_not_as_overdue(owing: Any, box: Box) -> None:
    decision_append(by=owing.binh, batch=sent(owing.an), kind=RETURNED, reason="Thiếu số của tuần cuối")
    digests_send(MONDAY + timedelta(days=2))
    assert "1 báo cáo bị trả lại" in text(box.mails[0])
    assert "quá hạn" not in text(box.mails[0])


def test_nobody_is_written_to_twice_a_day(owing: Any, box: Box) -> None:
    digests_send(MONDAY)
    again = digests_send(MONDAY + timedelta(hours=3))
    assert (again.sent, again.before) == (0, 1)
    assert digests_send(MONDAY + timedelta(days=1)).sent == 1


def test_a_weekly_digest_goes_out_once_a_week(owing: Any, box: Box) -> None:
    wants(owing.an, digest="weekly")
    rounds = [digests_send(MONDAY + timedelta(days=day)).sent for day in range(8)]
    assert rounds == [1, 0, 0, 0, 0, 0, 0, 1]


def test_who_wants_no_mail_or_has_no_mailbox_gets_none(owing: Any, box: Box) -> None:
    wants(owing.an, digest="off")
    assert (digests_send(MONDAY).sent, box.mails) == (0, [])


@pytest.mark.parametrize("day", [date(2025, 11, 16), date(2026, 1, 1)])
def test_no_mail_leaves_on_a_day_off(owing: Any, box: Box, day: date) -> None:
    digests_send(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
    assert box.mails == []


def test_quiet_hours_hold_a_mail_back_until_they_are_over(owing: Any, box: Box) -> None:
    wants(owing.an, quiet=(time(22), time(9, 30)))
    assert digests_send(MONDAY).quiet == 1
    assert digests_send(MONDAY + timedelta(hours=1)).sent == 1


def test_what_the_server_refuses_is_tried_again(owing: Any, box: Box) -> None:
    box.is_shut = True
    assert digests_send(MONDAY).failed == 1
    box.is_shut = False
    assert digests_send(MONDAY).sent == 1


def test_a_server_that_does_not_answer_is_told_of_and_nothing_is_claimed(owing: Any, box: Box, settings: Any) -> None:
    with create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    with pytest.raises(Refusal, match="DUYET-606"):
        digests_send(MONDAY)
    assert not Notice.objects.exists()


def test_what_changed_after_it_was_approved_is_told_to_those_above(owing: Any, box: Box) -> None:
    batch = sent(owing.an)
    decision_append(by=owing.dung, batch=batch, kind=APPROVED)
    decision_append(by=owing.dung, batch=batch, kind=WITHDRAWN, reason="Gửi nhầm kỳ")
    digests_send(MONDAY)
    [told] = [text(mail) for mail in box.mails if mail["To"] == "binh@vi.du"]
    assert "1 approved before and since corrected or withdrawn" in told


def remind(owing: Any, by: User, now: datetime = MONDAY) -> int:
    form, body = form_get("monthly-commune"), owing.an.body
    return body_remind(by=by, body=body, form=form, place=body.place, period=NOVEMBER, now=now)


def test_the_body_above_reminds_of_a_missing_report(owing: Any, box: Box) -> None:
    assert remind(owing, owing.binh) == 1
    [mail] = box.mails
    assert "tháng 11/2025" in mail["Subject"]
    assert "hạn 17/11, hôm nay" in text(mail)


def test_it_reminds_once_a_day(owing: Any, box: Box) -> None:
    remind(owing, owing.binh)
    with pytest.raises(Refusal, match="DUYET-605"):
        remind(owing, owing.chi)
    assert remind(owing, owing.binh, MONDAY + timedelta(days=1)) == 1


@pytest.mark.parametrize("who", ["giang", "khoa", "hoa", "an"])
def test_nobody_else_reminds(owing: Any, box: Box, who: str) -> None:
    with pytest.raises(NotAllowed, match="DUYET-601"):
        remind(owing, getattr(owing, who))
    assert box.mails == []


def test_what_was_received_is_not_reminded_of(owing: Any, box: Box) -> None:
    sent(owing.an)
    with pytest.raises(Refusal, match="DUYET-602"):
        remind(owing, owing.binh)


def test_without_a_mailbox_or_a_server_the_reminder_is_refused(owing: Any, box: Box, settings: Any) -> None:
    wants(owing.an, quiet=(time(8), time(10)))
    with pytest.raises(Refusal, match="DUYET-604"):
        remind(owing, owing.binh)
    settings.EMAIL_HOST = ""
    with pytest.raises(Refusal, match="DUYET-603"):
        digests_send(MONDAY)


DAYS_LATE = MONDAY + timedelta(days=8)


@pytest.fixture
def late(owing: Any) -> Any:
    """Ngọc Hà owes November as well; a week after the deadline nothing came."""
    body = owing.khoa.body
    obligation_create(form=form_get("monthly-commune"), body=body, place=body.place, valid_from=NOVEMBER.start)
    return owing


def reach(by: User, now: datetime = DAYS_LATE) -> dict[str, str]:
    found = late_reports(by=by, form=form_get("monthly-commune"), period=NOVEMBER, now=now)
    return {one.body.code: one.reach.value for one in found}


def all_reminded(by: User, now: datetime = DAYS_LATE) -> tuple[int, int, int, int]:
    done = late_remind(by=by, form=form_get("monthly-commune"), period=NOVEMBER, now=now)
    return done.reports, done.mails, done.failed, done.left


def test_one_click_reminds_all_who_are_late_and_tells_who_cannot_be_reached(late: Any, box: Box) -> None:
    assert reach(late.binh) == {"CA-BADINH": "to_write", "CA-NGOCHA": "no_mailbox"}
    wants(late.khoa)
    assert all_reminded(late.binh) == (2, 2, 0, 0)
    assert sorted(box.receivers) == ["an@vi.du", "khoa@vi.du"]


def test_nobody_is_reminded_twice_a_day_or_in_quiet_hours(late: Any, box: Box) -> None:
    wants(late.khoa, quiet=(time(8), time(10)))
    assert all_reminded(late.binh) == (1, 1, 0, 0)
    assert reach(late.chi) == {"CA-BADINH": "before", "CA-NGOCHA": "quiet"}
    with pytest.raises(Refusal, match="DUYET-607"):
        all_reminded(late.chi)
    assert all_reminded(late.chi, DAYS_LATE + timedelta(hours=3)) == (1, 1, 0, 0)


def test_what_is_not_late_or_not_theirs_is_nobodys_to_remind_of(late: Any, box: Box) -> None:
    assert [reach(late.binh, MONDAY), reach(late.giang), reach(late.hoa), reach(late.an)] == [{}] * 4


def test_what_the_server_took_no_mail_about_is_told_and_may_be_reminded_of_again(late: Any, box: Box) -> None:
    box.is_shut = True
    assert all_reminded(late.binh) == (0, 0, 1, 0)
    box.is_shut = False
    assert all_reminded(late.binh) == (1, 1, 0, 0)
