"""Figures of groups large enough that nobody can be told in them. Plain Python on purpose."""

from collections.abc import Hashable, Mapping

# The fewest answers, or uses, that a figure is made of.
FEWEST = 10
# The fewest people of whom it is told together what they did: whether they were seen at work, or held supervision.
FEW = 5


def large_enough[Key: Hashable](counts: Mapping[Key, int], fewest: int = FEWEST) -> list[Key]:
    """The parts of a whole whose figures may stand beside the whole's, the others being told together as the rest.

    A part is shown when it counts at least `fewest`. The rest counts nothing or at least `fewest` as well, so that
    taking the parts shown from the whole tells of no small group: where it would, the smallest part shown joins it.
    Ties go by the order of `counts`.
    """
    shown = [key for key, count in counts.items() if count >= fewest]
    shown.sort(key=lambda key: counts[key], reverse=True)
    rest = sum(count for key, count in counts.items() if key not in shown)
    while shown and 0 < rest < fewest:
        rest += counts[shown.pop()]
    return [key for key in counts if key in shown]
