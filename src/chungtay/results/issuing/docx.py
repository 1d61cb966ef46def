"""The paper as a Word file in the layout of Decree 30/2020/NĐ-CP, Annex I. Equal papers are equal bytes."""

from __future__ import annotations

import io
import struct
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from chungtay.results.issuing import wordml as ml
from chungtay.results.issuing.archives import settled
from chungtay.results.issuing.blocks import Kind
from chungtay.results.issuing.stamps import stamp_png, stamp_words
from chungtay.results.reviews import labels

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from chungtay.results.issuing.blocks import Annex, Block, Printed, Signed
    from chungtay.results.issuing.pictures import Pictures

FONT = "Times New Roman"
_UPRIGHT_MM, _WIDE_MM = 160.0, 252.0
_NO_TIME = datetime(2000, 1, 1)
_NOT_OURS = ("/thumbnail", "/stylesWithEffects")
_CHART_MM, _MAP_MM = 150.0, 110.0
_HIGHEST_MM = 190.0
"""So much fits under a title: a higher picture would leave the title alone on its page."""
_SIGNING_SPACE_PT = 70
_TITLES = {1: (14, True, False), 2: (14, True, False), 3: (14, True, True)}
_CELLS = (
    ("CellHead", WD_ALIGN_PARAGRAPH.CENTER, True, False),
    ("Cell", WD_ALIGN_PARAGRAPH.LEFT, False, False),
    ("CellNumber", WD_ALIGN_PARAGRAPH.RIGHT, False, False),
    ("CellPart", WD_ALIGN_PARAGRAPH.LEFT, False, True),
)
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_LEAST_LETTERS = 170
"""About two lines of the body: so much of the text at least stands on the page of the signatures."""
_DOTS = "." * 110


def docx_of(paper: Printed, pictures: Pictures, *, digest: str = "") -> bytes:
    """The .docx of a paper. `digest` is that of the manifest it was frozen under; '' for a draft."""
    document = Document()
    _styles_set(document)
    writer = _Writer(paper, pictures, document, digest)
    # Put in as a whole: element by element, the library's tree would be searched for name spaces at each.
    document.part._element = parse_xml(f"<w:document {ml.NAMESPACES}><w:body>{writer.body()}</w:body></w:document>")
    return _saved(document, paper.head.subject)


