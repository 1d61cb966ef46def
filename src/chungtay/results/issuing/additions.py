"""What was appended to a PDF that was released: signatures alone, or anything that may change what its pages show.

The library's own rules for changes after a signature ask for a form in the file before it, which a released file has
not. So each object of the released file is looked for in what was sent: it is the same, or differs as signing makes it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_OF_CATALOG = frozenset({"/AcroForm", "/Extensions", "/DSS", "/Perms", "/Version"})
_OF_INFO = frozenset({"/ModDate", "/Producer"})
_OF_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
_OF_FIELD = frozenset({"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V", "/Lock", "/SV", "/TU", "/Ff"})


def adds_only_signatures(content: bytes, size: int) -> bool:
    """Whether nothing but signatures that show nothing was added to the PDF of the first `size` bytes.

    A signature with a picture on a page does not pass: a picture may cover words. Nor does what cannot be read. The
    title that a window shows may differ: it stands in the description of the file, which signing writes anew.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        before, after = PdfFileReader(io.BytesIO(content[:size])), PdfFileReader(io.BytesIO(content))
        return not after.encrypted and _is_signed_only(before, after)
    except Exception:
        # Anybody's bytes: the library raises errors of every kind over them.
        return False


def _is_signed_only(before: PdfFileReader, after: PdfFileReader) -> bool:
    fields = _empty_fields(after)
    root, info, told = before.root_ref, _ref(before.trailer_view, "/Info"), _ref(before.root, "/Metadata")
    if fields is None or after.root_ref != root or "/AcroForm" in before.root:
        return False
    for revision in range(before.xrefs.total_revisions):
        for ref in before.xrefs.explicit_refs_in_revision(revision):
            old, new = before.get_object(ref), after.get_object(ref)
            if _same(old, new) or ref == told:
                continue
            may = _OF_CATALOG if ref == root else _OF_INFO if ref == info else frozenset[str]()
            if not _differs_as_signed(old, new, may, fields):
                return False
    return True


def _same(old: Any, new: Any) -> bool:
    is_equal = type(old) is type(new) and old == new
    return bool(is_equal and getattr(old, "encoded_data", None) == getattr(new, "encoded_data", None))


def _differs_as_signed(old: Any, new: Any, may: frozenset[str], fields: list[Any]) -> bool:
    """Entries of the catalog and of the description; of a page, the places of the signatures at the end of its list."""
    from pyhanko.pdf_utils.generic import DictionaryObject

    if type(old) is not DictionaryObject or type(new) is not DictionaryObject:
        return False
    keys = {key for key in {*old, *new} if _entry(old, key) != _entry(new, key)} - may
    if keys == {"/Annots"} and old.get("/Type", None) == "/Page":
        was, now = _raw(old), _raw(new)
        return now[: len(was)] == was and all(item in fields for item in now[len(was) :])
    return not keys


def _entry(of: Any, key: str) -> Any:
    return of.raw_get(key) if key in of else None


def _ref(of: Any, key: str) -> Any:
    found = _entry(of, key)
    return getattr(found, "reference", None)


def _raw(page: Any) -> list[Any]:
    """The list of annotations as references."""
    found = page.get("/Annots", ())
    return [found.raw_get(at) for at in range(len(found))]


def _empty_fields(after: PdfFileReader) -> list[Any] | None:
    """The fields of the form, as references; None where one is no signature, or shows or does something."""
    form = after.root["/AcroForm"]
    fields = form["/Fields"]
    for at in range(len(fields)):
        field = fields[at]
        left, bottom, right, top = field["/Rect"]
        is_empty = left == right and bottom == top
        if field["/FT"] != "/Sig" or not is_empty or not _OF_FIELD.issuperset(field):
            return None
    return [fields.raw_get(at) for at in range(len(fields))] if _OF_FORM.issuperset(form) else None
