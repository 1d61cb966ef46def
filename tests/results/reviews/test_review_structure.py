"""Outlines, bound figures and the document that is printed: pure, from invented facts."""

import copy
from dataclasses import replace

import pytest

from chungtay.kernel.errors import Refusal
from chungtay.results.reviews.compose import compose
from chungtay.results.reviews.composition import KINDS, PUBLIC, Composition
from chungtay.results.reviews.showing import shown
from chungtay.results.reviews.structure import templates
from chungtay.results.reviews.structure.checking import Right, pieces
from chungtay.results.reviews.structure.document import document, generated
from chungtay.results.reviews.structure.shape import TEXT, ReviewDocument
from chungtay.results.reviews.structure.tokens import bare, bound_figures, check_tokens, told, written
from chungtay.results.reviews.structure.tokens import paragraphs as printed
from chungtay.results.reviews.together.diffs import Run, difference, joined
from results.reviews.review_samples import exactly, sample


@pytest.fixture
def national() -> Composition:
    return compose(sample())


def test_a_review_starts_with_the_outline_of_its_level_and_kind(national: Composition) -> None:
    keys = [section.key for section in templates.outline(national)]
    assert keys[:3] == ["situation", "results", "area-1"]
    assert "pictures" in keys
    assert "pictures" not in [s.key for s in templates.outline(replace(national, level="province"))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", ["country", "province", "commune"])
def test_every_level_and_kind_has_an_outline_with_an_address_for_each_block(
    national: Composition, level: str, kind: str
) -> None:
    keys = [b.key for s in templates.outline(replace(national, level=level, kind=kind)) for b in s.blocks]
    assert keys
    assert len(keys) == len(set(keys))


def test_a_template_with_an_unknown_block_is_refused(national: Composition) -> None:
    wrong = copy.deepcopy(dict(templates.shipped()))
    wrong["sections"]["notes"]["blocks"] = ["hologram"]
    with pytest.raises(Refusal) as refused:
        templates.outline_of(wrong, national)
    assert (refused.value.code, refused.value.problems[0].read) == ("XET-010", "hologram")


def test_parts_are_numbered_through_and_chapters_within_their_part(national: Composition) -> None:
    made = document(national, templates.outline(national), {})
    numbers = {section.key: section.number for section in made.sections}
    assert (numbers["situation"], numbers["results"], numbers["area-1"]) == ("I", "II", "1")
    assert (numbers["assessment"], numbers["strengths"], numbers["annex-sources"]) == ("III", "1", "I")


def test_what_is_hidden_is_not_printed_and_what_follows_moves_up(national: Composition) -> None:
    sections = [s.changed(is_hidden=s.key == "situation") for s in templates.outline(national)]
    made = document(national, sections, {})
    assert (made.sections[0].key, made.sections[0].number) == ("results", "I")


def test_a_document_survives_json(national: Composition) -> None:
    made = document(national, templates.outline(national), {"strengths": "Tốt."})
    assert ReviewDocument.from_json(made.to_json()) == made


def test_a_generated_passage_written_out_with_tokens_prints_the_same_sentences(national: Composition) -> None:
    figures = bound_figures(national)
    for section in templates.outline(national):
        for block in section.blocks:
            made = generated(block, national)
            again = printed(written(made), figures)
            assert [s.plain("vi") for s in again] == [s.plain("vi") for s in made]
            refs = [[part for part in s.vi if not isinstance(part, str)] for s in (*again, *made)]
            assert refs[: len(again)] == refs[len(again) :]


def test_what_an_editor_shows_behind_the_bar_is_never_taken_for_the_figure(national: Composition) -> None:
    figures = bound_figures(national)
    key, figure = next(iter(figures.items()))
    shown = told(f"Đạt [[{key}]].", figures)
    assert shown == f"Đạt [[{key}|{figure.words.vi}]]."
    assert bare(shown.replace(figure.words.vi, "9.999 tin")) == f"Đạt [[{key}]]."


@pytest.mark.parametrize("text", ["[[00000000]]", "[[208.229 tin]]"])
def test_a_token_of_no_figure_is_refused(national: Composition, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_tokens(f"Có {text}.", bound_figures(national))
    assert refused.value.code == "XET-006"


def test_the_public_rendition_bears_no_words_of_officers(national: Composition) -> None:
    public = replace(national, rendition=PUBLIC)
    made = document(public, templates.outline(public), {"strengths": "Tốt.", "sentences-1": "Khác."})
    blocks = [block for section in made.sections for block in section.blocks]
    assert not any(block.is_written or block.kind == TEXT for block in blocks)


def read(text: str, review: Composition) -> list[tuple[str, str, str]]:
    """Number, doubt, and what the ledger says, of every number in doubt."""
    rights = {"tips.received": Right(5, False), "campaigns.launches": Right(None, True)}
    found = pieces(text, review, bound_figures(review), rights)
    assert "".join(piece.text for piece in found) == text
    return [(piece.text, piece.doubt, piece.says.vi) for piece in found if piece.doubt]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đã tiếp nhận 200.000 tin do Nhân dân cung cấp.", [("200.000", "contradicts", "208.229 tin")]),
        ("Đã tiếp nhận hơn 208.000 tin do Nhân dân cung cấp.", [("208.000", "unbound", "208.229 tin")]),
        ("Đã tiếp nhận gần 208.000 tin do Nhân dân cung cấp.", [("208.000", "contradicts", "208.229 tin")]),
        ("Năm 2016 đã tiếp nhận 31.000 tin do Nhân dân cung cấp.", [("31.000", "unknown", "")]),
        ("Đã mở 145 lớp tập huấn.", [("145", "unknown", "")]),
        ("Đã tiếp nhận 3 tin do Nhân dân cung cấp.", [("3", "small", "")]),
        ("Phấn đấu tiếp nhận 500 tin mỗi năm.", [("500", "quota", "")]),
        ("Tập trung vào 3 nhiệm vụ, theo Kế hoạch số 12/KH ngày 05/3/2024.", []),
    ],
)
def test_a_number_typed_by_hand_is_held_against_the_ledger(
    national: Composition, text: str, expected: list[tuple[str, str, str]]
) -> None:
    row = next(row for area in national.areas for row in area.rows if row.indicator == "tips.received")
    own = replace(row, cell="", shown=shown(exactly(208229)), others=(), span=None)
    area = replace(national.areas[0], rows=(own,), sentences=())
    assert read(text, replace(national, areas=(area,))) == expected


def test_two_wordings_side_by_side_take_a_figure_for_one_word() -> None:
    old, new = "Đạt [[0123abcd|5 tin]] năm nay.", "Đạt [[0123abce|6 tin]] năm nay, tốt."
    runs = difference(old, new)
    assert "".join(r.text for r in runs if r.kind != "new") == old
    assert "".join(r.text for r in runs if r.kind != "gone") == new
    assert Run("gone", "[[0123abcd|5 tin]]") in runs


def test_changes_of_different_paragraphs_are_joined_and_of_the_same_one_are_not() -> None:
    assert joined("a\nb\nc", "a1\nb\nc", "a\nb\nc1") == "a1\nb\nc1"
    assert joined("a\nb", "a1\nb", "a2\nb") is None
