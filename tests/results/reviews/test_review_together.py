"""Several people at one review: nothing is written over unseen, nothing is lost, and each does what they may."""

import re
from typing import Any

import pytest

from chungtay.gathering.programmes import queries as programmes
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import calendar_year, programme_term
from chungtay.reference.places.queries import place_get
from chungtay.results.reviews import queries, services
from chungtay.results.reviews.models import Review
from chungtay.results.reviews.structure.tokens import bound_figures
from chungtay.results.warehouse import services as warehouse
from results.reviews.ledger_of_three import claim, frozen, quantity, report


@pytest.fixture
def review(cast: Any) -> Review:
    """Of Hà Nội: binh approves, chi reports, hoa is the Front's partner there."""
    return services.review_compose(by=cast.binh, snapshot=frozen(cast, place="p01@2013"))


def write(by: Any, review: Review, text: str, seen: int | None = None, section: str = "causes") -> Any:
    return services.text_write(by=by, review=review, section=section, text=text, seen=seen)


def test_who_writes_over_an_unseen_wording_is_shown_both_and_neither_is_lost(cast: Any, review: Review) -> None:
    first = write(cast.chi, review, "Bản của Chi.", seen=0).kept
    second = write(cast.binh, review, "Bản của Bình.", seen=0)
    assert second.is_conflict
    assert (second.theirs, second.kept.text) == (first, "Bản của Bình.")
    assert queries.texts(review)["causes"] == "Bản của Chi."
    joined = write(cast.binh, review, "Bản của Chi và Bình.", seen=first.pk)
    assert not joined.is_conflict
    assert queries.text_history(review, "causes").count() == 3


def test_a_rewritten_passage_keeps_its_figures_bound(cast: Any, review: Review) -> None:
    figures = bound_figures(queries.composition_of(review))
    key = next(key for key, figure in figures.items() if "208.229" in figure.words.vi)
    block = next(b for s in queries.sections_of(review) for b in s.blocks if b.kind == "sentences")
    write(cast.chi, review, f"Nhân dân đã báo [[{key}|999 tin]].", section=block.key)
    printed = next(b for s in queries.document_of(review).sections for b in s.blocks if b.key == block.key)
    assert printed.paragraphs[0].plain("vi") == "Nhân dân đã báo 208.229 tin."
    assert printed.paragraphs[0].vi[1].figure_ids == figures[key].figure_ids


def test_taking_a_suggestion_leaves_what_its_taker_is_typing(cast: Any, review: Review) -> None:
    offer = services.suggestion_make(by=cast.hoa, review=review, section="causes", text="Do địa bàn rộng.")
    services.draft_save(by=cast.chi, review=review, section="causes", text="Đang viết", seen=0)
    services.suggestion_decide(by=cast.chi, review=review, id=offer.pk, accept=True)
    typed = [d for w in queries.work_of(by=cast.chi, review=review) for d in w.desks if d.block.key == "causes"]
    assert (typed[0].wording, typed[0].seen) == ("Đang viết", 0)


def typed_at(window: str, version: int, since: int) -> services.Window:
    return services.Window(window, version, since)


def test_a_draft_older_than_what_came_before_is_left_however_late(cast: Any, review: Review) -> None:
    given = {"by": cast.chi, "review": review, "section": "causes", "seen": 0}
    assert services.draft_save(text="Đã lưu", window=typed_at("a", 1, 0), **given) is not None
    services.text_write(text="Đã lưu.", window=typed_at("a", 3, 1), **given)
    assert services.draft_save(text="Đã lư", window=typed_at("a", 2, 1), **given) is None
    assert services.draft_save(text="Viết tiếp.", window=typed_at("a", 4, 3), **given) is not None
    services.draft_drop(by=cast.chi, review=review, section="causes", window=typed_at("a", 6, 4))
    assert services.draft_save(text="Viết tiếp đ", window=typed_at("a", 5, 4), **given) is None


def test_a_window_that_counted_on_without_a_line_does_not_write_over_what_another_saved(
    cast: Any, review: Review
) -> None:
    given = {"by": cast.chi, "review": review, "section": "causes", "seen": 0}
    services.draft_save(text="Cùng bắt đầu.", window=typed_at("a", 1, 0), **given)
    services.draft_save(text="Cửa sổ này viết tiếp.", window=typed_at("b", 2, 1), **given)
    assert services.draft_save(text="Bản cũ gửi lại.", window=typed_at("a", 9, 1), **given) is None
    assert services.draft_save(text="Mất câu trả lời.", window=typed_at("b", 4, 1), **given) is not None
    services.text_write(text="Bản cũ.", window=typed_at("a", 12, 1), **given)
    assert not services.draft_drop(by=cast.chi, review=review, section="causes", window=typed_at("a", 13, 1))
    desks = [d for w in queries.work_of(by=cast.chi, review=review) for d in w.desks if d.block.key == "causes"]
    assert (desks[0].wording, desks[0].seen) == ("Mất câu trả lời.", 0)


def test_a_section_waits_for_whom_it_was_given_to_until_they_write_in_it(cast: Any, review: Review) -> None:
    services.section_give(by=cast.binh, review=review, section="causes", account=cast.chi)
    assert [(r.pk, s.key) for r, s in queries.sections_waiting(cast.chi)] == [(review.pk, "causes")]
    assert queries.sections_waiting(cast.binh) == []
    write(cast.chi, review, "Nguyên nhân.", seen=0)
    assert queries.sections_waiting(cast.chi) == []


