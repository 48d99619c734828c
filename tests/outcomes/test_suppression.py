"""Small numbers: each result is attacked with everything a reader of the page would know."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from outcomes.suppression import (
    Marker,
    Shown,
    Sum,
    breakdown,
    count,
    counts_together,
    difference,
    mean,
    means_together,
    percentage,
    percentages_together,
    table,
)

Key = tuple[str, str]
CONFIDENTIAL = Shown(None, Marker.CONFIDENTIAL)
thorough = settings(max_examples=60, deadline=None)


def equations(hidden: list, known: dict, sums: list[Sum]) -> tuple[np.ndarray, np.ndarray]:
    """The sums as A h = b in the hidden figures h, everything shown put in."""
    place = {key: number for number, key in enumerate(hidden)}
    a, b = np.zeros((len(sums), len(hidden))), np.zeros(len(sums))
    for line, each in enumerate(sums):
        for key, sign in [(each.total, -1), *((key, 1) for key in each.parts)]:
            if key in place:
                a[line, place[key]] += sign
            else:
                b[line] -= sign * known[key]
    return a, b


def worked_out(shown: dict, sums: list[Sum]) -> list:
    """Hidden counts of which only one whole number from 1 up fits all that is shown, by integer programming."""
    hidden = [key for key, figure in shown.items() if figure.hidden]
    if not hidden:
        return []
    a, b = equations(hidden, {key: figure.value for key, figure in shown.items()}, sums)

    def best(direction: np.ndarray) -> float:
        found = milp(
            direction, constraints=LinearConstraint(a, b, b), integrality=np.ones(len(hidden)), bounds=(1, 999)
        )
        assert found.success, "the shown figures contradict each other"
        return float(found.fun)

    rows = np.eye(len(hidden))
    return [key for key, row in zip(hidden, rows, strict=True) if round(best(row)) == round(-best(-row))]


def solved(hidden: list, known: dict, sums: list[Sum]) -> list:
    """Hidden figures that follow from the shown ones by linear equations alone."""
    a, _ = equations(hidden, known, sums)
    rank = np.linalg.matrix_rank(a) if hidden else 0
    return [key for key, row in zip(hidden, np.eye(len(hidden)), strict=True) if _rank(a, row) == rank]


def _rank(a: np.ndarray, row: np.ndarray) -> int:
    return int(np.linalg.matrix_rank(np.vstack([a, row])))


def grid(body: list[list[int]]) -> tuple[dict[Key, int], list[Sum[Key]]]:
    """A table of counts with its totals, and its sums."""
    columns = [f"c{number}" for number in range(len(body[0]))]
    counts = {(f"r{r}", column): x for r, line in enumerate(body) for column, x in zip(columns, line, strict=True)}
    counts |= {(f"r{r}", "total"): sum(line) for r, line in enumerate(body)}
    counts |= {("total", column): sum(line[c] for line in body) for c, column in enumerate(columns)}
    counts["total", "total"] = sum(map(sum, body))
    rows = [*(f"r{number}" for number in range(len(body))), "total"]
    keys = {row: {column: (row, column) for column in [*columns, "total"]} for row in rows}
    return counts, table(keys, "total", "total")


# One figure on its own


@pytest.mark.parametrize("x", [1, 2, 3, 4, 5])
def test_a_count_from_one_to_five_is_hidden(x: int) -> None:
    assert count(x) == CONFIDENTIAL
    assert count(x).hidden
    assert "protect" in count(x).words


@pytest.mark.parametrize("x", [0, 6, 7, 1000])
def test_nought_and_six_are_shown(x: int) -> None:
    assert count(x) == Shown(x)
    assert count(x).words == ""


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        (5, 50, CONFIDENTIAL),
        (45, 50, CONFIDENTIAL),
        (6, 50, Shown(0.12)),
        (44, 50, Shown(0.88)),
        (0, 50, Shown(0.0)),
        (50, 50, Shown(1.0)),
        (0, 9, CONFIDENTIAL),
        (9, 9, CONFIDENTIAL),
        (0, 10, Shown(0.0, Marker.LOW_RELIABILITY)),
        (12, 29, Shown(12 / 29, Marker.LOW_RELIABILITY)),
        (12, 30, Shown(0.4)),
        (0, 0, Shown(None, Marker.NOTHING)),
    ],
)
def test_a_percentage_needs_ten_and_no_small_part(x: int, n: int, expected: Shown) -> None:
    assert percentage(x, n) == expected


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Shown(None, Marker.NOTHING)),
        (1, CONFIDENTIAL),
        (9, CONFIDENTIAL),
        (10, Shown(1.5, Marker.LOW_RELIABILITY)),
        (29, Shown(1.5, Marker.LOW_RELIABILITY)),
        (30, Shown(1.5)),
    ],
)
def test_a_mean_needs_ten_and_is_marked_under_thirty(n: int, expected: Shown) -> None:
    assert mean(1.5, n) == expected


def test_a_difference_needs_thirty_on_each_side() -> None:
    assert difference(0.1, 30, 30) == Shown(0.1)
    assert difference(0.1, 29, 300) == Shown(None, Marker.LOW_RELIABILITY)
    assert difference(0.1, 300, 9) == CONFIDENTIAL
    assert difference(None, 0, 300) == Shown(None, Marker.NOTHING)


# A list with its total


def test_one_small_team_takes_the_next_smallest_with_it() -> None:
    teams = {"north": 3, "south": 40, "east": 12, "west": 25}
    shown = counts_together(teams | {"area": 80}, breakdown(teams, "area"))
    assert {key for key, figure in shown.items() if figure.hidden} == {"north", "east"}
    assert shown["area"] == Shown(80)


def test_two_small_teams_protect_each_other() -> None:
    teams = {"north": 3, "south": 4, "east": 12}
    shown = counts_together(teams | {"area": 19}, breakdown(teams, "area"))
    assert {key for key, figure in shown.items() if figure.hidden} == {"north", "south"}


def test_two_teams_of_one_do_not_protect_each_other() -> None:
    """Their sum is 2, and neither is nought, or it would be shown."""
    teams = {"north": 1, "south": 1, "east": 12, "west": 9}
    shown = counts_together(teams | {"area": 23}, breakdown(teams, "area"))
    assert {key for key, figure in shown.items() if figure.hidden} == {"north", "south", "west"}


def test_the_total_is_hidden_only_when_nothing_else_would_do() -> None:
    teams = {"north": 1, "south": 1, "east": 1, "west": 1, "mid": 1, "far": 1}
    shown = counts_together(teams | {"area": 6}, breakdown(teams, "area"))
    assert all(figure.hidden for figure in shown.values())


def test_a_team_with_none_is_shown_and_never_hidden_to_protect_another() -> None:
    teams = {"north": 0, "south": 3, "east": 12}
    shown = counts_together(teams | {"area": 15}, breakdown(teams, "area"))
    assert shown["north"] == Shown(0)
    assert shown["south"].hidden
    assert shown["east"].hidden


def test_nothing_small_hides_nothing() -> None:
    teams = {"north": 0, "south": 30, "east": 12}
    shown = counts_together(teams | {"area": 42}, breakdown(teams, "area"))
    assert not any(figure.hidden for figure in shown.values())


def test_a_small_team_cannot_be_had_from_the_service_total_either() -> None:
    """A tree: area A has one team only, so hiding the team must hide the area and something of the other area."""
    counts = {"service": 63, "A": 6, "B": 57, "a1": 6, "b1": 3, "b2": 54}
    sums = [*breakdown(["A", "B"], "service"), *breakdown(["a1"], "A"), *breakdown(["b1", "b2"], "B")]
    shown = counts_together(counts, sums)
    assert shown["b1"].hidden
    assert worked_out(shown, sums) == []


def test_sums_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        counts_together({"north": 3, "south": 40, "area": 44}, breakdown(["north", "south"], "area"))


def test_a_table_with_three_sets_of_totals_is_refused() -> None:
    counts = {"a": 3, "b": 3, "c": 3, "d": 3}
    with pytest.raises(ValueError, match="two-way table"):
        counts_together(counts, [Sum("b", ("a",)), Sum("c", ("a",)), Sum("d", ("a",))])


# A table with its totals


def test_the_reference_table_hides_its_small_cell_and_gives_nothing_away() -> None:
    counts, sums = grid([[24, 9, 3], [18, 12, 7], [31, 8, 11]])
    shown = counts_together(counts, sums)
    hidden = {key for key, figure in shown.items() if figure.hidden}
    assert ("r0", "c2") in hidden
    assert not any("total" in key for key in hidden)
    assert len(hidden) == 4
    assert worked_out(shown, sums) == []
    assert all(figure.value == counts[key] for key, figure in shown.items() if not figure.hidden)


def test_the_reference_table_would_be_worked_out_were_only_the_small_cell_hidden() -> None:
    """The attack used here does find what it should."""
    counts, sums = grid([[24, 9, 3], [18, 12, 7], [31, 8, 11]])
    alone = {key: count(x) for key, x in counts.items()}
    assert worked_out(alone, sums) == [("r0", "c2")]
    assert solved([("r0", "c2")], counts, sums) == [("r0", "c2")]


def test_cells_are_hidden_before_totals_even_where_a_total_would_cost_fewer_figures() -> None:
    counts, sums = grid([[20, 40, 3, 40], [0, 7, 7, 6]])
    hidden = {key for key, figure in counts_together(counts, sums).items() if figure.hidden}
    assert ("r0", "c2") in hidden
    assert not any("total" in key for key in hidden)


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 7), st.integers(0, 40)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@thorough
@given(tables)
def test_no_table_gives_a_hidden_count_away(body: list[list[int]]) -> None:
    counts, sums = grid(body)
    shown = counts_together(counts, sums)
    assert worked_out(shown, sums) == []
    for key, figure in shown.items():
        assert figure.hidden or figure.value == counts[key]
        assert figure.hidden or counts[key] not in range(1, 6)
        assert counts[key] > 0 or not figure.hidden


@thorough
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_tree_gives_a_hidden_count_away(areas: list[list[int]]) -> None:
    counts = {f"t{a}.{t}": x for a, teams in enumerate(areas) for t, x in enumerate(teams)}
    sums = [Sum(f"a{a}", tuple(f"t{a}.{t}" for t in range(len(teams)))) for a, teams in enumerate(areas)]
    sums.append(Sum("service", tuple(f"a{a}" for a in range(len(areas)))))
    counts |= {f"a{a}": sum(teams) for a, teams in enumerate(areas)} | {"service": sum(map(sum, areas))}
    assert worked_out(counts_together(counts, sums), sums) == []


@given(tables)
def test_the_same_table_is_always_hidden_the_same_way(body: list[list[int]]) -> None:
    assert counts_together(*grid(body)) == counts_together(*grid(body))


# Percentages with the percentage of their total


def test_one_teams_hidden_percentage_takes_the_next_smallest_with_it() -> None:
    teams = {"north": (3, 40), "south": (20, 60), "east": (9, 30)}
    shown = percentages_together(teams | {"area": (32, 130)}, breakdown(teams, "area"))
    assert shown["north"].value == CONFIDENTIAL
    assert shown["east"].value == CONFIDENTIAL
    assert shown["south"].value == Shown(20 / 60)
    assert shown["area"].value == Shown(32 / 130)
    assert shown["north"].n == Shown(40)
    assert shown["north"].x == CONFIDENTIAL


def test_a_percentage_of_a_hidden_number_is_hidden() -> None:
    teams = {"north": (0, 4), "south": (20, 60), "east": (12, 30)}
    shown = percentages_together(teams | {"area": (32, 94)}, breakdown(teams, "area"))
    assert all(figure.value.hidden for figure in shown.values() if figure.n.hidden)
    assert shown["north"].n.hidden
    assert shown["north"].x == Shown(0)


def test_a_percentage_of_nothing_is_nothing_and_not_secret() -> None:
    shown = percentages_together({"north": (0, 0), "area": (0, 0)}, breakdown(["north"], "area"))
    assert shown["north"].value == Shown(None, Marker.NOTHING)


pairs = st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@thorough
@given(st.lists(pairs, min_size=1, max_size=5))
def test_no_list_of_percentages_gives_a_hidden_count_away(teams: list[tuple[int, int]]) -> None:
    """The reader knows every x and n shown, works out x from each percentage shown, and knows x + rest = n."""
    shares = {f"t{number}": share for number, share in enumerate(teams)}
    shares["area"] = (sum(x for x, _ in teams), sum(n for _, n in teams))
    names = tuple(f"t{number}" for number in range(len(teams)))
    shown = percentages_together(shares, breakdown(names, "area"))

    seen: dict = {}
    for key, (x, n) in shares.items():
        both = not shown[key].n.hidden and not (shown[key].x.hidden and shown[key].value.hidden)
        seen[key, "n"] = shown[key].n
        seen[key, "x"] = Shown(x) if both or not shown[key].x.hidden else CONFIDENTIAL
        seen[key, "rest"] = Shown(n - x) if both or x == n else CONFIDENTIAL
    lines = [Sum((key, "n"), ((key, "x"), (key, "rest"))) for key in shares]
    lines += [Sum(("area", part), tuple((name, part) for name in names)) for part in ("x", "rest", "n")]
    # n - x is printed nowhere; only where it is small does it matter that it stays unknown.
    not_secret = {(key, "rest") for key, (x, n) in shares.items() if n - x not in range(1, 6)}
    assert set(worked_out(seen, lines)) <= not_secret
    for key, (x, n) in shares.items():
        assert shown[key].value.hidden or percentage(x, n) == shown[key].value
        assert not percentage(x, n).hidden or shown[key].value.hidden


# Means with the mean of their total


def test_one_teams_hidden_mean_takes_the_next_smallest_with_it() -> None:
    teams = {"north": (2.0, 8), "south": (1.0, 40), "east": (0.5, 35)}
    shown = means_together(teams | {"area": (0.9, 83)}, breakdown(teams, "area"))
    assert shown["north"].value == CONFIDENTIAL
    assert shown["east"].value == CONFIDENTIAL
    assert shown["south"].value == Shown(1.0)
    assert shown["area"].value == Shown(0.9)
    assert shown["north"].n == Shown(8)


def test_a_team_with_no_pairs_is_neither_hidden_nor_a_shield() -> None:
    teams = {"north": (2.0, 8), "south": (None, 0), "east": (0.5, 35)}
    shown = means_together(teams | {"area": (0.8, 43)}, breakdown(teams, "area"))
    assert shown["south"].value == Shown(None, Marker.NOTHING)
    assert shown["east"].value.hidden


def test_a_mean_of_a_hidden_number_is_hidden_as_its_marker_would_tell_about_the_number() -> None:
    sizes, sums = grid([[7, 40, 0], [3, 0, 12]])
    shown = means_together({key: (1.0 if n else None, n) for key, n in sizes.items()}, sums)
    assert shown["r1", "c2"].n.hidden
    assert shown["r1", "c2"].value.hidden


@thorough
@given(tables)
def test_no_table_of_means_gives_a_hidden_mean_away(body: list[list[int]]) -> None:
    """The reader knows every n, and so every product of a shown mean and its n."""
    sizes, sums = grid(body)
    shown = means_together({key: (1.0 if n else None, n) for key, n in sizes.items()}, sums)
    hidden = [key for key, figure in shown.items() if figure.value.hidden and sizes[key]]
    assert solved(hidden, sizes, sums) == []
    for key, n in sizes.items():
        assert shown[key].value.hidden or (n >= 10 and not shown[key].n.hidden)