class _Writer:
    def __init__(self, paper: Printed, pictures: Pictures, document: WordDocument, digest: str) -> None:
        self.paper, self.pictures, self.document, self.digest = paper, pictures, document, digest
        self.shown = 0
        self.headers = _headers(document, paper)

    def body(self) -> str:
        """The main text, then each annex in a section of its own."""
        paper = self.paper
        ending = _ending(paper.blocks)
        parts = [self._head(), *(self._block(block, _UPRIGHT_MM) for block in paper.blocks[:ending])]
        parts += [ml.kept(self._block(block, _UPRIGHT_MM)) for block in paper.blocks[ending:]]
        parts.append(self._signing())
        is_wide, is_first = False, True
        for position, annex in enumerate(paper.annexes):
            parts.append(ml.paragraph("", form=self._section(is_wide, is_first)))
            parts.append(self._annex(annex, position))
            is_wide, is_first = annex.is_wide, False
        return "".join([*parts, self._section(is_wide, is_first)])

    def _section(self, is_wide: bool, is_first: bool) -> str:
        return ml.section(self.headers, is_wide=is_wide, is_first=is_first)

    def _head(self) -> str:
        head = self.paper.head
        left = [ml.line(name, size=12) for name in head.above]
        left += [ml.line(name, size=12, bold=True) for name in head.issuers]
        left += [ml.rule(26, 70), ml.line(head.number_line, size=13)]
        right = [ml.line(labels.NATION.vi, size=12, bold=True), ml.line(labels.MOTTO.vi, size=13, bold=True)]
        right += [ml.rule(55, 95), ml.line(head.date_line, size=13, italic=True)]
        title = ml.paragraph(ml.run(head.title), "Title")
        subject = ml.paragraph(ml.run(head.subject), "Subtitle")
        remark = ml.line(f"({self.paper.remark})", size=13, italic=True) if self.paper.remark else ""
        bases = [ml.paragraph(ml.run(basis, italic=True), "Body") for basis in head.bases]
        cells = [(70.0, "".join(left)), (95.0, "".join(right))]
        parts = [ml.bare_table(cells), title, subject, remark, ml.rule(50, 160), ml.line("", size=6), *bases]
        return "".join([*parts, ml.paragraph(ml.run(head.opening), "Body")])

    def _block(self, block: Block, width_mm: float, *, small: bool = False) -> str:
        if block.kind == Kind.TITLE:
            return ml.paragraph(ml.run(block.text), f"Heading{block.level}")
        if block.kind == Kind.TABLE and block.grid is not None:
            caption = ml.paragraph(ml.run(block.text), "Caption") if block.text else ""
            return caption + ml.table(block.grid, width_mm, small=small) + ml.line("", size=6)
        if block.kind in (Kind.CHART, Kind.MAP):
            return self._drawing(block)
        if block.kind == Kind.BLANK:
            return ml.paragraph(ml.run(_DOTS), "Body")
        text = f"- {block.text}" if block.kind == Kind.ITEM else block.text
        return ml.paragraph(ml.run(text, italic=block.kind == Kind.NOTE), "Body")

    def _drawing(self, block: Block) -> str:
        image = self.pictures.png(block)
        return self._picture(image, block.text, _MAP_MM if block.kind == Kind.MAP else _CHART_MM) if image else ""

    def _picture(self, image: bytes, words: str, width_mm: float, align: str = "center") -> str:
        relation, _ = self.document.part.get_or_add_image(io.BytesIO(image))
        self.shown += 1
        wide, high = struct.unpack(">II", image[16:24])
        width_mm = min(width_mm, _HIGHEST_MM * wide / high)
        drawn = ml.picture(relation, self.shown, words, width_mm, width_mm * high / wide)
        return ml.paragraph(drawn, form=f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/>')

    def _signing(self) -> str:
        """One office signs at the right, beside the recipients; several sign side by side, above them.

        All in one row that no page divides: LibreOffice does not keep a table on the page of the next one.
        """
        signed, to, stamp = self.paper.signatures, self._recipients(), self._stamp()
        if len(signed) == 1:
            return ml.bare_table([(75, to + stamp), (85, _signature(signed[0]))])
        width = _UPRIGHT_MM / max(1, len(signed))
        offices = ml.bare_table([(width, _signature(item)) for item in signed]) + ml.line("", size=2) if signed else ""
        below = ml.bare_table([(80, to), (80, stamp)]) + ml.line("", size=1)
        return ml.bare_table([(_UPRIGHT_MM, offices + below)])

    def _recipients(self) -> str:
        offices = self.paper.recipients
        if not offices:
            return ""
        lines = [ml.line(labels.RECIPIENTS.vi, size=12, bold=True, italic=True, align="left", before=12)]
        return "".join([*lines, *(ml.line(f"- {office}", size=11, align="left") for office in offices)])

    def _stamp(self) -> str:
        """What the paper is checked by: the digest of its manifest, in words and as a code."""
        if not self.digest:
            return ""
        words = stamp_words(self.digest, self.paper.rendition)
        code = self._picture(stamp_png(self.digest, self.paper.rendition), words, 22, "left")
        return ml.line("", size=6) + code + ml.line(words, size=8, align="left")

    def _annex(self, annex: Annex, position: int) -> str:
        name = ml.paragraph(ml.run(self.paper.annex_name(position)), "AnnexName")
        title = ml.line(annex.title, size=14, bold=True)
        note = ml.line(self.paper.annex_note, size=13, italic=True) + ml.line("", size=6)
        width = _WIDE_MM if annex.is_wide else _UPRIGHT_MM
        blocks = "".join(self._block(block, width, small=True) for block in annex.blocks)
        return name + title + note + blocks


def _ending(blocks: tuple[Block, ...]) -> int:
    """Where the blocks begin that stay with the signatures: the last one, or more of them where it is a short line."""
    at, letters = len(blocks), 0
    while at and letters < _LEAST_LETTERS:
        at -= 1
        letters += len(blocks[at].text) if blocks[at].kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.NOTE) else _LEAST_LETTERS
    return at


