"""A review as a fragment of HTML: structure and classes only; the page that holds it brings the style."""

from collections.abc import Callable
from html import escape

from chungtay.results.reviews import drawings, labels
from chungtay.results.reviews.annex import annex_grid, sources_grid
from chungtay.results.reviews.composition import PUBLIC, Chart, Composition, Part, Sentence, Text
from chungtay.results.reviews.structure import shape
from chungtay.results.reviews.structure.document import area_of, document
from chungtay.results.reviews.structure.shape import DocumentBlock, DocumentSection, ReviewDocument
from chungtay.results.reviews.structure.templates import outline
from chungtay.results.reviews.tables import (
    Cell,
    Grid,
    apart_grid,
    chart_grid,
    commendations_grid,
    effects_grid,
    map_grid,
    models_grid,
    proof_grid,
    results_grid,
)

UrlForFigure = Callable[[tuple[int, ...]], str]


def render(
    review: Composition,
    *,
    language: str = "vi",
    text: ReviewDocument | None = None,
    url_for_figure: UrlForFigure | None = None,
) -> str:
    """The whole review in 'vi' or 'en'.

    `text` is the document with what people wrote; without it, the one that the review started as. `url_for_figure`
    gives the address of the evidence of some figures; without it, and in the public rendition, numbers are not links.
    """
    made = text or document(review, outline(review), {})
    return _Page(review, language, url_for_figure).html(made)


def head_html(review: Composition, language: str) -> str:
    """The head of the document alone: issuers, title, bases."""
    return _Page(review, language, None).head()


def section_html(
    review: Composition, section: DocumentSection, language: str, url_for_figure: UrlForFigure | None = None
) -> str:
    """One section alone, as it stands in the whole."""
    return _Page(review, language, url_for_figure).section(section)


