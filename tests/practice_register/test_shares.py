"""Shares of votes, and how sure they are."""

import pytest

from outcomes.statistics import proportion
from practice.register.shares import Split, wilson


@pytest.mark.parametrize(("x", "n"), [(0, 1), (1, 1), (0, 10), (3, 10), (5, 10), (10, 10), (81, 263), (299, 300)])
def test_the_interval_is_the_one_that_figures_have(x: int, n: int) -> None:
    figure = proportion(x, n)
    assert figure is not None
    assert figure.interval is not None
    assert wilson(x, n) == pytest.approx((figure.interval.low, figure.interval.high), abs=1e-12)


def test_the_interval_is_that_of_a_published_example() -> None:
    """81 of 263: 0.2553 to 0.3662. Newcombe 1998, Statistics in Medicine 17:857-872, table I."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.00005)


@pytest.mark.parametrize(("x", "n"), [(-1, 3), (4, 3), (0, 0)])
def test_what_is_no_share_has_no_interval(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(x, n)


def test_a_split_says_itself_in_words() -> None:
    split = Split.of(["towards", "against", "towards", "neutral"])
    assert split.in_words == "2 towards, 1 neither, 1 against"
    assert split.said_share == "50%"
    assert not split.is_enough


def test_nothing_is_said_of_no_votes() -> None:
    assert (Split().share, Split().said_share, Split().said_interval) == (None, "–", "")
