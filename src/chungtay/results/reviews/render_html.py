"""A review as a fragment of HTML: structure and classes only; the page that holds it brings the style."""

from collections.abc import Callable, Mapping
from html import escape

from chungtay.results.reviews import drawings, labels
from chungtay.results.reviews.annex import annex_grid, sources_grid
from chungtay.results.reviews.composition import PUBLIC, AreaSection, Composition, EditableSection, Part, Sentence, Text
from chungtay.results.reviews.tables import Cell, Grid, apart_grid, chart_grid, map_grid, results_grid

UrlForFigure = Callable[[tuple[int, ...]], str]


def render(
    review: Composition,
    *,
    language: str = "vi",
    texts: Mapping[str, str] | None = None,
    url_for_figure: UrlForFigure | None = None,
) -> str:
    """The whole review in 'vi' or 'en'.

    `texts` are passages that people wrote, by section key. `url_for_figure` gives the address of the evidence of
    some figures; without it, and in the public rendition, numbers are not links.
    """
    page = _Page(review, language, texts or {}, url_for_figure if review.rendition != PUBLIC else None)
    return page.html()


class _Page:
    """One rendering: holds what every piece needs, writes nothing outside itself."""

    def __init__(
        self, review: Composition, language: str, texts: Mapping[str, str], url_for_figure: UrlForFigure | None
    ) -> None:
        self.review, self.language = review, language
        self.texts, self.url_for_figure = texts, url_for_figure

    def html(self) -> str:
        review = self.review
        sections = [
            self._mark(),
            self._head(),
            self._section("situation", labels.SITUATION, self._paragraphs(review.situation)),
            self._section("results", labels.RESULTS, self._results()),
            self._written(),
            self._notes(),
            self._foot(),
            self._annex(),
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

    def _head(self) -> str:
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

    def _section(self, name: str, title: Text, body: str) -> str:
        return (
            f'<section class="review-section review-{name}" aria-labelledby="review-{name}">'
            f'<h2 id="review-{name}">{self._words(title)}</h2>{body}</section>'
        )

    def _paragraphs(self, sentences: tuple[Sentence, ...]) -> str:
        return "".join(f"<p>{self._sentence(sentence)}</p>" for sentence in sentences)

    def _sentence(self, sentence: Sentence) -> str:
        return "".join(self._part(part) for part in sentence.of(self.language))

    def _part(self, part: Part) -> str:
        return escape(part) if isinstance(part, str) else self._figure(part.words, part.figure_ids)

    def _figure(self, words: str, figure_ids: tuple[int, ...]) -> str:
        if not figure_ids or self.url_for_figure is None:
            return f'<span class="review-figure">{escape(words)}</span>'
        return f'<a class="review-figure" href="{escape(self.url_for_figure(figure_ids))}">{escape(words)}</a>'

    def _results(self) -> str:
        parts = [self._area(area) for area in self.review.areas]
        chart, drawn, language = self.review.chart, self.review.reporting_map, self.language
        if chart:
            picture = drawings.svg(drawings.chart_spec(chart, language), language)
            grid = chart_grid(chart, language)
            parts.append(self._drawing("chart", picture, drawings.chart_alt(chart, language), chart.note, grid))
        if drawn:
            spec = drawings.map_spec(drawn, language)
            picture = drawings.svg(spec, language) if spec else ""
            parts.append(
                self._drawing("map", picture, drawings.map_alt(drawn, language), None, map_grid(drawn, language))
            )
        return "".join(parts)

    def _area(self, area: AreaSection) -> str:
        items = "".join(f"<li>{self._sentence(sentence)}</li>" for sentence in area.sentences)
        grid = results_grid(area, self.review, self.language)
        apart = apart_grid(area, self.review, self.language)
        table = (self._table(grid) if grid.rows else "") + (self._table(apart) if apart else "")
        return (
            f'<section class="review-area"><h3>{area.position}. {self._words(area.name)}</h3>'
            f'<ul class="review-sentences">{items}</ul>{table}</section>'
        )

    def _drawing(self, name: str, picture: str, words: str, note: Text | None, grid: Grid) -> str:
        """The picture is one image to a screen reader; the table beneath it is the same in numbers."""
        shown = (
            f'<div class="review-picture" role="img" aria-label="{escape(words)}">{picture}</div>' if picture else ""
        )
        remark = f"<figcaption>{self._words(note)}</figcaption>" if note else ""
        return f'<figure class="review-drawing review-{name}">{shown}{remark}</figure>{self._table(grid)}'

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

    def _written(self) -> str:
        """Parts III to V: what people wrote, or the prompt where nobody has."""
        if not self.review.editables:
            return ""
        assessed = [item for item in self.review.editables if item.title.vi[0].isdigit()]
        rest = [item for item in self.review.editables if item not in assessed]
        body = "".join(f"<h3>{self._words(item.title)}</h3>{self._passage(item)}" for item in assessed)
        parts = [self._section("assessment", labels.ASSESSMENT, body)]
        parts += [self._section(item.key, item.title, self._passage(item)) for item in rest]
        return "".join(parts)

    def _passage(self, item: EditableSection) -> str:
        text = self.texts.get(item.key, "").strip()
        if not text:
            return f'<p class="review-prompt" data-section="{item.key}">{self._words(item.prompt)}</p>'
        lines = "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
        return f'<div class="review-passage" data-section="{item.key}" lang="vi">{lines}</div>'

    def _notes(self) -> str:
        if not self.review.notes:
            return ""
        items = "".join(f"<li>{self._words(note)}</li>" for note in self.review.notes)
        return f'<aside class="review-notes"><h2>{self._words(labels.NOTES)}</h2><ul>{items}</ul></aside>'

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

    def _annex(self) -> str:
        if not self.review.annex:
            return ""
        sources = sources_grid(self.review, self.language)
        listed = self._table(sources) if sources else ""
        return self._section("annex", labels.ANNEX, self._table(annex_grid(self.review, self.language)) + listed)
