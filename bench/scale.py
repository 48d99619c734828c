"""How much of everything there is for so many people: the proportions of an English authority, a little rounded up."""

from dataclasses import dataclass

PEOPLE_IN_A_FAMILY = 5
VISITS_OF_A_FAMILY = 50
# About one family in twenty is open; never fewer than a caseload review of 500 rows needs.
OPEN_SHARE, OPEN_AT_LEAST = 0.045, 600
FAMILIES_OF_A_WORKER = 15
WORKERS_OF_A_TEAM = 10
TEAMS_OF_AN_AREA = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers of families, of those open now, and of teams and workers."""

    families: int
    open_families: int
    teams: int
    workers_of_a_team: int = WORKERS_OF_A_TEAM

    @classmethod
    def of(cls, people: int) -> "Scale":
        families = max(people // PEOPLE_IN_A_FAMILY, 1)
        open_families = min(max(int(families * OPEN_SHARE), OPEN_AT_LEAST), max(families // 2, 1))
        teams = max(open_families // (FAMILIES_OF_A_WORKER * WORKERS_OF_A_TEAM), 2)
        return cls(families, open_families, teams)
