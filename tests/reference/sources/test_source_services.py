"""Originals: in through the gate, opened by few, destroyed for good. Everybody named here is invented."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.sources import queries, services
from chungtay.reference.sources.models import Excerpt, Opening, Source, SourceKey, Tombstone
from chungtay.reference.sources.store import Unreadable

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TEXT = "Đồng chí Nguyễn Văn Khải trình bày báo cáo.\nXã nhận 208 tin, hòa giải 15 vụ."
PARAGRAPHS = [(0, 43), (44, len(TEXT))]
SENTENCE = (44, len(TEXT), 2)


def receive(by, issuer, text: str = TEXT, content: bytes = b"%DOCX 208 tin", **more: object) -> Source:
    paragraphs = PARAGRAPHS if text == TEXT else [(0, len(text))]
    return services.source_receive(
        by=by,
        issuer=issuer,
        content=content,
        filename=str(more.pop("filename", "báo cáo.docx")),
        text=text,
        paragraphs=paragraphs,
        **more,
    )


@pytest.fixture
def report(cast) -> Source:
    return receive(cast.an, cast.bodies["CA-BADINH"], number="05/BC-CAP")


def folder_bytes(settings) -> bytes:
    return b"".join(path.read_bytes() for path in Path(settings.SOURCES_DIR).rglob("*") if path.is_file())


def test_an_original_comes_back_as_it_was(cast, report):
    assert queries.source_content(by=cast.an, source=report) == b"%DOCX 208 tin"


def test_neither_folder_nor_database_holds_its_words(report, settings):
    held = folder_bytes(settings) + bytes(SourceKey.objects.get(source=report).wrapped)
    assert b"208" not in held
    assert "Khải".encode() not in held
    assert not [value for value in vars(report).values() if "Khải" in str(value)]


def test_the_same_bytes_again_are_the_same_original(cast, report, settings):
    before = folder_bytes(settings)
    assert receive(cast.an, cast.bodies["CA-BADINH"]) == report
    assert folder_bytes(settings) == before


def test_the_same_bytes_of_another_issuer_are_another_original(cast, report):
    assert receive(cast.khoa, cast.bodies["CA-NGOCHA"]) != report


def test_the_same_bytes_read_into_another_text_are_another_original(cast, report):
    assert receive(cast.an, cast.bodies["CA-BADINH"], text="Xã nhận 208 tin.") != report


def test_what_the_gate_stops_is_not_kept_at_all(cast, settings):
    with pytest.raises(Refusal) as refusal:
        receive(cast.an, cast.bodies["CA-BADINH"], text="MẬT. Gọi 0912345678 gặp người báo tin")
    assert [problem.code for problem in refusal.value.problems] == ["NGUON-101", "NGUON-103"]
    assert not Source.objects.exists()
    assert not Path(settings.SOURCES_DIR).exists()


def test_the_gate_looks_at_the_name_of_the_file_too(cast):
    with pytest.raises(Refusal) as refusal:
        receive(cast.an, cast.bodies["CA-BADINH"], filename="to giac 0912345678.docx")
    assert "0912345678" not in str(refusal.value)


def test_names_in_subject_and_file_name_are_masked(cast):
    source = receive(
        cast.an, cast.bodies["CA-BADINH"], title="Về việc ông Trần Văn Bảy", filename="C:\\đơn\\ông Trần Văn Bảy.docx"
    )
    assert source.title == "Về việc ông ████ ███ ███"
    assert source.filename == "ông ████ ███ ███.docx"


def test_an_account_of_another_body_cannot_bring_an_original(cast):
    with pytest.raises(NotAllowed) as refusal:
        receive(cast.khoa, cast.bodies["CA-BADINH"])
    assert refusal.value.code == "NGUON-301"


# who opens an original of Ba Đình, and who lists it
OPENS = [
    ("an", True),
    ("binh", True),
    ("dung", True),
    ("chi", False),
    ("khoa", False),
    ("giang", False),
    ("hoa", False),
]


@pytest.mark.parametrize(("who", "opens"), OPENS)
def test_only_the_issuer_and_approvers_above_open_an_original(cast, report, who: str, opens: bool):
    user = getattr(cast, who)
    assert queries.may_open(user, report) is opens
    if opens:
        assert queries.source_get(by=user, id=report.pk) == report
    else:
        with pytest.raises(NotAllowed):
            queries.source_content(by=user, source=report)
    assert queries.sources_visible(user).contains(report) is opens


def test_an_original_of_others_is_as_if_it_did_not_exist(cast, report):
    told = []
    for id in (report.pk, report.pk + 1000):
        with pytest.raises(NotAllowed) as refusal:
            queries.source_get(by=cast.giang, id=id)
        told.append(str(refusal.value).replace(str(id), "N"))
    assert told[0] == told[1]


def test_an_administrator_opens_nothing(cast, report):
    cast.an.role = "administrator"
    assert not queries.may_open(cast.an, report)
    assert not queries.sources_visible(cast.an).exists()


def test_each_opening_is_logged_and_a_refused_one_is_not(cast, report):
    queries.source_content(by=cast.an, source=report)
    queries.source_text(by=cast.binh, source=report)
    with pytest.raises(NotAllowed):
        queries.source_text(by=cast.hoa, source=report)
    assert [opening.opened_by for opening in queries.openings_of(report)] == [cast.binh, cast.an]


def test_the_text_that_is_shown_bears_no_name_and_the_same_offsets(cast, report):
    shown = queries.source_text(by=cast.an, source=report)
    assert shown.text == TEXT.replace("Nguyễn Văn Khải", "██████ ███ ████")
    assert shown.paragraphs == tuple(PARAGRAPHS)


def test_intake_reads_the_text_as_extracted(report):
    assert queries.text_unmasked_for_reading(report).text == TEXT


def test_a_confirmed_sentence_is_kept_once(report):
    first = services.excerpt_keep(source=report, start=SENTENCE[0], end=SENTENCE[1], paragraph=2)
    again = services.excerpt_keep(source=report, start=SENTENCE[0], end=SENTENCE[1], paragraph=2)
    assert first.pk == again.pk
    assert queries.excerpts([report.pk])[0].text == "Xã nhận 208 tin, hòa giải 15 vụ."


def test_a_kept_sentence_is_masked_by_what_stands_before_it(report):
    kept = services.excerpt_keep(source=report, start=9, end=43, paragraph=1)
    assert kept.text == "██████ ███ ████ trình bày báo cáo."


def test_many_sentences_are_kept_with_the_original_opened_once(report, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        kept = services.excerpts_keep(source=report, sentences=[SENTENCE, (0, 43, 1), SENTENCE])
    assert [excerpt.paragraph for excerpt in kept] == [1, 2]


def test_a_sentence_outside_the_text_is_refused(report):
    with pytest.raises(ValueError, match="no sentence"):
        services.excerpt_keep(source=report, start=10, end=9999, paragraph=1)


def test_a_figure_finds_the_sentence_around_it(report):
    services.excerpt_keep(source=report, start=SENTENCE[0], end=SENTENCE[1], paragraph=2)
    at = TEXT.index("208")
    found = queries.excerpt_around(report.pk, at, at + 3)
    assert found is not None
    assert (found.start, found.end) == SENTENCE[:2]
    assert queries.excerpt_around(report.pk, 0, 5) is None


@pytest.fixture
def destroyed(cast, report, django_capture_on_commit_callbacks) -> Source:
    services.excerpt_keep(source=report, start=SENTENCE[0], end=SENTENCE[1], paragraph=2)
    with django_capture_on_commit_callbacks(execute=True):
        services.source_destroy(by=cast.binh, source=report, reason="Có đơn tố cáo kèm theo")
    return report


def test_after_destruction_nothing_can_be_read(cast, destroyed, settings):
    assert not SourceKey.objects.filter(source=destroyed).exists()
    assert folder_bytes(settings) == b""
    for read in (queries.source_content, queries.source_text):
        with pytest.raises(Refusal) as refusal:
            read(by=cast.an, source=destroyed)
        assert refusal.value.code == "NGUON-410"


def test_a_copy_of_the_files_cannot_be_opened_after_the_key_is_gone(cast, report, settings):
    wrapped = bytes(SourceKey.objects.get(source=report).wrapped)
    store = queries.store()
    copies = {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}
    services.source_destroy(by=cast.binh, source=report, reason="Theo quyết định")
    for path, held in copies.items():
        path.write_bytes(held)
    assert not SourceKey.objects.exists()
    with pytest.raises(Unreadable):
        store.read(report.storage_name, "content", store.new_key())
    with pytest.raises(Unreadable):
        type(store)(store.folder, "another master key").unwrap(wrapped, report.storage_name)


def test_hash_tombstone_and_masked_sentence_stay(cast, destroyed):
    stone = queries.tombstone_of(destroyed)
    assert stone is not None
    assert (stone.destroyed_by, stone.reason) == (cast.binh, "Có đơn tố cáo kèm theo")
    assert len(destroyed.sha256) == 64
    assert queries.excerpts([destroyed.pk])[0].text == "Xã nhận 208 tin, hòa giải 15 vụ."


def test_destroying_again_gives_the_same_tombstone(cast, destroyed):
    assert services.source_destroy(by=cast.dung, source=destroyed, reason="lần nữa").destroyed_by == cast.binh


def test_what_was_destroyed_is_not_taken_again(cast, destroyed):
    with pytest.raises(Refusal) as refusal:
        receive(cast.an, cast.bodies["CA-BADINH"])
    assert refusal.value.code == "NGUON-110"


@pytest.mark.parametrize("who", ["an", "khoa", "giang", "hoa", "chi"])
def test_only_an_approver_of_the_line_destroys(cast, report, who: str):
    with pytest.raises(NotAllowed):
        services.source_destroy(by=getattr(cast, who), source=report, reason="lý do")
    assert SourceKey.objects.filter(source=report).exists()


def test_nothing_is_destroyed_without_a_reason(cast, report):
    with pytest.raises(Refusal) as refusal:
        services.source_destroy(by=cast.binh, source=report, reason="  ")
    assert refusal.value.code == "NGUON-111"
    assert not Tombstone.objects.exists()


def test_a_reason_names_nobody(cast, report):
    stone = services.source_destroy(by=cast.binh, source=report, reason="Nêu tên ông Trần Văn Bảy")
    assert stone.reason == "Nêu tên ông ████ ███ ███"


def test_a_destruction_that_is_rolled_back_destroys_nothing(cast, report):
    with transaction.atomic():
        services.source_destroy(by=cast.binh, source=report, reason="nhầm")
        transaction.set_rollback(True)
    assert queries.source_content(by=cast.an, source=report) == b"%DOCX 208 tin"


def test_files_of_a_crash_are_removed_when_old_and_no_others(cast, report, settings):
    stray = Path(settings.SOURCES_DIR) / "ab" / "abcdef.content"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    assert services.orphans_remove(older_than=timedelta(days=1)) == 0
    os.utime(stray, (0, 0))
    assert services.orphans_remove(older_than=timedelta(days=1)) == 1
    assert queries.source_content(by=cast.an, source=report) == b"%DOCX 208 tin"


def test_a_missing_file_is_told_and_not_guessed(cast, report):
    queries.store().remove(report.storage_name)
    with pytest.raises(Refusal) as refusal:
        queries.source_content(by=cast.an, source=report)
    assert refusal.value.code == "NGUON-411"
    assert not Opening.objects.exists()


def test_no_table_of_this_room_holds_plain_sentences_but_masked_ones(report):
    services.excerpt_keep(source=report, start=0, end=43, paragraph=1)
    assert [excerpt.text for excerpt in Excerpt.objects.all()] == ["Đồng chí ██████ ███ ████ trình bày báo cáo."]
