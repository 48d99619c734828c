"""What the mirror shows of those who lead: whether they are seen at work, work alongside, keep supervision, and how
people find working with them. Groups only: nobody in it can be told.

Supervision stands above this part, and says by a hook whether it was kept:

    from practice.learning import mirror
    mirror.register_kept(supervision_kept)      # from AppConfig.ready()
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from hampshire.accounts.models import OVERSEEING_ROLES, Membership, Role, Team
from practice.learning import quarters
from practice.learning.models import MirrorAnswer, Observation
from practice.learning.models.mirror import MOSTLY, STATEMENTS
from practice.learning.numbers import FEW, FEWEST, large_enough

SIX_MONTHS = timedelta(days=182)
QUARTERS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """Of so many who should have had supervision in time, how many did; `words` say what was counted."""

    kept: int
    of: int
    words: str


type KeptProvider = Callable[[], Kept]

_providers: list[KeptProvider] = []


def register_kept(provider: KeptProvider) -> None:
    """Have `provider` asked for the mirror. Asked on every opening of the page: a few queries at most."""
    if provider not in _providers:
        _providers.append(provider)


def kept() -> list[Kept]:
    """What is known of supervision kept: nothing where nobody registered, or of fewer than five."""
    return [one for provider in _providers if (one := provider()).of >= FEW]


@dataclass(frozen=True, slots=True)
class Led:
    """Those who lead, as a group: `people` of them; `seen` at work in the last six months; with one `planned`;
    `alongside`: visits in the last six months on which one of them went along."""

    label: str
    people: int
    seen: int
    planned: int
    alongside: int


def leaders(today: date | None = None) -> list[Led]:
    """All who lead, where they are at least five; with supervisors and managers apart where each is. Two queries."""
    day = today or timezone.localdate()
    held = Membership.objects.current(day).filter(role__in=OVERSEEING_ROLES, staff__is_active=True)
    roles: dict[str, set[UUID]] = defaultdict(set)
    for staff_id, role in held.values_list("staff_id", "role"):
        roles[role].add(staff_id)
    everybody = set().union(*roles.values()) if roles else set()
    ours = Observation.objects.standing().filter(planned_for__gte=day - 2 * SIX_MONTHS)
    rows = list(ours.values_list("worker_id", "observer_id", "kind", "observed_on", "planned_for"))
    told = [_led("All who lead", everybody, rows, day)] if len(everybody) >= FEW else []
    if all(len(roles[role]) >= FEW for role in OVERSEEING_ROLES):
        told += [_led(f"{Role(role).label}s", roles[role], rows, day) for role in OVERSEEING_ROLES]
    return told


type _Row = tuple[UUID, UUID, str, date | None, date]


def _led(label: str, people: set[UUID], rows: Iterable[_Row], day: date) -> Led:
    seen: set[UUID] = set()
    planned: set[UUID] = set()
    alongside = 0
    for worker, observer, kind, on, planned_for in rows:
        both = kind == Observation.Kind.ALONGSIDE
        here = {worker, observer} & people if both else {worker} & people
        if on is None and planned_for >= day:
            planned |= here
        elif on is not None and on > day - SIX_MONTHS:
            seen |= here
            alongside += bool(both and here)
    return Led(label, len(people), len(seen), len(planned), alongside)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: the mean of what was said of it, 0 to 4, and how many said mostly or completely."""

    text: str
    mean: float
    agree: int


@dataclass(frozen=True, slots=True)
class Part:
    """An area's answers, or the rest of the service's, with the mean of each statement in the order of STATEMENTS."""

    label: str
    n: int
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter that is over. Fewer than ten answers: it says so, and nothing else of them."""

    label: str
    said: list[Said]
    parts: list[Part]
    n: int
    enough: bool


def past_quarters(today: date | None = None) -> list[Quarter]:
    """The last four that are over, the latest first, without those nobody answered in. One query.

    The quarter that still runs is not shown: seeing a mean move from one day to the next tells what one person said.
    """
    running = quarters.quarter_of(today or timezone.localdate())
    wanted = [running]
    for _ in range(QUARTERS_SHOWN):
        wanted.append(quarters.before(wanted[-1]))
    answers: dict[date, list[MirrorAnswer]] = defaultdict(list)
    for one in MirrorAnswer.objects.filter(quarter__in=wanted[1:]).select_related("team").order_by("id"):
        answers[one.quarter].append(one)
    return [_quarter(quarter, answers[quarter]) for quarter in wanted[1:] if quarter in answers]


def _quarter(quarter: date, answers: list[MirrorAnswer]) -> Quarter:
    label = quarters.in_words(quarter)
    if len(answers) < FEWEST:
        return Quarter(label, [], [], 0, enough=False)
    said = [_said(text, [getattr(one, name) for one in answers]) for name, text in STATEMENTS.items()]
    return Quarter(label, said, _parts(answers), len(answers), enough=True)


def _said(text: str, scores: list[int]) -> Said:
    return Said(text, sum(scores) / len(scores), sum(score >= MOSTLY for score in scores))


def _parts(answers: list[MirrorAnswer]) -> list[Part]:
    """By area where each is large enough, and what is left together; nothing where that leaves one part."""
    groups: dict[str, list[MirrorAnswer]] = defaultdict(list)
    for one in sorted(answers, key=lambda one: one.team.name):
        groups[one.team.name if one.team.kind == Team.Kind.AREA else "Smaller areas together"].append(one)
    shown = large_enough({key: len(found) for key, found in groups.items()})
    if not shown or len(groups) < 2:
        return []
    parts = [_part(name, groups[name]) for name in shown]
    rest = [one for key, found in groups.items() if key not in shown for one in found]
    return [*parts, _part("Everybody else’s answers", rest)] if rest else parts


def _part(label: str, answers: list[MirrorAnswer]) -> Part:
    means = [sum(getattr(one, name) for one in answers) / len(answers) for name in STATEMENTS]
    return Part(label, len(answers), tuple(means))
