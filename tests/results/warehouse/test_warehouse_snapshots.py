"""Snapshots: one digest over all that a review may print, answering from itself alone and for ever."""

from datetime import date
from typing import Any

import pytest
from warehouse_builders import HANOI, NOVEMBER, SESSIONS, Office

from chungtay.gathering.programmes.services import AreaDraft, programme_create
from chungtay.kernel.errors import Refusal
from chungtay.kernel.periods import programme_term
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.ledger.types import Claim
from chungtay.reference.places.queries import place_get
from chungtay.reference.sources.services import excerpt_keep, source_receive
from chungtay.results.warehouse.models import Snapshot
from chungtay.results.warehouse.queries import answer, snapshot_facts
from chungtay.results.warehouse.questions import By, Question
from chungtay.results.warehouse.services import generation_build, snapshot_freeze
from chungtay.results.warehouse.snapshots import content_of, snapshots_folder

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TERM = programme_term(2023, 2026)
SENTENCE = "Đồng chí Nguyễn Văn An báo cáo: đã tổ chức hơn 15.000 buổi tuyên truyền."


@pytest.fixture
def programme(cast: Any) -> Any:
    """A programme of Hà Nội with one area."""
    return programme_create(
        by=cast.binh,
        number="01/CTr-CAHN-MT",
        title_vi="Chương trình phối hợp",
        title_en="Coordination programme",
        place=place_get(HANOI),
        term=TERM,
        parties=[cast.bodies["CA-HN"], cast.bodies["MT-HN"]],
        areas=[AreaDraft(name_vi="Tuyên truyền", name_en="Communication", indicators=[SESSIONS])],
    )


def _freeze(office: Office, programme: Any) -> Snapshot:
    return snapshot_freeze(by=office.cast.binh, programme=programme, place=programme.place, period=TERM)


def _reported_from_a_document(office: Office) -> Any:
    body = office.cast.bodies["CA-BADINH"]
    source = source_receive(
        by=office.cast.an,
        issuer=body,
        content=b"words",
        filename="bao-cao.docx",
        text=SENTENCE,
        paragraphs=[(0, len(SENTENCE))],
        number="12/BC-CAP",
        title="Báo cáo tháng 11",
        issued_on=date(2025, 11, 17),
    )
    excerpt_keep(source=source, start=0, end=len(SENTENCE), paragraph=1)
    start = SENTENCE.index("hơn 15.000")
    quantity = Quantity.read(15000, Precision.MORE_THAN, as_written="hơn 15.000")
    claim = Claim(SESSIONS, body.place_id, NOVEMBER, quantity, span=(start, start + len("hơn 15.000")))
    return office.appends("CA-BADINH", [claim], source=source)


def test_the_same_ledger_at_the_same_transaction_is_the_same_snapshot(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    first = _freeze(office, programme)
    text = (snapshots_folder() / first.folder / "snapshot.json").read_bytes()
    first_digest = first.digest
    first.delete()
    again = _freeze(office, programme)
    assert again.digest == first_digest
    assert (snapshots_folder() / again.folder / "snapshot.json").read_bytes() == text


def test_frozen_twice_it_is_one_row(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    assert _freeze(office, programme) == _freeze(office, programme)


def test_another_report_makes_another_snapshot_and_leaves_the_old_as_it_was(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    old = _freeze(office, programme)
    office.reports("CA-BADINH", 16)
    new = _freeze(office, programme)
    question = Question((SESSIONS,), HANOI, NOVEMBER)
    values = [answer(question, snapshot=frozen)[0].total.value for frozen in (old, new)]
    assert values == [15, 16]


def test_a_snapshot_answers_as_the_live_warehouse_did(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    office.reports("CA-NGOCHA", 5)
    generation_build()
    snapshot = _freeze(office, programme)
    for by in By:
        question = Question((SESSIONS,), HANOI, NOVEMBER, by=by)
        assert answer(question, snapshot=snapshot) == answer(question)


def test_names_changed_later_do_not_reach_into_the_past(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    snapshot = _freeze(office, programme)
    body = office.cast.bodies["CA-HN"]
    body.name_vi = "Tên mới"
    body.save()
    assert "Tên mới" not in [party.name_vi for party in snapshot_facts(snapshot).programme.parties]


def test_every_figure_keeps_its_words_sentence_and_source(office: Office, programme: Any) -> None:
    _reported_from_a_document(office)
    facts = snapshot_facts(_freeze(office, programme))
    [figure] = facts.figures.values()
    source = facts.sources[figure.source_id]
    assert (figure.as_written, figure.paragraph) == ("hơn 15.000", 1)
    assert (source.number, source.title) == ("12/BC-CAP", "Báo cáo tháng 11")
    assert facts.batches[figure.batch_id].body_code == "CA-BADINH"


def test_the_kept_sentence_names_nobody(office: Office, programme: Any) -> None:
    _reported_from_a_document(office)
    [figure] = snapshot_facts(_freeze(office, programme)).figures.values()
    assert "hơn 15.000 buổi" in figure.sentence
    assert "Nguyễn" not in figure.sentence


def test_a_lower_bound_stays_one(office: Office, programme: Any) -> None:
    _reported_from_a_document(office)
    [row] = answer(Question((SESSIONS,), HANOI, NOVEMBER), snapshot=_freeze(office, programme))
    assert row.total.word is Precision.MORE_THAN


def test_a_changed_file_is_refused(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    snapshot = _freeze(office, programme)
    path = snapshots_folder() / snapshot.folder / "snapshot.json"
    path.write_bytes(path.read_bytes().replace(b'"15"', b'"16"'))
    with pytest.raises(Refusal) as refusal:
        content_of(snapshot)
    assert refusal.value.code == "KHO-004"


def test_a_missing_file_is_told_apart_from_a_changed_one(office: Office, programme: Any) -> None:
    snapshot = _freeze(office, programme)
    (snapshots_folder() / snapshot.folder / "snapshot.json").unlink()
    with pytest.raises(Refusal, match="KHO-003"):
        content_of(snapshot)


def test_a_snapshot_is_asked_for_no_other_map(office: Office, programme: Any) -> None:
    question = Question((SESSIONS,), HANOI, NOVEMBER, frame=date(2013, 1, 1))
    with pytest.raises(Refusal, match="KHO-009"):
        answer(question, snapshot=_freeze(office, programme))


def test_a_place_outside_the_snapshot_is_refused(office: Office, programme: Any) -> None:
    office.reports("CA-BADINH", 15)
    with pytest.raises(Refusal) as refusal:
        answer(Question((SESSIONS,), "p42@2025", NOVEMBER), snapshot=_freeze(office, programme))
    assert refusal.value.code == "KHO-005"


def test_it_holds_the_territory_on_both_maps(office: Office, programme: Any) -> None:
    facts = snapshot_facts(_freeze(office, programme))
    assert [place.key for place in facts.provinces(date(2024, 1, 1))] == ["p01@2013"]
    assert [place.key for place in facts.provinces(date(2026, 1, 1))] == [HANOI]


def test_the_neighbours_figures_are_not_in_it(office: Office, programme: Any) -> None:
    office.reports("CA-HT", 99)
    assert not snapshot_facts(_freeze(office, programme)).figures
