"""Places beside each other without harm."""

from chungtay.results.analysis.emulation import funnels, grades, ranks
from chungtay.results.analysis.emulation.grades import Goalpost, Standing, graded
from chungtay.results.analysis.emulation.standing import Reported, standings

POSTS = [Goalpost("complete", 0.5, 1.0, least=0.75), Goalpost("on_time", 0.5, 1.0)]
CUTS = [("C", 0.0), ("B", 0.5), ("A", 0.8)]


def test_a_place_that_misses_a_minimum_has_no_score_whatever_else_it_does() -> None:
    assert graded([0.70, 1.0], [0, 0], POSTS, CUTS).standing is Standing.NOT_MET


def test_a_missing_indicator_gives_no_grade_and_never_the_average_of_the_rest() -> None:
    assert graded([0.95, None], [0, 0], POSTS, CUTS).standing is Standing.NO_GRADE


def test_a_sure_grade_is_not_borderline() -> None:
    found = graded([0.99, 0.99], [0.001, 0.001], POSTS, CUTS)
    assert (found.grade, found.is_borderline) == ("A", False)


def test_a_grade_near_its_cut_is_borderline() -> None:
    found = graded([0.9, 0.9], [0.03, 0.03], POSTS, CUTS)
    assert found.is_borderline
    assert found.low < 0.8 < found.high


def test_good_at_one_thing_does_not_buy_off_another() -> None:
    assert graded([1.0, 0.51], [0, 0], POSTS, CUTS).grade == "C"


def test_more_than_eight_indicators_are_not_graded() -> None:
    posts = [Goalpost(f"i{at}", 0, 1) for at in range(9)]
    assert graded([0.5] * 9, [0] * 9, posts, CUTS).standing is Standing.NO_GRADE
    assert grades.MOST_INDICATORS == 8


def test_a_small_place_has_wider_limits_than_a_large_one() -> None:
    small, large = funnels.limits(5), funnels.limits(500)
    assert small[0] < large[0] < 1 < large[1] < small[1]


def test_places_that_cannot_be_told_apart_are_shown_in_groups_only() -> None:
    alike = ranks.rank_ranges([1.0, 1.1, 1.2, 1.3, 1.4], [0.5] * 5, draws=2000)
    apart = ranks.rank_ranges([1.0, 2.0, 3.0, 4.0, 5.0], [0.01] * 5, draws=2000)
    assert ranks.groups_only(alike)
    assert apart == [(5, 5), (4, 4), (3, 3), (2, 2), (1, 1)]
    assert not ranks.groups_only(apart)


def test_grades_stand_on_reports_alone_and_little_known_places_get_none() -> None:
    places = [Reported("a", 24, 24, 24), Reported("b", 24, 13, 4), Reported("c", 3, 3, 3), Reported("d", 24, 10, 10)]
    found, groups = standings(places)
    assert [one.key for one in found] == ["a", "b", "c", "d"]
    assert found[0].grade is not None
    assert found[0].grade.grade == "A"
    assert found[2].grade is None
    assert found[3].grade is not None
    assert found[3].grade.standing is Standing.NOT_MET
    assert groups or found[0].ranks == (1, 1)
