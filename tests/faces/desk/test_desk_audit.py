"""Oversight reads what was done in its territory, finds it, takes it as a file, and sees nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from chungtay.faces.desk.audience import AUDIENCES, PUBLIC, SIGNED_IN, Audience
from chungtay.gathering.approval import extraordinary
from chungtay.gathering.approval.models import Emergency
from chungtay.reference.actors.queries import Role
from chungtay.reference.actors.services import account_create
from chungtay.reference.audit.queries import entries
from chungtay.reference.audit.services import record

OVERSIGHT_OPENS = {"home", "account", "protection", "protection_passkey"}
OVERSIGHT_OPENS |= {"audit_log", "audit_csv", "rights", "extraordinary"}


@pytest.fixture
def overseer(cast: Any, enter: Any) -> Client:
    """Of Hà Nội's province; two things were done there, one in Hà Tĩnh."""
    user = account_create(
        username="giamsat", password=None, display_name="Giám sát", body=cast.chi.body, role=Role.OVERSIGHT
    )
    record(account="chi", role="reporter", body=cast.chi.body.code, deed="batch_decide", thing="id:1")
    record(account="an", role="reporter", body=cast.an.body.code, deed="door.entered")
    record(account="giang", role="approver", body=cast.giang.body.code, deed="door.entered")
    return enter(user)


def test_oversight_opens_nothing_but_the_audit_and_its_own_account() -> None:
    opened = {
        name.rpartition(".")[2] for name, who in AUDIENCES.items() if Audience.OVERSIGHT in who and PUBLIC not in who
    }
    assert opened <= OVERSIGHT_OPENS


def test_it_reads_what_was_done_in_its_land_and_nowhere_else(overseer: Client) -> None:
    text = overseer.get("/nhat-ky/").content.decode()
    assert "batch_decide" in text
    assert "giang" not in text
    assert overseer.get("/nhat-ky/?account=an&kind=door").context["page_obj"].paginator.count == 1
    assert overseer.get("/nhat-ky/?since=01/01/2099").context["lines"] == []


def test_the_file_holds_the_digests_and_taking_it_is_told(overseer: Client) -> None:
    rows = overseer.get("/nhat-ky/tai/").content.decode("utf-8-sig").splitlines()
    assert all(len(row.rpartition(",")[2]) == 64 for row in rows[1:])
    assert "audit.exported" in overseer.get("/nhat-ky/tai/").content.decode()


def test_others_may_not_read_the_audit_and_oversight_no_figure(cast: Any, enter: Any, overseer: Client) -> None:
    assert [enter(user).get("/nhat-ky/").status_code for user in (cast.chi, cast.dung, cast.hoa)] == [403] * 3
    assert [overseer.get(page).status_code for page in ("/dot-so-lieu/", "/kham-pha/", "/ngay-nghi/")] == [403] * 3


def test_the_page_of_rights_says_what_the_pages_declare(overseer: Client) -> None:
    roles = overseer.get("/tai-khoan/quyen/").context["roles"]
    counted = {
        role: sum(right.may[i] for _, rights in roles.groups for right in rights) for i, role in enumerate(SIGNED_IN)
    }
    assert counted[Audience.OVERSIGHT] < counted[Audience.ADMINISTRATOR] < counted[Audience.PARTNER]
    assert tuple(counted.values()) == roles.counts


def test_in_an_emergency_an_administrator_reads_and_does_nothing(cast: Any, enter: Any) -> None:
    keeper = account_create(
        username="quantri", password=None, display_name="Quản trị", body=cast.chi.body, role=Role.ADMINISTRATOR
    )
    client = enter(keeper)
    assert client.get("/dot-so-lieu/").status_code == 403
    opened = extraordinary.emergency_open(by=keeper, ground="incident", document="12/QĐ-CAT")
    page = client.get("/dot-so-lieu/")
    assert (page.status_code, "Quyền khẩn cấp đến" in page.content.decode()) == (200, True)
    assert [client.get("/phieu/").status_code, client.post("/nhiem-vu/").status_code] == [403, 403]
    Emergency.objects.filter(pk=opened.pk).update(ends_at=timezone.now())
    assert client.get("/dot-so-lieu/").status_code == 403
    keeper.refresh_from_db()
    assert keeper.role == Role.ADMINISTRATOR
    read = [entry.thing for entry in entries(None, account="quantri", deed="access.read")]
    assert read == ["batches"]


def test_what_was_answered_stays_answered_when_telling_of_it_fails(cast: Any, enter: Any) -> None:
    told: list[str] = []

    def failing(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "audit_entry"'):
            told.append(sql)
            raise DatabaseError
        return execute(sql, *rest)

    with connection.execute_wrapper(failing):
        answer = enter(cast.an).post("/dot-so-lieu/987654/quyet-dinh/")
    assert told
    assert answer.status_code in (403, 404)
