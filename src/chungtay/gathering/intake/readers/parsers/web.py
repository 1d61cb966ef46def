"""Web pages: the article without the furniture around it; its tables as cells."""

from collections.abc import Iterator
from typing import Any

Row = tuple[str, int | None, str, tuple[int, int, int] | None]
_FURNITURE = (
    "script, style, noscript, nav, footer, aside, form, iframe, svg, template, button, select, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search], [aria-hidden=true], "
    "[hidden]"
)
_FURNISHED = (
    "menu", "breadcrumb", "sidebar", "related", "share", "social", "comment", "advert", "banner", "footer",
    "newsletter", "most-read", "tin-lien-quan", "tin-cung", "tin-khac", "doc-nhieu", "lienquan", "binh-luan",
    "quang-cao", "hotline", "tags", "paging", "pagination", "cookie", "popup", "toolbar", "widget",
)  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCK = _HEADINGS | {
    "p", "div", "li", "ul", "ol", "section", "article", "header", "table", "tr", "td", "th", "br", "figure",
    "figcaption", "blockquote", "main", "body", "dl", "dt", "dd", "pre", "hr", "tbody", "thead", "tfoot", "caption",
    "center", "address",
}  # fmt: skip
_LONG = 60
_ENOUGH = 400
_LINKED = 0.5


def web_rows(text: str) -> Iterator[Row]:
    """Blocks of a page: its title, then the article."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        yield title.text(strip=True), None, "heading", None
    for node in tree.css(_FURNITURE):
        node.decompose()
    root = _article(tree)
    if root is not None:
        yield from _Walk().blocks(root)


def _article(tree: Any) -> Any:
    """Where the page marks it; else the box that holds most of the running text, the furniture inside taken out."""
    marked = max(tree.css("article, main, [itemprop=articleBody]"), key=_weight, default=None)
    root = marked if marked is not None and _weight(marked) >= _ENOUGH else tree.body
    if root is None:
        return None
    for node in root.css("div, section, ul, ol, header, p"):
        if _is_furniture(node):
            node.decompose()
    return root if root is marked else _densest(root)


def _weight(node: Any) -> int:
    """Characters of its running text: of lines too long for a menu."""
    return sum(len(text) for text in (p.text(strip=True) for p in node.css("p, td, li, div")) if len(text) >= _LONG)


def _is_furniture(node: Any) -> bool:
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
    text = node.text(strip=True)
    linked = sum(len(a.text(strip=True)) for a in node.css("a"))
    if any(word in named for word in _FURNISHED):
        return len(text) < _ENOUGH or linked > _LINKED * len(text)
    return node.tag in ("ul", "ol", "div", "section") and 0 < len(text) < 2000 and linked > 0.8 * len(text)


def _densest(body: Any) -> Any:
    """Down from the body as long as one box alone holds nearly all of the running text."""
    node = body
    while True:
        whole = len(node.text())
        inner = [
            child for child in node.iter() if child.tag in ("div", "section", "main", "table", "tbody", "tr", "td")
        ]
        best = max(inner, key=lambda child: len(child.text()), default=None)
        if best is None or best.tag in ("table", "tbody", "tr", "td") or len(best.text()) < 0.85 * whole:
            return node
        node = best


class _Walk:
    """One pass over an article. Words between two blocks are one paragraph."""

    def __init__(self) -> None:
        self.tables = 0
        self.pieces: list[str] = []

    def blocks(self, node: Any) -> Iterator[Row]:
        """Paragraphs, headings and cells in order."""
        yield from self._inside(node, "p")
        yield from self._line("p")

    def _inside(self, node: Any, kind: str) -> Iterator[Row]:
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self.pieces.append(child.text(deep=False))
            elif child.tag == "table" and _is_grid(child):
                yield from self._line(kind)
                yield from self._table(child)
            elif child.tag in _BLOCK:
                inner = "heading" if child.tag in _HEADINGS else kind
                yield from self._line(kind)
                yield from self._inside(child, inner)
                yield from self._line(inner)
            else:
                yield from self._inside(child, kind)

    def _line(self, kind: str) -> Iterator[Row]:
        line = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if line:
            yield line, None, kind, None

    def _table(self, table: Any) -> Iterator[Row]:
        number, self.tables = self.tables, self.tables + 1
        taken: set[tuple[int, int]] = set()
        for row_number, row in enumerate(table.css("tr")):
            column = 0
            for cell in row.iter():
                if cell.tag not in ("td", "th"):
                    continue
                while (row_number, column) in taken:
                    column += 1
                text = " ".join(cell.text(separator=" ").split())
                if text:
                    yield text, None, "cell", (number, row_number, column)
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                taken |= {(row_number + down, column + over) for down in range(high) for over in range(wide)}
                column += wide


def _is_grid(table: Any) -> bool:
    """A table of figures and not of the page's layout: no table in it, several rows, several short cells."""
    rows = table.css("tr")
    cells = table.css("td, th")
    if len(rows) < 2 or len(cells) < 4 or len(table.css("table")) > 1:
        return False
    return sum(len(cell.text(strip=True)) <= 80 for cell in cells) >= 0.6 * len(cells)


def _span(cell: Any, name: str) -> int:
    text = cell.attributes.get(name) or "1"
    return min(int(text), 100) if text.isascii() and text.isdigit() and 0 < len(text) < 4 and int(text) else 1
