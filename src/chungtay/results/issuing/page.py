"""The paper as a web page that needs nothing else: headings in order, tables with heads, pictures in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from chungtay.results.issuing.blocks import Kind
from chungtay.results.issuing.stamps import stamp_svg, stamp_words
from chungtay.results.reviews import labels

if TYPE_CHECKING:
    from chungtay.results.issuing.blocks import Annex, Block, Cell, Grid, Printed
    from chungtay.results.issuing.pictures import Pictures

_STYLE = """
body{margin:0;background:#fff;color:#111;font:1.0625rem/1.6 "Times New Roman","Liberation Serif",serif}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem}
.head{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;text-align:center}
.head p,.signing p{margin:.1rem 0}h1{font-size:1.35rem;text-align:center}h1 small{display:block;font-size:1rem}
h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1.1rem}.basis,.note{font-style:italic}
.scroll{overflow-x:auto}.scroll:focus{outline:3px solid #1f4e79}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.95rem}caption{font-weight:bold;padding:.4rem}
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums}td.part,td.absent{font-style:italic}
figure{margin:1rem 0}figure svg,.stamp svg{max-width:100%;height:auto}.mark{font-weight:bold;text-align:center}
.signing{display:flex;flex-wrap:wrap;justify-content:space-around;gap:2rem;text-align:center;margin:2rem 0}
.stamp p{font-size:.85rem;overflow-wrap:anywhere}section.annex{border-top:2px solid #555;margin-top:2.5rem}
"""


def page_of(paper: Printed, pictures: Pictures, *, digest: str = "") -> bytes:
    """The page as UTF-8."""
    head, marks = paper.head, "".join(f'<p class="mark">{escape(mark)}</p>' for mark in paper.marks)
    title = f"{head.title}: {head.subject}"
    remark = f"<p>({escape(paper.remark)})</p>" if paper.remark else ""
    bases = "".join(f'<p class="basis">{escape(basis)}</p>' for basis in head.bases)
    body = "".join(_block(block, pictures, 2) for block in paper.blocks)
    annexes = "".join(_annex(paper, annex, position, pictures) for position, annex in enumerate(paper.annexes))
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{marks}{_head(paper)}"
        f"<h1>{escape(head.title)} <small>{escape(head.subject)}</small></h1>{remark}{bases}"
        f"<p>{escape(head.opening)}</p>{body}{_foot(paper, digest)}{annexes}{marks}</main></body></html>\n"
    ).encode()


def _head(paper: Printed) -> str:
    head = paper.head
    names = "".join(f"<p>{escape(name)}</p>" for name in head.above)
    names += "".join(f"<p><strong>{escape(name)}</strong></p>" for name in head.issuers)
    return (
        f'<header class="head"><div>{names}<p>{escape(head.number_line)}</p></div><div><p><strong>'
        f"{escape(labels.NATION.vi)}</strong></p><p><strong>{escape(labels.MOTTO.vi)}</strong></p>"
        f"<p><em>{escape(head.date_line)}</em></p></div></header>"
    )


def _block(block: Block, pictures: Pictures, top: int) -> str:
    if block.kind == Kind.TITLE:
        level = min(6, top + block.level - 1)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if block.kind == Kind.TABLE and block.grid is not None:
        return _table(block.grid)
    if block.kind in (Kind.CHART, Kind.MAP):
        drawn = pictures.svg(block).decode()
        told = escape(block.text)
        return f'<figure><div role="img" aria-label="{told}">{drawn}</div></figure>' if drawn else ""
    if block.kind == Kind.BLANK:
        return "<p>…</p>"
    text = f"– {block.text}" if block.kind == Kind.ITEM else block.text
    kind = ' class="note"' if block.kind == Kind.NOTE else ""
    return f"<p{kind}>{escape(text)}</p>"


def _table(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in grid.rows)
    told = escape(grid.caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{told}"><table><caption>{told}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    kind = f' class="{cell.style}"' if cell.style else ""
    return f"<td{kind}>{escape(cell.text, quote=False).replace(chr(10), '<br>')}</td>"


def _foot(paper: Printed, digest: str) -> str:
    offices = "".join(
        f"<div>{''.join(f'<p><strong>{escape(line)}</strong></p>' for line in (item.authority, *item.lines) if line)}"
        "</div>"
        for item in paper.signatures
    )
    signing = f'<div class="signing">{offices}</div>' if offices else ""
    to = "".join(f"<li>{escape(office)}</li>" for office in paper.recipients)
    to = f"<p><strong><em>{escape(labels.RECIPIENTS.vi)}</em></strong></p><ul>{to}</ul>" if to else ""
    if not digest:
        return signing + to
    words = escape(stamp_words(digest, paper.rendition))
    code = f'<div role="img" aria-label="{words}">{stamp_svg(digest, paper.rendition)}</div>'
    return f'{signing}{to}<div class="stamp">{code}<p>{words}</p></div>'


def _annex(paper: Printed, annex: Annex, position: int, pictures: Pictures) -> str:
    name = f"{paper.annex_name(position)}. {annex.title}"
    body = "".join(_block(block, pictures, 3) for block in annex.blocks)
    note = f"<p><em>{escape(paper.annex_note)}</em></p>"
    return f'<section class="annex"><h2>{escape(name)}</h2>{note}{body}</section>'
