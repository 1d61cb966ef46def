"""The pages of many workbooks: handed in, worked off by the worker, told file by file, in both languages."""

from __future__ import annotations

import io
import signal
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from test_desk_language import vietnamese_outside_quotes

from chungtay.gathering.intake.uploads.queries import counts_of, uploads_visible
from chungtay.ledger.queries import batches_visible
from gathering.intake.workbook_builders import changed
from uploads_builders import filled

if TYPE_CHECKING:
    from django.test import Client

    from conftest import Cast

pytestmark = pytest.mark.django_db
AT = "/bang-tinh/nhieu/"


def archive(cast: Cast, cells: dict[str, Any] | None = None) -> SimpleUploadedFile:
    """Two workbooks in a zip; the cells of the first changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("badinh.xlsx", changed(filled(cast.an.body), cells or {}))
        packed.writestr("ngocha.xlsx", filled(cast.khoa.body))
    return SimpleUploadedFile("goi.zip", out.getvalue())


def sent(client: Client, *files: SimpleUploadedFile) -> str:
    """The address to which handing them in leads."""
    answer = client.post(AT, {"files": list(files)})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return str(answer.headers["Location"])


def worked() -> None:
    """The worker does what waits; the signals that it takes for itself are given back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    for number, handler in before.items():
        signal.signal(number, handler)


def spooled() -> list[Path]:
    return [path for path in Path(settings.UPLOADS_DIR).rglob("*") if path.is_file()]


def test_an_archive_waits_encrypted_and_is_worked_off(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    address = sent(client, archive(cast))
    assert "0/2" in client.get(address).content.decode()
    assert len(spooled()) == 2
    assert not any(path.read_bytes().startswith(b"PK") for path in spooled())
    worked()
    assert "2/2" in client.get(address).content.decode()
    assert spooled() == []
    assert batches_visible(cast.chi).count() == 2


def test_a_refused_file_is_told_by_cell_and_given_back_coloured(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    address = sent(client, archive(cast, {"E9": "12abc"}))
    worked()
    page = client.get(address + "?tt=refused").content.decode()
    assert "BaoCao!E9" in page
    assert "ngocha" not in page
    [link] = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith(f"{AT}tep/")]
    assert client.get(link).content.startswith(b"PK")


def test_a_file_that_names_somebody_is_not_kept_for_its_copy(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    sent(client, archive(cast, {"E9": "CCCD 001099012345"}))
    worked()
    assert spooled() == []


def test_several_files_without_an_archive_are_one_upload(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    files = [
        SimpleUploadedFile("a.xlsx", filled(cast.an.body)),
        SimpleUploadedFile("b.xlsx", filled(cast.khoa.body)),
    ]
    sent(client, *files)
    worked()
    assert counts_of(uploads_visible(cast.chi)[0])["sent"] == 2


def test_what_waits_may_be_put_into_the_queue_again_and_is_sent_once(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    address = sent(client, archive(cast))
    client.post(f"{address}tiep/")
    worked()
    assert batches_visible(cast.chi).count() == 2


def test_an_archive_that_is_none_is_refused_and_nothing_is_kept(cast: Cast, enter: Any) -> None:
    answer = enter(cast.chi).post(AT, {"files": SimpleUploadedFile("goi.zip", b"PK\x03\x04")})
    assert answer.status_code == 422
    assert "GOI-103" in answer.content.decode()
    assert (uploads_visible(cast.chi).count(), spooled()) == (0, [])


def test_progress_is_a_part_of_the_page_that_asks_again(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi)
    address = sent(client, archive(cast))
    part = client.get(f"{address}tien-do/")
    assert b"every 2s" in part.content
    worked()
    done = client.get(f"{address}tien-do/")
    assert done.headers["HX-Refresh"] == "true"
    assert b"every 2s" not in done.content


def test_the_pages_are_complete_in_english(cast: Cast, enter: Any) -> None:
    client = enter(cast.chi, "en")
    address = sent(client, archive(cast, {"E9": "12abc"}))
    worked()
    for page in (AT, address):
        assert vietnamese_outside_quotes(client.get(page).content.decode()) == []
