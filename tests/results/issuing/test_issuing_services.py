"""Issuing for real: frozen once, told to whoever comes second, put right by corrigenda, verified by its bytes."""

import io
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from chungtay import flow
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.actors.models import Level, Line, Role
from chungtay.reference.actors.services import account_create, body_create
from chungtay.reference.places.queries import place_get
from chungtay.results.issuing import agreeing, queries, services, signing
from chungtay.results.issuing.corrigenda import Correction, corrections_of
from chungtay.results.issuing.files import MADE
from chungtay.results.issuing.kinds import FileKind, Rendition
from chungtay.results.issuing.layout import Form
from chungtay.results.issuing.pictures import Pictures
from chungtay.results.publishing import services as publishing
from chungtay.results.publishing.log import queries as log
from chungtay.results.reviews.queries import document_of
from chungtay.results.reviews.services import review_compose, text_write
from chungtay.results.reviews.together.arranging import section_hide, section_rename
from results.issuing.paper_samples import written
from results.reviews.ledger_of_three import frozen

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture
def local(cast: Any) -> Any:
    return written(cast.giang, frozen(cast, place="p42@2013"))


def issued(cast: Any, review: Any, number: int = 5, **more: Any) -> Any:
    return services.issue(by=cast.giang, review=review, number=number, issued_on=timezone.localdate(), **more)


def code_of(refused: Any) -> str:
    return str(refused.value.code)


@pytest.mark.postgres
def test_of_two_who_issue_at_once_one_wins_and_the_other_is_told(cast: Any) -> None:
    review, today = written(cast.dung, frozen(cast)), timezone.localdate()

    class Squares(Pictures):
        def svg(self, block: Any) -> bytes:
            return SQUARE

    class Meanwhile(Squares):
        def svg(self, block: Any) -> bytes:
            if not queries.papers_of(review).exists():
                services.issue(by=cast.dung, review=review, number=7, issued_on=today, pictures=Squares())
            return SQUARE

    with pytest.raises(Refusal) as refused:
        services.issue(by=cast.dung, review=review, number=8, issued_on=today, pictures=Meanwhile())
    assert code_of(refused) == "BANHANH-003"
    assert [(paper.number, paper.ordinal) for paper in queries.papers_of(review)] == [(7, 0)]


def test_a_joint_paper_waits_until_every_party_agrees_to_the_words_as_they_stand(cast: Any) -> None:
    body_create(
        code="MTTW", name_vi="Mặt trận", name_en="Front", line=Line.FRONT, level=Level.CENTRE,
        place=place_get("vn"), parent=None,
    )  # fmt: skip
    review, given = written(cast.binh, frozen(cast, place="p01@2013")), {"by": cast.binh}
    with pytest.raises(Refusal) as refused:
        services.issue(by=cast.binh, review=review, number=5, issued_on=timezone.localdate())
    assert code_of(refused) == "BANHANH-019"
    agreeing.agreement_ask(**given, review=review)
    assert agreeing.reviews_asked(cast.hoa) == [review]
    agreeing.agreement_say(by=cast.hoa, review=review, agrees=True)
    assert (agreeing.reviews_asked(cast.hoa), agreeing.lacking(review, "police")) == ([], ())
    text_write(by=cast.chi, review=review, section="strengths", text="Lời khác hẳn.")
    [front] = agreeing.lacking(review, "police")
    assert front.answer is not None
    assert (front.answer.said, front.is_of_this) == ("agreed", False)
    with pytest.raises(Refusal) as refused:
        agreeing.agreement_write_down(**given, review=review, line="front", letter="Bà Lan đồng ý")
    assert code_of(refused) == "BANHANH-020"
    agreeing.agreement_write_down(**given, review=review, line="front", letter="125/MTTQ-BTT")
    assert agreeing.lacking(review, "police") == ()
    with pytest.raises(NotAllowed) as forbidden:
        agreeing.agreement_say(by=cast.chi, review=review, agrees=True)
    assert code_of(forbidden) == "BANHANH-102"