def _signature(signed: Signed) -> str:
    lines = [ml.line(text, size=13, bold=True) for text in (signed.authority, *signed.lines) if text]
    return ml.line("", size=12) + "".join(lines) + ml.line("", size=_SIGNING_SPACE_PT)


def _headers(document: WordDocument, paper: Printed) -> dict[str, str]:
    """The number in the top margin and the mark of an illustration; on first pages the mark alone."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    marks = "".join(ml.line(mark, size=10, bold=True) for mark in paper.marks)
    field = "".join(
        f'<w:r><w:rPr><w:sz w:val="26"/></w:rPr>{inner}</w:r>'
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    number = ml.paragraph(field, form='<w:spacing w:after="0"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>')
    for header, inner in ((section.header, number + marks), (section.first_page_header, marks or ml.paragraph(""))):
        header.is_linked_to_previous = False
        holder = header._element
        for child in list(holder):
            holder.remove(child)
        for child in parse_xml(f"<w:hdr {ml.NAMESPACES}>{inner}</w:hdr>"):
            holder.append(child)
        _bare(holder)
    references = section._sectPr.findall(qn("w:headerReference"))
    return {reference.get(qn("w:type")): reference.get(qn("r:id")) for reference in references}


def _bare(element: Any) -> None:
    """Only the name spaces in use. What may be ignored has to be declared, or Word calls the file damaged."""
    element.attrib.pop(_IGNORABLE, None)
    etree.cleanup_namespaces(element)


def _styles_set(document: WordDocument) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _font_set(normal, 14)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    language = normal.element.get_or_add_rPr()
    language.append(parse_xml(f'<w:lang {ml.NAMESPACES} w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'))
    body = styles.add_style("Body", WD_STYLE_TYPE.PARAGRAPH)
    body.base_style = normal
    body.paragraph_format.first_line_indent = Cm(1.27)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level, (size, bold, italic) in _TITLES.items():
        style = styles[f"Heading {level}"]
        _title_set(style, size, bold, italic, WD_ALIGN_PARAGRAPH.JUSTIFY)
        style.paragraph_format.first_line_indent = Cm(1.27)
    _title_set(styles["Title"], 14, True, False, WD_ALIGN_PARAGRAPH.CENTER, before=12)
    _title_set(styles["Subtitle"], 14, True, False, WD_ALIGN_PARAGRAPH.CENTER)
    _title_set(styles["Caption"], 13, True, False, WD_ALIGN_PARAGRAPH.CENTER, after=3)
    annex = styles.add_style("AnnexName", WD_STYLE_TYPE.PARAGRAPH)
    annex.base_style = styles["Heading 1"]
    _title_set(annex, 14, True, False, WD_ALIGN_PARAGRAPH.CENTER)
    annex.paragraph_format.first_line_indent = Cm(0)
    for suffix, points in (("", 11.0), ("Small", 9.5)):
        for name, align, bold, italic in _CELLS:
            made = styles.add_style(name + suffix, WD_STYLE_TYPE.PARAGRAPH)
            _title_set(made, points, bold, italic, align, keep=False)


def _title_set(
    style: Any,
    size: float,
    bold: bool,
    italic: bool,
    align: Any,
    *,
    before: float = 0,
    after: float = 0,
    keep: bool = True,
) -> None:
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _font_set(style, size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.alignment, layout.keep_with_next = align, keep
    layout.space_before, layout.space_after = Pt(before), Pt(after or (6 if "Heading" in style.name else 0))
    layout.line_spacing = 1.15 if "Heading" in style.name else 1.0


def _font_set(style: Any, size: float) -> None:
    """One font in all four slots: with any left out, Word sets Vietnamese letters in another face."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), FONT)
    for spacing in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
        spacing.getparent().remove(spacing)


def _saved(document: WordDocument, title: str) -> bytes:
    """No author, fixed properties. The library's empty document carries a picture of somebody else's page, and its own
    styles a second time, which no longer agree with ours: a reason for Word to offer a repair."""
    for held in (document.part.package.rels, document.part.rels):
        for key in [key for key, item in held.items() if item.reltype.endswith(_NOT_OURS)]:
            del held[key]
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments, core.language = title, "", "", "", "vi-VN"
    core.created = core.modified = _NO_TIME
    core.revision = 1
    plain = io.BytesIO()
    document.save(plain)
    return settled(plain.getvalue())
