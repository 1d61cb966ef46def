"""How files come in: in memory alone, and never more than the limit.

Django would write a larger upload to the machine's folder for temporary files, in the clear and however long it is; an
original names people and is not kept anywhere but encrypted. What lies beyond the limit is counted and thrown away, so
that the form can still say that the file is too large.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedMemoryUploadHandler(FileUploadHandler):
    """Holds at most `MAX_UPLOAD_BYTES` of all files of one request together."""

    held = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin an empty file."""
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits; nothing is passed on to another handler."""
        room = settings.MAX_UPLOAD_BYTES - self.held
        self.content.write(raw_data[: max(room, 0)])
        self.held += len(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file with the size that was sent; one that was cut is too large, however long it was itself."""
        self.content.seek(0)
        if self.content.getbuffer().nbytes < file_size:
            file_size = max(file_size, settings.MAX_UPLOAD_BYTES + 1)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
