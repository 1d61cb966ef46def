"""Reading a report: what the page shows, and what each word of the officer does, with and without script."""

from __future__ import annotations

from typing import Any

from desk_builders import REPORT, candidate_holding, complete

from chungtay.gathering.intake import queries as intake


def test_the_page_shows_the_original_beside_its_figures(cast: Any, enter: Any, reading: Any) -> None:
    page = enter(cast.chi).get(f"/bao-cao/{reading.pk}/").content.decode()
    found = candidate_holding(reading, "366")
    assert f'id="m-{found.pk}" href="#c-{found.pk}">' in page
    assert f'id="c-{found.pk}"' in page


def test_names_in_the_original_are_shown_as_blocks(cast: Any, enter: Any, reading: Any) -> None:
    page = enter(cast.chi).get(f"/bao-cao/{reading.pk}/").content.decode()
    assert "Nguyễn Văn Thử" in REPORT
    assert "Văn Thử" not in page
    assert "█" in page


def test_a_neighbours_report_does_not_exist(cast: Any, enter: Any, reading: Any) -> None:
    assert enter(cast.giang).get(f"/bao-cao/{reading.pk}/").status_code == 404


def test_a_partner_is_refused_reports_altogether(cast: Any, enter: Any, reading: Any) -> None:
    assert enter(cast.hoa).get(f"/bao-cao/{reading.pk}/").status_code == 403


def test_dropping_by_a_plain_form_leads_back_to_the_figure(cast: Any, enter: Any, reading: Any) -> None:
    found = candidate_holding(reading, "366")
    answer = enter(cast.chi).post(f"/bao-cao/{reading.pk}/so/{found.pk}/", {"do": "drop"})
    assert answer["Location"] == f"/bao-cao/{reading.pk}/#c-{found.pk}"
    assert candidate_holding(reading, "366").state == "dropped"


def test_dropping_by_htmx_answers_with_the_figure_and_the_counts_alone(cast: Any, enter: Any, reading: Any) -> None:
    found = candidate_holding(reading, "366")
    answer = enter(cast.chi).post(
        f"/bao-cao/{reading.pk}/so/{found.pk}/", {"do": "drop"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert page.startswith("<article")
    assert 'id="progress" hx-swap-oob="true"' in page
    assert "HX-Request" in answer["Vary"]


def test_what_was_dropped_can_be_taken_back(cast: Any, enter: Any, reading: Any) -> None:
    found, client = candidate_holding(reading, "366"), enter(cast.chi)
    client.post(f"/bao-cao/{reading.pk}/so/{found.pk}/", {"do": "drop"})
    client.post(f"/bao-cao/{reading.pk}/so/{found.pk}/", {"do": "reopen"})
    assert candidate_holding(reading, "366").state == "proposed"


def correction(**changes: str) -> dict[str, str]:
    usual = {
        "do": "correct",
        "indicator": "campaigns.launches",
        "precision": "exact",
        "value": "1.367",
        "status": "result",
        "place": "Thành phố Hà Nội",
        "start": "01/01/2013",
        "end": "31/12/2018",
    }
    return usual | changes


def test_a_correction_is_read_in_vietnamese_numbers_and_dates(cast: Any, enter: Any, reading: Any) -> None:
    found = candidate_holding(reading, "366")
    enter(cast.chi).post(f"/bao-cao/{reading.pk}/so/{found.pk}/", correction())
    after = candidate_holding(reading, "366")
    assert (after.state, after.value, after.period_end.isoformat()) == ("corrected", 1367, "2018-12-31")


def test_a_refused_correction_says_why_and_keeps_what_was_typed(cast: Any, enter: Any, reading: Any) -> None:
    found = candidate_holding(reading, "366")
    answer = enter(cast.chi).post(f"/bao-cao/{reading.pk}/so/{found.pk}/", correction(place="Xứ Không Có"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "DIABAN-005" in page
    assert 'value="Xứ Không Có"' in page
    assert candidate_holding(reading, "366").state == "proposed"


def test_an_approver_reads_but_changes_nothing(cast: Any, enter: Any, reading: Any) -> None:
    found, client = candidate_holding(reading, "366"), enter(cast.dung)
    assert 'value="drop"' not in client.get(f"/bao-cao/{reading.pk}/").content.decode()
    assert client.post(f"/bao-cao/{reading.pk}/so/{found.pk}/", {"do": "drop"}).status_code == 403


def test_a_figure_that_was_missed_is_added_where_its_words_stand(cast: Any, enter: Any, reading: Any) -> None:
    before = len(intake.candidates_of(reading))
    number = next(n for n, line in enumerate(filter(str.strip, REPORT.splitlines()), 1) if "15.000" in line)
    typed = {"words": "hơn 15.000 vụ", "paragraph": number, "indicator": "disputes.settled_by_organisations"}
    enter(cast.chi).post(f"/bao-cao/{reading.pk}/so/moi/", typed | {"precision": "more_than", "value": "15.000"})
    added = intake.candidates_of(reading)[-1]
    assert (len(intake.candidates_of(reading)), added.state, added.surface) == (before + 1, "added", "hơn 15.000 vụ")


def test_sending_what_was_confirmed_leads_to_its_batch(cast: Any, enter: Any, reading: Any) -> None:
    complete(cast.chi, reading)
    answer = enter(cast.chi).post(f"/bao-cao/{reading.pk}/trinh/")
    reading.refresh_from_db()
    assert answer["Location"] == f"/dot-so-lieu/{reading.batch_id}/"


def test_sending_nothing_is_refused_with_a_message(cast: Any, enter: Any, reading: Any) -> None:
    answer = enter(cast.chi).post(f"/bao-cao/{reading.pk}/trinh/", follow=True)
    assert "[DOC-215]" in answer.content.decode()


def test_the_checks_can_be_tried_before_sending(cast: Any, enter: Any, reading: Any) -> None:
    complete(cast.chi, reading)
    page = enter(cast.chi).get(f"/bao-cao/{reading.pk}/?kiem-tra=1").content.decode()
    assert 'id="findings"' in page


def test_from_below_the_last_figure_one_step_leads_to_where_it_is_sent(cast: Any, enter: Any, reading: Any) -> None:
    page = enter(cast.chi).get(f"/bao-cao/{reading.pk}/").content.decode()
    assert 'href="#progress"' in page.split('class="bench__foot"')[1]
    assert 'id="progress"' in page
