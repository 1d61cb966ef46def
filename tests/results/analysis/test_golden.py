"""What others published comes out of our code to the digits given."""

import pytest

from chungtay.results.analysis.golden import Golden, goldens

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:diff_diff")


@pytest.mark.parametrize("golden", goldens(), ids=lambda golden: golden.name)
def test_a_published_number_comes_out_to_the_digits_given(golden: Golden) -> None:
    assert tuple(golden.computed()) == pytest.approx(golden.expected, abs=golden.within, rel=0)
    assert golden.holds()
