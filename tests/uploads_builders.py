"""Folders of workbooks of the cast's communes, for the tests of taking many up at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chungtay.flow_many import reader, upload_begin, upload_go_on
from chungtay.gathering.intake.uploads.listing import Handful, listed
from chungtay.gathering.intake.uploads.queries import files_of
from chungtay.gathering.intake.workbooks.outlines import form_sheet
from chungtay.gathering.intake.workbooks.writer import workbook_write
from chungtay.kernel.periods import decree_month
from chungtay.reference.forms.queries import form_get, form_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chungtay.gathering.intake.models import Upload, UploadedFile
    from chungtay.kernel.periods import Period
    from chungtay.reference.actors.models import Body, User

OCTOBER, NOVEMBER = decree_month(2025, 10), decree_month(2025, 11)


def filled(
    body: Body, values: Mapping[str, Any] | None = None, periods: Sequence[Period] = (NOVEMBER,), form: str = ""
) -> bytes:
    """A workbook of a body in which every row of every period is answered: 3, or what `values` say by row."""
    asked = form_get(form or "monthly-commune", periods[-1].end)
    said = {item.key: 3 for item in form_items(asked)} | dict(values or {})
    cells = {(key, period): value for period in periods for key, value in said.items() if value is not None}
    return workbook_write(form_sheet(asked, body, body.place, periods), values=cells)


def taken(by: User, files: Mapping[str, bytes], name: str = "goi", **options: Any) -> Upload:
    """The upload of these files, gone through."""
    bundle = Handful(files)
    found = listed(bundle, name)
    upload = upload_begin(by=by, name=name, files=found)
    for _ in upload_go_on(by=by, upload=upload, read=reader(bundle, found), **options):
        pass
    return upload


def became(upload: Upload) -> dict[str, str]:
    """The state of each file by its name."""
    return {file.name: file.state for file in files_of(upload)}


def told(upload: Upload) -> list[tuple[str, str]]:
    """Code and place, in Vietnamese, of all problems of all files."""
    return [(p["code"], p["where"]["vi"]) for file in files_of(upload) for p in file.problems]


def only(upload: Upload) -> UploadedFile:
    """The one file of an upload."""
    [file] = files_of(upload)
    return file