class _Page:
    """One rendering: holds what every piece needs, writes nothing outside itself."""

    def __init__(self, review: Composition, language: str, url_for_figure: UrlForFigure | None) -> None:
        self.review, self.language = review, language
        self.url_for_figure = url_for_figure if review.rendition != PUBLIC else None

    def html(self, text: ReviewDocument) -> str:
        review = self.review
        annexes = [section for section in text.sections if section.level == shape.ANNEX]
        sections = [
            self._mark(),
            self.head(),
            *(self.section(section) for section in text.sections if section.level != shape.ANNEX),
            self._foot(),
            *(self.section(section) for section in annexes),
            self._mark(),
        ]
        classes = f"review review-{review.rendition}{' review-illustration' if review.is_illustration else ''}"
        return f'<article class="{classes}" lang="{self.language}">{"".join(sections)}</article>'

    def _words(self, text: Text) -> str:
        return escape(text.of(self.language))

    def _mark(self) -> str:
        if not self.review.is_illustration:
            return ""
        return f'<p class="review-mark" role="note">{self._words(labels.DEMO_MARK)}</p>'

    def head(self) -> str:
        head = self.review.heading
        issuers = "".join(f'<p class="review-issuer">{self._words(issuer)}</p>' for issuer in head.issuers)
        bases = "".join(f"<p>{self._words(basis)}</p>" for basis in head.bases)
        public = f'<p class="review-rendition">{self._words(labels.PUBLIC_MARK)}</p>'
        return (
            '<header class="review-head">'
            f'<div class="review-issuers">{issuers}<p class="review-symbol">{self._words(head.number)}</p></div>'
            f'<div class="review-nation"><p class="review-state">{self._words(labels.NATION)}</p>'
            f'<p class="review-motto">{self._words(labels.MOTTO)}</p>'
            f'<p class="review-date">{self._words(head.place_line)}</p></div>'
            f'<h1 class="review-title"><span class="review-kind">{self._words(head.title)}</span> '
            f'<span class="review-subject">{self._words(head.subject)}</span></h1>'
            f"{public if self.review.rendition == PUBLIC else ''}"
            f'<div class="review-bases">{bases}</div><p class="review-opening">{self._words(head.opening)}</p></header>'
        )

    def section(self, section: DocumentSection) -> str:
        """A section with its blocks under its title; chapters have a title of a lower rank."""
        body = "".join(self._block(block, section) for block in section.blocks)
        if section.level == shape.APPENDED:
            return f'<aside class="review-notes"><h2>{self._words(section.title)}</h2>{body}</aside>'
        mark = "h3" if section.level == shape.CHAPTER else "h2"
        number = f"{section.number}. " if section.number else ""
        if section.level == shape.ANNEX:
            number = f"{labels.ANNEX_NUMBER.of(self.language)} {section.number}. "
        key = f"review-{section.key}"
        return (
            f'<section class="review-section {key}" aria-labelledby="{key}">'
            f'<{mark} id="{key}">{number}{self._words(section.title)}</{mark}>{body}</section>'
        )

    def _block(self, block: DocumentBlock, section: DocumentSection) -> str:
        if block.kind not in shape.WRITABLE:
            return self._drawn(block)
        if not block.paragraphs:
            return f'<p class="review-prompt" data-section="{block.key}">{self._words(section.prompt)}</p>'
        if block.is_written:
            lines = "".join(f"<p>{self._sentence(sentence)}</p>" for sentence in block.paragraphs)
            return f'<div class="review-passage" data-section="{block.key}" lang="vi">{lines}</div>'
        if block.kind == shape.SITUATION:
            return "".join(f"<p>{self._sentence(sentence)}</p>" for sentence in block.paragraphs)
        items = "".join(f"<li>{self._sentence(sentence)}</li>" for sentence in block.paragraphs)
        return f'<ul class="review-sentences">{items}</ul>'

    def _drawn(self, block: DocumentBlock) -> str:
        if block.kind == shape.CHART:
            return self._chart(self.review.chart)
        if block.kind == shape.AREA_CHART:
            area = area_of(block.of, self.review)
            return self._chart(area.chart if area else None, with_table=False)
        if block.kind == shape.MAP:
            return self._map()
        return self._notes() if block.kind == shape.NOTES else self._grids(block)

    def _grids(self, block: DocumentBlock) -> str:
        return "".join(self._table(grid) for grid in self._grids_of(block) if grid is not None and grid.rows)

    def _grids_of(self, block: DocumentBlock) -> tuple[Grid | None, ...]:
        review, language = self.review, self.language
        if block.kind == shape.MODELS:
            return (models_grid(review, language),)
        if block.kind == shape.COMMENDATIONS:
            return (commendations_grid(review, language),)
        if block.kind == shape.EFFECTS:
            return (effects_grid(review, language),)
        if block.kind == shape.PROOF:
            return (proof_grid(review, language),)
        if block.kind == shape.SOURCES:
            return (annex_grid(review, language), sources_grid(review, language))
        area = area_of(block.of, review)
        if area is None:
            return ()
        return ((results_grid if block.kind == shape.TABLE else apart_grid)(area, review, language),)

    def _sentence(self, sentence: Sentence) -> str:
        return "".join(self._part(part) for part in sentence.of(self.language))

    def _part(self, part: Part) -> str:
        return escape(part) if isinstance(part, str) else self._figure(part.words, part.figure_ids)

    def _figure(self, words: str, figure_ids: tuple[int, ...]) -> str:
        if not figure_ids or self.url_for_figure is None:
            return f'<span class="review-figure">{escape(words)}</span>'
        return f'<a class="review-figure" href="{escape(self.url_for_figure(figure_ids))}">{escape(words)}</a>'

    def _chart(self, chart: Chart | None, *, with_table: bool = True) -> str:
        """The picture of an area needs no table beneath it: its bars are rows of the area's own."""
        language = self.language
        if chart is None:
            return ""
        picture = drawings.svg(drawings.chart_spec(chart, language), language)
        grid = chart_grid(chart, language) if with_table else None
        return self._drawing("chart", picture, drawings.chart_alt(chart, language), chart.note, grid)

    def _map(self) -> str:
        drawn, language = self.review.reporting_map, self.language
        if drawn is None:
            return ""
        spec = drawings.map_spec(drawn, language)
        picture = drawings.svg(spec, language) if spec else ""
        return self._drawing("map", picture, drawings.map_alt(drawn, language), None, map_grid(drawn, language))

    def _drawing(self, name: str, picture: str, words: str, note: Text | None, grid: Grid | None) -> str:
        """The picture is one image to a screen reader; the table beneath it is the same in numbers."""
        shown = (
            f'<div class="review-picture" role="img" aria-label="{escape(words)}">{picture}</div>' if picture else ""
        )
        remark = f"<figcaption>{self._words(note)}</figcaption>" if note else ""
        return (
            f'<figure class="review-drawing review-{name}">{shown}{remark}</figure>{self._table(grid) if grid else ""}'
        )

    def _table(self, grid: Grid) -> str:
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in grid.columns)
        body = "".join(self._row(row, grid.name) for row in grid.rows)
        return (
            f'<div class="review-scroll" tabindex="0"><table class="review-table review-table-{grid.name}">'
            f"<caption>{escape(grid.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: tuple[Cell, ...], name: str) -> str:
        """A row of the annex bears the number of each of its figures, so that a link can lead to it."""
        ids = row[0].figure_ids if name == "annex" else ()
        marks = "".join(f'<span id="figure-{number}"></span>' for number in ids)
        return f"<tr>{self._cell(row[0], marks)}{''.join(self._cell(cell) for cell in row[1:])}</tr>"

    def _cell(self, cell: Cell, marks: str = "") -> str:
        kind = f' class="review-{cell.style}"' if cell.style else ""
        inner = self._figure(cell.text, cell.figure_ids) if cell.figure_ids else escape(cell.text)
        # Two dates of a period stand on two lines.
        return f"<td{kind}>{marks}{inner.replace(chr(10), '<br>')}</td>"

    def _notes(self) -> str:
        return f"<ul>{''.join(f'<li>{self._words(note)}</li>' for note in self.review.notes)}</ul>"

    def _foot(self) -> str:
        listed = "".join(f"<li>{self._words(item)}</li>" for item in self.review.recipients)
        sent = f'<div class="review-recipients"><p>{self._words(labels.RECIPIENTS)}</p><ul>{listed}</ul></div>'
        offices = "".join(
            f'<div class="review-signature"><p class="review-authority">{self._words(item.authority)}</p>'
            f'<p class="review-office">{self._words(item.office)}</p></div>'
            for item in self.review.signatures
        )
        bound = self.review.binding
        binding = f"{escape(bound.snapshot_code)} · <code>{escape(bound.snapshot_digest[:16])}</code>"
        return (
            f'<footer class="review-foot"><div class="review-signatures">{offices}</div>'
            f'{sent if listed else ""}<p class="review-binding">{binding}</p></footer>'
        )