def test_a_wording_for_a_section_that_was_hidden_meanwhile_is_kept(cast: Any, review: Review) -> None:
    services.section_hide(by=cast.binh, review=review, key="causes")
    assert write(cast.chi, review, "Nguyên nhân.", seen=0).is_hidden
    services.section_hide(by=cast.binh, review=review, key="causes", hidden=False)
    told = [s for s in queries.document_of(review).sections if s.key == "causes"]
    assert told[0].blocks[0].paragraphs[0].plain("vi") == "Nguyên nhân."


def test_changes_of_the_outline_are_taken_back_one_by_one(cast: Any, review: Review) -> None:
    before = queries.sections_of(review)
    services.section_move(by=cast.binh, review=review, key="lessons", after="")
    services.section_rename(by=cast.binh, review=review, key="causes", title="Vì sao")
    services.section_add(by=cast.binh, review=review, title="Việc riêng", after="causes")
    assert next(s.key for s in queries.sections_of(review)) == "lessons"
    for _ in range(3):
        services.sections_undo(by=cast.binh, review=review)
    assert tuple(s for s in queries.sections_of(review) if not s.is_hidden) == before
    with pytest.raises(Refusal) as refused:
        services.sections_undo(by=cast.binh, review=review)
    assert refused.value.code == "XET-015"


def test_a_reporter_writes_and_does_not_arrange_what_another_composed(cast: Any, review: Review) -> None:
    with pytest.raises(NotAllowed) as refused:
        services.section_hide(by=cast.chi, review=review, key="causes")
    assert refused.value.code == "XET-103"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thật ra chỉ tiếp nhận 3 tin do Nhân dân cung cấp.", "XET-007"),
        ("Phấn đấu tiếp nhận 500 tin do Nhân dân cung cấp mỗi năm.", "XET-008"),
    ],
)
def test_no_remark_and_no_title_tells_a_small_count_or_sets_a_quota(
    cast: Any, review: Review, text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        services.comment_add(by=cast.chi, review=review, section="causes", text=text)
    assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        services.section_rename(by=cast.binh, review=review, key="causes", title=text)
    assert refused.value.code == code


def test_text_from_a_word_processor_comes_in_without_its_marks(cast: Any, review: Review) -> None:
    write(cast.chi, review, "\ufeffPhong\u00a0trào\u00ad đều.\r\n\r\n\r\n\u200bTiếp\ttục.\v")
    assert queries.texts(review)["causes"] == "Phong trào đều.\nTiếp tục."
    assert queries.wordings(review)["causes"] == "Phong trào đều.\n\nTiếp tục."


def test_a_review_of_a_time_with_no_approved_figure_is_refused(cast: Any) -> None:
    frozen(cast, place="p42@2013")
    programme = programmes.programme_get("09/CTr-BCA-MTTW")
    nothing = warehouse.snapshot_freeze(
        by=cast.giang, programme=programme, place=place_get("p42@2013"), period=calendar_year(2012)
    )
    with pytest.raises(Refusal) as refused:
        services.review_compose(by=cast.giang, snapshot=nothing, kind="yearly")
    assert refused.value.code == "XET-009"


@pytest.mark.parametrize(("between", "is_issued"), [("brief", False), ("final", True)])
def test_neither_a_brief_nor_a_draft_is_quoted_before_the_review_that_went_out(
    cast: Any, between: str, is_issued: bool
) -> None:
    snapshot = frozen(cast, place="p42@2013")
    first = services.review_compose(by=cast.giang, snapshot=snapshot)
    for kind, models in ((between, 320), ("final", 330)):
        told = [claim("models.total", "p42@2013", quantity(models))]
        report(cast, "CA-HT", cast.giang, "p42@2013", told, illustration=True)
        again = warehouse.snapshot_freeze(
            by=cast.giang, programme=snapshot.programme, place=snapshot.place, period=programme_term(2013, 2023)
        )
        issued = [first.pk] if is_issued else []
        last = services.review_compose(by=cast.giang, snapshot=again, kind=kind, issued=issued)
    words = " ".join(sentence.plain("vi") for sentence in queries.composition_of(last).comparison)
    assert re.search(r"ghi 310 .*, nay là 330 ", words)


def test_a_later_review_tells_what_was_corrected_since_the_one_before(cast: Any) -> None:
    snapshot = frozen(cast, place="p42@2013")
    services.review_compose(by=cast.giang, snapshot=snapshot)
    report(cast, "CA-HT", cast.giang, "p42@2013", [claim("models.total", "p42@2013", quantity(320))], illustration=True)
    again = warehouse.snapshot_freeze(
        by=cast.giang, programme=snapshot.programme, place=snapshot.place, period=programme_term(2013, 2023)
    )
    told = queries.composition_of(services.review_compose(by=cast.giang, snapshot=again)).comparison
    words = " ".join(sentence.plain("vi") for sentence in told)
    assert re.search(r"ghi 310 .*, nay là 320 .* \(1 số liệu được sửa\)", words)
