"""Outlines of a body's own: brought in, tried on figures that stand, put in use, dropped."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from chungtay.kernel.errors import Both, NotAllowed, Refusal
from chungtay.kernel.numbers import roman
from chungtay.reference.actors.queries import Role
from chungtay.results.reviews.composition import Composition
from chungtay.results.reviews.models import Review, ReviewKind, ReviewTemplate
from chungtay.results.reviews.structure.document import document
from chungtay.results.reviews.structure.own import MARKERS, outline_read
from chungtay.results.reviews.structure.templates import outline, outline_of, shipped
from chungtay.results.reviews.together.screening import screened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from chungtay.reference.actors.models import Body, User
    from chungtay.results.reviews.structure.shape import ReviewDocument, Section

__all__ = ["MARKERS"]

LEVELS = ("country", "province", "commune")


def template_receive(
    *, by: User, name: str, level: str, kinds: Sequence[str], lines: Iterable[tuple[str, bool]]
) -> ReviewTemplate:
    """An outline on trial; nothing is composed after it yet.

    NotAllowed XET-102 unless an approver brings it. Refusals of `outline_read`, XET-024 for no kind or level that there
    is, XET-005 and the gate's own where a title or hint may name a person.
    """
    if by.role != Role.APPROVER:
        raise _not_theirs()
    wanted = [kind for kind in ReviewKind.values if kind in kinds]
    if not wanted or level not in LEVELS:
        raise _no_kind()
    read = outline_read(lines)
    own = [item for key, item in read["sections"].items() if "title" in item]
    screened("\n".join(words for item in own for words in (item["title"][0], *item.get("prompt", [])[:1])), "template")
    data = {
        "sections": read["sections"],
        "outlines": [{"levels": [level], "kinds": wanted, "sections": read["order"]}],
        "added": read["added"],
    }
    return ReviewTemplate.objects.create(
        body=by.body, name=name[:160], level=level, kinds=wanted, data=data, made_at=timezone.now(), made_by=by
    )


def template_use(*, by: User, template: ReviewTemplate) -> None:
    """Reviews of its level and kinds start with it from now on; those that stand keep the sections they have."""
    _check_own(by, template)
    template.used_since, template.dropped_at = timezone.now(), None
    template.save(update_fields=["used_since", "dropped_at"])


def template_drop(*, by: User, template: ReviewTemplate) -> None:
    """It is used no more; put in use again, it is."""
    _check_own(by, template)
    template.dropped_at = timezone.now()
    template.save(update_fields=["dropped_at"])


def templates_visible(by: User) -> QuerySet[ReviewTemplate]:
    """The templates of the account's body, latest first; none for whoever composes no reviews."""
    if by.role != Role.APPROVER:
        return ReviewTemplate.objects.none()
    return ReviewTemplate.objects.filter(body=by.body_id).select_related("made_by").order_by("-pk")


def template_get(*, by: User, id: int) -> ReviewTemplate:
    """One of them; NotAllowed XET-404 for any other, as if there were none."""
    found = templates_visible(by).filter(pk=id).first()
    if found is None:
        raise NotAllowed.of(
            "XET-404",
            Both(f"Mẫu {id}", f"Template {id}"),
            todo=Both("Mở lại danh sách mẫu", "Open the list of templates again"),
            vi="Không có mẫu này",
            en="There is no such template",
        )
    return found


def template_for(body: Body, level: str, kind: str) -> ReviewTemplate | None:
    """The one in use for a level and kind: the body's own, else that of the body above it."""
    for held in (body, body.parent):
        rows = ReviewTemplate.objects.filter(body=held, level=level, used_since__isnull=False, dropped_at=None)
        found = next((row for row in rows.order_by("-used_since") if kind in row.kinds), None) if held else None
        if found is not None:
            return found
    return None


def sections_for(by: User, review: Composition) -> tuple[Section, ...]:
    """The sections that a review starts with: of the body's own outline, else of the house's."""
    own = template_for(by.body, review.level, review.kind)
    return outline_of(own.data, review) if own else outline(review)


def tried(template: ReviewTemplate, review: Review) -> tuple[Composition, ReviewDocument]:
    """What a review that stands would look like by it, before anybody writes; Refusal XET-011 of another level or
    kind."""
    composition = Composition.from_json(review.composition)
    return composition, document(composition, outline_of(template.data, composition), {})


def reviews_to_try(by: User, template: ReviewTemplate) -> list[Review]:
    """The latest reviews of its level and kinds in the account's territory."""
    from chungtay.results.reviews.queries import reviews_visible

    return list(reviews_visible(by).filter(place__level=template.level, kind__in=template.kinds)[:20])


def sample_lines(level: str, kind: str) -> list[tuple[str, str]]:
    """The shipped outline as (kind of line, text), to be changed in a word processor; of the final review's where a
    kind has none."""
    found = [item for item in shipped()["outlines"] if level in item["levels"]]
    chosen = next((item for item in found if kind in item["kinds"]), found[0])
    names = {block: words for words, block in MARKERS.items()}
    lines: list[tuple[str, str]] = []
    counted = dict.fromkeys(("part", "chapter", "annex"), 0)
    for key in chosen["sections"]:
        item: dict[str, Any] = shipped()["sections"][key]
        if item.get("each"):
            lines.append(("marker", "[Kết quả theo nội dung]"))
            continue
        level_of = item["level"] if item["level"] in counted else "part"
        counted["chapter"] = 0 if level_of == "part" else counted["chapter"]
        counted[level_of] += 1
        number = counted[level_of]
        sign = f"{number}" if level_of == "chapter" else roman(number)
        lines.append(("heading", f"{'PHỤ LỤC ' if level_of == 'annex' else ''}{sign}. {item['title'][0]}"))
        lines += [("marker", f"[{names[str(b).partition(':')[0]]}]") for b in item["blocks"]]
        lines += [("hint", words) for words in item.get("prompt", [])[:1]]
    return lines


def sample_docx(level: str, kind: str) -> bytes:
    """The same as a Word file."""
    from docx import Document

    made = Document()
    for what, words in sample_lines(level, kind):
        paragraph = made.add_paragraph()
        run = paragraph.add_run(words)
        run.bold, run.italic = what == "heading", what == "hint"
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _check_own(by: User, template: ReviewTemplate) -> None:
    if by.role != Role.APPROVER or template.body_id != by.body_id:
        raise _not_theirs()


def _not_theirs() -> NotAllowed:
    return NotAllowed.of(
        "XET-102",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản duyệt của cơ quan", "an approver of the body"),
        todo=Both("Chuyển cho tài khoản duyệt", "Leave it to an approver"),
        vi="Tài khoản này không đặt mẫu báo cáo",
        en="This account sets no templates",
    )


def _no_kind() -> Refusal:
    return Refusal.of(
        "XET-024",
        Both("mẫu đề cương", "template"),
        expected=Both("một cấp và ít nhất một loại báo cáo", "a level and at least one kind of review"),
        todo=Both("Chọn cấp và loại báo cáo dùng mẫu này", "Choose the level and kinds that use it"),
        vi="chưa chọn mẫu này dùng cho báo cáo nào",
        en="it is not said which reviews use it",
    )