@pytest.mark.parametrize(("letters", "code"), [({}, "BANHANH-019"), ({"front": "Bà Lan đồng ý"}, "BANHANH-020")])
def test_a_joint_papers_corrigendum_needs_the_letter_of_each_other_party(cast: Any, letters: Any, code: str) -> None:
    body_create(
        code="MTTW", name_vi="Mặt trận", name_en="Front", line=Line.FRONT, level=Level.CENTRE,
        place=place_get("vn"), parent=None,
    )  # fmt: skip
    review, today = written(cast.binh, frozen(cast, place="p01@2013")), timezone.localdate()
    agreeing.agreement_write_down(by=cast.binh, review=review, line="front", letter="125/MTTQ-BTT")
    paper = services.issue(by=cast.binh, review=review, number=5, issued_on=today)
    given = {"by": cast.binh, "issued": paper, "corrections": FIXED, "number": 9, "issued_on": today}
    with pytest.raises(Refusal) as refused:
        services.correct(**given, letters=letters)
    assert code_of(refused) == code
    made = services.correct(**given, letters={"front": "130/MTTQ-BTT", "police": "1/X"})
    assert agreeing.letters_of(made) == ["130/MTTQ-BTT"]


def test_a_paper_is_kept_with_every_file_and_its_hash(cast: Any, local: Any) -> None:
    paper = issued(cast, local)
    files = {file.kind: file for file in queries.files_of_issued(paper)}
    assert set(files) == {*MADE, FileKind.MANIFEST}
    assert files[FileKind.MANIFEST].sha256 == paper.digest == queries.manifest_of_issued(paper).digest
    assert files[FileKind.DOCX].name == f"05-bc-ca-{timezone.localdate():%Y%m%d}.docx"
    assert queries.manifest_of_issued(paper).data["snapshot"]["digest"] == local.snapshot.digest


