"""The parsers, run as a child process by `sandbox`: `python formats.py docx < bytes`. Imports nothing of the house.

Prints {"blocks": [[text, page, kind, cell], …]} or {"code": "DOC-…"}.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
MEMORY, SECONDS = 2 * 1024**3, 60
_WIDEST = 100  # Word itself stops at 63 columns.


class Unreadable(Exception):
    """The file cannot be read; the argument is the refusal's code."""


def docx_blocks(data: bytes) -> Iterator[Row]:
    """Paragraphs and table cells in the order of the page; a merged cell once."""
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    tables = 0
    # The library looks each style up among all of them, a millisecond per paragraph; ids are asked for once.
    headings: dict[str | None, bool] = {}
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            yield from _cells(item, tables)
            tables += 1
            continue
        style = item._p.style
        if style not in headings:
            headings[style] = str(getattr(item.style, "name", "")).startswith(("Heading", "Title"))
        yield item.text, None, "heading" if headings[style] else "p", None


def _cells(table: Any, number: int) -> Iterator[Row]:
    """Straight from the rows: the library's list repeats a cell per column spanned, and a file may claim billions."""
    from docx.table import _Cell

    for row_number, row in enumerate(table._tbl.tr_lst):
        column = min(row.grid_before, _WIDEST)
        for cell in row.tc_lst:
            if cell.vMerge != "continue":
                yield _Cell(cell, table).text, None, "cell", (number, row_number, column)
            column += min(cell.grid_span, _WIDEST)


def html_blocks(data: bytes) -> Iterator[Row]:
    """The main text: article or main where the page marks one, else the body without navigation."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(data.decode("utf-8", errors="replace"))
    for node in tree.css("script, style, noscript, nav, footer, aside, form, iframe, svg, template"):
        node.decompose()
    root = tree.css_first("article") or tree.css_first("main") or tree.body
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        yield title.text(strip=True), None, "heading", None
    if root is None:
        return
    for line in _html_lines(root):
        yield line, None, "p", None


_BLOCK = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "header",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "figure",
    "figcaption",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "main",
    "body",
    "dl",
    "dt",
    "dd",
    "pre",
    "hr",
    "tbody",
    "thead",
}


def _html_lines(root: Any) -> Iterator[str]:
    pieces: list[str] = []
    for node in root.traverse(include_text=True):
        if node.tag in _BLOCK:
            line = " ".join("".join(pieces).split())
            pieces.clear()
            if line:
                yield line
        elif node.tag == "-text":
            pieces.append(node.text(deep=False))
    line = " ".join("".join(pieces).split())
    if line:
        yield line


def pdf_blocks(data: bytes) -> Iterator[Row]:
    """Paragraphs of a PDF's text, page by page: lines are joined until one ends a sentence or stands short."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("DOC-003" if "password" in str(error).lower() else "DOC-004") from error
    for number in range(len(pdf)):
        page = pdf[number].get_textpage().get_text_range()
        for paragraph in _paragraphs(page.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")):
            yield paragraph, number + 1, "p", None


def _paragraphs(lines: list[str]) -> Iterator[str]:
    width = max((len(line.strip()) for line in lines), default=0)
    held: list[str] = []
    for line in (line.strip() for line in lines):
        if line:
            held.append(line)
        ends = not line or line.endswith((".", "!", "?", ":", ";")) or len(line) < 0.7 * width
        if held and ends:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


PARSERS = {"docx": docx_blocks, "html": html_blocks, "pdf": pdf_blocks}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(kind: str) -> None:
    """Read standard input under the limits and print the answer."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"blocks": list(PARSERS[kind](data))}
    except Unreadable as error:
        answer = {"code": str(error.args[0])}
    except MemoryError:
        answer = {"code": "DOC-012"}
    except Exception:
        # Whatever a parser of foreign bytes raises, the file is what is wrong; a traceback tells a reporter nothing.
        answer = {"code": "DOC-004"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
