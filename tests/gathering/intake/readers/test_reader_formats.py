"""What the parsers make of the traps that Word files, web pages and PDFs hold."""

import io
import zipfile

import pypdfium2

from chungtay.gathering.intake.readers.parsers.pages import page_rows
from chungtay.gathering.intake.readers.parsers.web import web_rows
from chungtay.gathering.intake.readers.parsers.word import word_rows

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def word(body: str, **parts: str) -> list[str]:
    """The texts of a Word file with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_W}>{content}</w:{name}>")
    return [text for text, *_ in word_rows(out.getvalue())]


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
    assert word(f"<w:p>{run('Có ')}{deleted}<w:ins>{run('15')}</w:ins>{run(' tổ')}</w:p>") == ["Có 15 tổ"]


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert word(f"<w:p>{gone}{run('Có 15 ')}</w:p><w:p>{run('tổ')}</w:p>") == ["Có 15 tổ"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('7 mô hình')}</w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert word(f"<w:p>{run('Kết quả')}<w:r>{both}</w:r></w:p>") == ["Kết quả", "7 mô hình"]


def test_a_footnote_follows_the_paragraph_that_refers_to_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2"><w:p>{run("Trong đó 3 vụ")}</w:p></w:footnote>'
    body = f"<w:p>{run('Có 9 vụ')}{reference}</w:p><w:p>{run('Sau đó')}</w:p>"
    assert word(body, footnotes=note) == ["Có 9 vụ", "Trong đó 3 vụ", "Sau đó"]


def test_hidden_text_is_not_read_and_a_content_control_is() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
    assert word(f"<w:sdt><w:sdtContent><w:p>{run('45 tin')}{hidden}</w:p></w:sdtContent></w:sdt>") == ["45 tin"]


LONG = "Phong trào toàn dân bảo vệ an ninh Tổ quốc tiếp tục được các cấp, các ngành quan tâm chỉ đạo thực hiện. " * 5


def page(html: str) -> list[tuple[str, str]]:
    return [(text, kind) for text, _, kind, _ in web_rows(f"<html><body>{html}</body></html>")]


def test_an_unmarked_article_is_found_among_the_furniture() -> None:
    links = "".join(f'<li><a href="/{n}">Tin khác số {n} về phong trào</a></li>' for n in range(9))
    article = f"<div><h1>Kết quả</h1><p>{LONG}</p><p>Có 12 tổ.</p></div>"
    html = f'<div><ul>{links}</ul></div>{article}<div class="related">{links}</div>'
    assert [text for text, _ in page(html)] == ["Kết quả", LONG.strip(), "Có 12 tổ."]


def test_a_table_of_a_page_keeps_its_rows_and_columns() -> None:
    table = "<table><tr><th>Nội dung<th>Số</tr><tr><td>Tổ hòa giải<td>7</tr></table>"
    cells = [(text, cell) for text, _, _, cell in web_rows(f"<article><p>{LONG}</p>{table}</article>") if cell]
    assert cells[-1] == ("7", (0, 1, 1))
    assert len(cells) == 4


def pdf(*pages: list[tuple[int, int, str]]) -> list[tuple[str, int | None, str, tuple[int, int, int] | None]]:
    """Blocks of a PDF with Latin words set at (x, y)."""
    count, objects = len(pages), ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects[1] = f"<</Type/Pages/Kids[{' '.join(f'{4 + 2 * n} 0 R' for n in range(count))}]/Count {count}>>"
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for number, words in enumerate(pages):
        body = " ".join(f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in words)
        box = "/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {5 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(body)}>>stream\n{body}\nendstream")
    out, at = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj{item}endobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in at)
    end = f"trailer<</Size {len(at) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    data = f"{out}xref\n0 {len(at) + 1}\n0000000000 65535 f \n{table}{end}".encode()
    return page_rows(pypdfium2.PdfDocument(data))[0]


def test_broken_lines_make_one_paragraph_also_over_the_end_of_a_page() -> None:
    lines = ["Trong nam cac cap da to chuc nhieu dot phat dong", "phong trao voi su tham gia cua dong dao nhan dan"]
    first = [(50, 700 - 14 * n, lines[n % 2]) for n in range(4)]
    found = pdf(first, [(50, 700, "va cac doan the."), (50, 680, "Ket thuc.")])
    assert [(text[-16:], number) for text, number, *_ in found] == [("va cac doan the.", 1), ("Ket thuc.", 2)]


def test_columns_are_read_one_after_the_other() -> None:
    sides = ((50, "mot"), (320, "hai"))
    words = [(x, 700 - 14 * n, f"cot {side} dong thu {n} co chu dai") for n in range(6) for x, side in sides]
    text = " ".join(row[0] for row in pdf(words))
    assert text.index("mot dong thu 5") < text.index("hai dong thu 0")


def test_a_table_in_a_pdf_keeps_its_rows_and_columns() -> None:
    rows = [("Noi dung", "So"), ("To hoa giai", "7"), ("Tin", "9")]
    words = [(x, 700 - 20 * n, text) for n, row in enumerate(rows) for x, text in zip((50, 400), row, strict=True)]
    assert pdf(words)[-1] == ("9", 1, "cell", (0, 2, 1))


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    middle = [[(50, 700, f"Noi dung {n}."), (50, 680, f"Het {n}.")] for n in range(1, 5)]
    pages = [[(50, 780, "Cong an tinh"), *words, (300, 30, str(n))] for n, words in enumerate(middle, 1)]
    assert [row[0] for row in pdf(*pages)] == [text for n in range(1, 5) for text in (f"Noi dung {n}.", f"Het {n}.")]