def test_what_was_issued_stays_when_the_review_is_written_on(cast: Any, local: Any) -> None:
    paper = issued(cast, local)
    before = bytes(queries.file_of(paper, FileKind.DOCX).content)
    text_write(by=cast.giang, review=local, section="strengths", text="Lời khác hẳn.")
    assert bytes(queries.file_of(paper, FileKind.DOCX).content) == before
    assert "Lời khác hẳn" not in queries.manifest_of_issued(paper).content.decode()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"number": 0}, "BANHANH-012"),
        ({"issued_on": date(2020, 1, 1)}, "BANHANH-009"),
        ({"issued_on": date(2999, 1, 1)}, "BANHANH-009"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused(cast: Any, local: Any, more: Any, code: str) -> None:
    given = {"number": 5, "issued_on": timezone.localdate(), **more}
    with pytest.raises(Refusal) as refused:
        services.issue(by=cast.giang, review=local, **given)
    assert code_of(refused) == code


def test_an_unwritten_section_an_illustration_and_others_are_kept_from_issuing(
    cast: Any, local: Any, settings: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        issued(cast, review_compose(by=cast.giang, snapshot=local.snapshot))
    assert code_of(refused) == "BANHANH-004"
    with pytest.raises(NotAllowed) as forbidden:
        services.issue(by=cast.chi, review=local, number=5, issued_on=timezone.localdate())
    assert code_of(forbidden) == "BANHANH-101"
    settings.DEMO = False
    with pytest.raises(Refusal) as refused:
        issued(cast, local)
    assert code_of(refused) == "BANHANH-007"


def test_the_front_issues_and_corrects_nothing_in_the_name_of_the_police(cast: Any, local: Any) -> None:
    front = body_create(
        code="MT-HT", name_vi="Mặt trận", name_en="Front", line=Line.FRONT, level=Level.PROVINCE,
        place=local.place, parent=None,
    )  # fmt: skip
    given = {"username": "lan", "password": "mat-khau-cua-lan-42", "display_name": "Cán bộ Lan"}
    lan, today = account_create(**given, body=front, role=Role.APPROVER), timezone.localdate()
    with pytest.raises(NotAllowed) as forbidden:
        services.issue(by=lan, review=local, number=5, issued_on=today, form=Form("police"))
    assert code_of(forbidden) == "BANHANH-101"
    paper, fixed = issued(cast, local, form=Form("police")), [Correction("phối hợp chặt chẽ", "phối hợp")]
    with pytest.raises(NotAllowed) as forbidden:
        services.correct(by=lan, issued=paper, corrections=fixed, number=6, issued_on=today)
    assert code_of(forbidden) == "BANHANH-101"


def test_a_number_is_given_once_in_a_year(cast: Any, local: Any) -> None:
    issued(cast, local)
    with pytest.raises(Refusal) as refused:
        issued(cast, written(cast.giang, local.snapshot))
    assert code_of(refused) == "BANHANH-008"


def test_the_public_paper_has_the_same_number_and_only_what_may_be_public(cast: Any, local: Any) -> None:
    issued(cast, local)
    flow.review_release(by=cast.giang, review=local)
    public = queries.paper_at(local, 0, Rendition.PUBLIC)
    assert public is not None
    told = queries.manifest_of_issued(public).content.decode()
    assert public.number == 5
    assert "4.000" in told
    for hidden in ("4.003", "phối hợp chặt chẽ", "triển khai hơn"):
        assert hidden not in told
    page = queries.file_of(public, FileKind.PAGE)
    assert log.positions_of(public.digest) == log.positions_of(page.sha256) == [1]
    assert "localhost:8000/cong-khai/kiem-chung/" in bytes(page.content).decode()


def test_a_corrigendum_has_its_own_number_and_the_paper_stays(cast: Any, local: Any) -> None:
    paper = issued(cast, local)
    fixed = [Correction("Các cấp đã phối hợp chặt chẽ.", "Các cấp đã phối hợp.")]
    made = flow.review_correct(by=cast.giang, issued=paper, corrections=fixed, number=9, issued_on=timezone.localdate())
    data = queries.manifest_of_issued(made).data
    assert (made.ordinal, made.corrects_id, data["corrects"]) == (1, paper.pk, paper.digest)
    assert data["paper"]["head"]["title"] == "ĐÍNH CHÍNH"
    assert queries.issued_get(by=cast.giang, id=paper.pk).digest == paper.digest


@pytest.mark.parametrize(
    ("corrections", "code"),
    [
        ([Correction("Không có câu này.", "Câu khác.")], "BANHANH-005"),
        ([], "BANHANH-006"),
        ([Correction("Các cấp đã phối hợp chặt chẽ.", "Đồng chí Nguyễn Văn An đã phối hợp.")], "XET-005"),
    ],
)
def test_a_corrigendum_of_nothing_or_of_other_words_or_that_names_somebody_is_refused(
    cast: Any, local: Any, corrections: Any, code: str
) -> None:
    paper = issued(cast, local)
    with pytest.raises(Refusal) as refused:
        services.correct(by=cast.giang, issued=paper, corrections=corrections, number=9, issued_on=timezone.localdate())
    assert code_of(refused) == code


def test_a_file_is_known_by_its_bytes_and_only_in_its_territory(cast: Any, local: Any) -> None:
    content = bytes(queries.file_of(issued(cast, local), FileKind.DOCX).content)
    found = queries.verified(by=cast.giang, content=content)
    assert found.file is not None
    assert found.file.kind == FileKind.DOCX
    assert queries.verified(by=cast.giang, content=content + b" ").file is None
    assert queries.verified(by=cast.binh, content=content).file is None


def test_a_signature_is_a_last_layer_that_outside_tools_verify(cast: Any, local: Any, tmp_path: Path) -> None:
    paper, key = issued(cast, local), tmp_path / "key.p12"
    key.write_bytes(signing.trial_key_made(password="thu"))
    content = bytes(services.sign(by=cast.giang, issued=paper, key_file=key, password="thu").content)
    assert content.startswith(bytes(queries.file_of(paper, FileKind.PDF).content))
    state = queries.verified(by=cast.giang, content=content).signature
    assert state is not None
    assert (state.is_intact, state.is_whole, state.signer) == (True, True, signing.TRIAL_NAME)
    if shutil.which("pdfsig"):
        (tmp_path / "signed.pdf").write_bytes(content)
        said = subprocess.run(["pdfsig", str(tmp_path / "signed.pdf")], capture_output=True, text=True, timeout=60)
        assert "Signature is Valid" in said.stdout
    with pytest.raises(Refusal) as refused:
        services.sign(by=cast.giang, issued=paper, key_file=key, password="thu")
    assert code_of(refused) == "BANHANH-013"


def test_an_expired_key_and_a_wrong_password_are_refused(tmp_path: Path) -> None:
    key = tmp_path / "key.p12"
    begin = datetime.now(UTC) - timedelta(days=30)
    key.write_bytes(signing.trial_key_made(password="thu", days=10, begin=begin))
    codes = []
    for password in ("thu", "sai"):
        with pytest.raises(Refusal) as refused:
            signing.signed(b"%PDF-1.7", key, password)
        codes.append(code_of(refused))
    assert codes == ["BANHANH-011", "BANHANH-010"]


def rewritten(content: bytes) -> bytes:
    """The PDF with an update appended that turns its first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_only_a_signature_added_elsewhere_leaves_the_paper_what_it_was(cast: Any, local: Any, tmp_path: Path) -> None:
    paper, key = issued(cast, local), tmp_path / "key.p12"
    key.write_bytes(signing.trial_key_made(password="thu"))
    content = bytes(queries.file_of(paper, FileKind.PDF).content)
    signed = signing.signed(content, key, "thu")
    changed = rewritten(content)
    damaged = signed[:-2000] + signed[-2000:].replace(b"0", b"1")
    found = [
        queries.verified(by=cast.giang, content=given)
        for given in (signed, content + b"\n%", changed, signing.signed(changed, key, "thu"), damaged)
    ]
    assert [(item.of is not None, item.begun is not None) for item in found] == [(True, False), *[(False, True)] * 4]


def test_the_public_paper_has_the_bodies_and_sections_of_the_paper_that_was_issued(cast: Any) -> None:
    review = written(cast.dung, frozen(cast))
    key = document_of(review).sections[0].key
    flow.review_issue(by=cast.dung, review=review, number=5, issued_on=timezone.localdate(), issuer="police")
    section_rename(by=cast.dung, review=review, key=key, title="Tên do cán bộ đặt")
    section_hide(by=cast.dung, review=review, key=key)
    flow.review_release(by=cast.dung, review=review)
    official, public = queries.paper_at(review, 0), queries.paper_at(review, 0, Rendition.PUBLIC)
    assert official is not None
    assert public is not None
    printed = [queries.manifest_of_issued(paper).paper for paper in (official, public)]
    assert public.symbol == official.symbol == "BC-BCA"
    assert printed[0].head == printed[1].head
    assert printed[0].blocks[0] == printed[1].blocks[0]


def test_a_public_paper_that_was_refused_is_made_when_asked_again(cast: Any, local: Any) -> None:
    publishing.release(by=cast.giang, review=local)
    paper = issued(cast, local)
    assert flow.lacks_public_paper(local)
    again = flow.review_issue(by=cast.giang, review=local, number=5, issued_on=paper.issued_on)
    assert again == paper
    assert queries.paper_at(local, 0, Rendition.PUBLIC) is not None
    with pytest.raises(Refusal) as refused:
        flow.review_release(by=cast.giang, review=local)
    assert code_of(refused) == "CONGBO-002"


FIXED = [Correction("Các cấp đã phối hợp chặt chẽ.", "Các cấp đã phối hợp.")]


def test_a_corrigendum_is_not_dated_before_its_paper(cast: Any, local: Any) -> None:
    paper, today = issued(cast, local), timezone.localdate()
    paper.issued_on = today + timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        services.correct(by=cast.giang, issued=paper, corrections=FIXED, number=9, issued_on=today)
    assert code_of(refused) == "BANHANH-009"


def test_a_public_corrigendum_says_what_of_it_the_public_paper_prints_and_stands_in_the_log(
    cast: Any, local: Any
) -> None:
    paper = issued(cast, local)
    flow.review_release(by=cast.giang, review=local)
    public = queries.manifest_of_issued(queries.paper_at(local, 0, Rendition.PUBLIC)).paper
    official = queries.manifest_of_issued(paper).paper
    opening = next(block.text for block in public.blocks if block.level and block in official.blocks)
    shorter = opening.rpartition(" ")[0]
    both = [*FIXED, Correction(opening, shorter), Correction(opening, f"{opening} ở xã Đức Thọ: 57 tin")]
    flow.review_correct(by=cast.giang, issued=paper, corrections=both, number=9, issued_on=timezone.localdate())
    made = queries.paper_at(local, 1, Rendition.PUBLIC)
    told = corrections_of(queries.manifest_of_issued(made).paper)
    assert told == [Correction(opening, shorter)]
    assert (made.number, made.corrects.rendition) == (9, Rendition.PUBLIC)
    assert log.positions_of(made.digest)
    flow.review_correct(by=cast.giang, issued=paper, corrections=FIXED, number=10, issued_on=timezone.localdate())
    assert queries.paper_at(local, 2, Rendition.PUBLIC) is None


def test_a_public_paper_tells_of_the_corrigendum_and_neither_has_one_of_its_own(cast: Any, local: Any) -> None:
    today = timezone.localdate()
    made = services.correct(by=cast.giang, issued=issued(cast, local), corrections=FIXED, number=9, issued_on=today)
    flow.review_release(by=cast.giang, review=local)
    public = queries.paper_at(local, 0, Rendition.PUBLIC)
    assert public is not None
    assert "đính chính tại văn bản số 09/BC-CA" in queries.manifest_of_issued(public).paper.blocks[0].text
    for paper in (made, public):
        with pytest.raises(Refusal) as refused:
            services.correct(by=cast.giang, issued=paper, corrections=FIXED, number=10, issued_on=today)
        assert code_of(refused) == "BANHANH-014"
