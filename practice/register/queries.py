"""What the pages of the register read, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hampshire.accounts.models import Staff
from hampshire.links.models import OneTimeLink
from hampshire.words import day_of
from practice.register.actions.votes import PURPOSE
from practice.register.models import Change, Entry, Vote
from practice.register.permissions import can_take_back
from practice.register.shares import APART, Split

WORST = 10
MOST_REASONS = 100


def all_entries() -> QuerySet[Entry]:
    """Every entry with its votes counted and the day of what was done last, for a list that is narrowed and sorted."""
    return Entry.objects.with_votes().with_last_change().select_related("owner")


def entry_or_404(entry_id: UUID) -> Entry:
    return get_object_or_404(Entry.objects.select_related("owner", "entered_by"), pk=entry_id)


def entry_of_link(link: OneTimeLink | None) -> Entry | None:
    """What a family is asked about by this link, unless it is retired by now."""
    return Entry.objects.current().filter(pk=link.subject_id).first() if link else None


def links_of(entry: Entry, user: Staff) -> list[OneTimeLink]:
    """Those for a family that this person may take back, the latest first. Whether one was used is not told: beside the
    votes before and since it would say how that family voted. One query."""
    running = OneTimeLink.objects.about(PURPOSE, entry).running().select_related("made_by")
    return [link for link in running if can_take_back(user, link)]


def link_or_404(entry: Entry, link_id: UUID) -> OneTimeLink:
    return get_object_or_404(OneTimeLink.objects.about(PURPOSE, entry), pk=link_id)


# ---- The whole register ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """The entries of one kind together."""

    value: str
    label: str
    entries: int
    split: Split


@dataclass(frozen=True, slots=True)
class Worst:
    """An entry that few say pulls towards; what was done about it last, and how votes fell since."""

    entry: Entry
    done: Change | None
    since: Split


@dataclass(frozen=True, slots=True)
class Overview:
    """How everything in use stands."""

    entries: int
    split: Split
    from_families: int
    without: int
    kinds: list[Kind]
    worst: list[Worst]

    @classmethod
    def read(cls) -> "Overview":
        """Three queries."""
        entries = list(Entry.objects.current().with_votes().select_related("owner").by_name())
        return cls(
            entries=len(entries),
            split=sum((entry.split for entry in entries), Split()),
            from_families=sum(entry.n_families for entry in entries),  # type: ignore[attr-defined]
            without=sum(not entry.split.n for entry in entries),
            kinds=_kinds(entries),
            worst=_with_what_was_done(_worst(entries)),
        )


def _kinds(entries: list[Entry]) -> list[Kind]:
    """In the order of Entry.Kind; a kind that nothing is of is left out."""
    found = []
    for kind in Entry.Kind:
        of_kind = [entry for entry in entries if entry.kind == kind]
        if of_kind:
            split = sum((entry.split for entry in of_kind), Split())
            found.append(Kind(kind.value, str(kind.label), len(of_kind), split))
    return found


def _worst(entries: list[Entry]) -> list[Entry]:
    """The lowest share towards first, of those with votes enough; where it is the same, more votes first."""
    compared = [entry for entry in entries if entry.split.is_enough and entry.split.towards < entry.split.n]
    return sorted(compared, key=lambda entry: (entry.split.share, -entry.split.n, entry.name))[:WORST]


def _with_what_was_done(entries: list[Entry]) -> list[Worst]:
    ids = [entry.pk for entry in entries]
    last: dict[UUID, Change] = {}
    for change in Change.objects.filter(entry__in=ids).latest_first():
        last.setdefault(change.entry_id, change)
    since = _votes_since({pk: change.made_on for pk, change in last.items()})
    return [Worst(entry, last.get(entry.pk), since[entry.pk]) for entry in entries]


def _votes_since(days: dict[UUID, date]) -> defaultdict[UUID, Split]:
    """How the standing votes fell that were cast on that day or after it, by the entry's id."""
    directions: defaultdict[UUID, list[str]] = defaultdict(list)
    votes = Vote.objects.standing().filter(entry__in=days)
    for pk, direction, voted_at in votes.values_list("entry_id", "direction", "voted_at"):
        if day_of(voted_at) >= days[pk]:
            directions[pk].append(direction)
    return defaultdict(Split, {pk: Split.of(found) for pk, found in directions.items()})


# ---- One entry ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody voted as they did. Not who: a worker or a family, and the month."""

    text: str
    whose: str
    on: date


@dataclass(frozen=True, slots=True)
class Side:
    """The reasons of all who voted one way."""

    direction: str
    label: str
    votes: int
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Done:
    """Something done about an entry: how the votes stood on the eve of it, and how those since then fall."""

    change: Change
    before: Split
    since: Split


@dataclass(frozen=True, slots=True)
class Votes:
    """What is said of an entry, and what was done about it. `families` is None while they are too few to tell apart."""

    split: Split
    staff: Split | None
    families: Split | None
    from_families: int
    held_back: int
    sides: list[Side]
    mine: Vote | None
    done: list[Done]

    @classmethod
    def read(cls, entry: Entry, user: Staff) -> "Votes":
        """Two queries."""
        votes = list(Vote.objects.filter(entry=entry).latest_first())
        standing = [vote for vote in votes if not vote.replaced_at]
        families = [vote for vote in standing if vote.by_id is None]
        apart = len(families) >= APART
        told = standing if apart else [vote for vote in standing if vote.by_id]
        return cls(
            split=_split(standing),
            staff=_split(vote for vote in standing if vote.by_id) if apart else None,
            families=_split(families) if apart else None,
            from_families=len(families),
            held_back=0 if apart else sum(bool(vote.reason) for vote in families),
            sides=_sides(standing, told),
            mine=next((vote for vote in standing if vote.by_id == user.pk), None),
            done=[_done(change, votes) for change in entry.changes.select_related("written_by").latest_first()],
        )


def _split(votes: Iterable[Vote]) -> Split:
    return Split.of(vote.direction for vote in votes)


def _sides(standing: list[Vote], told: list[Vote]) -> list[Side]:
    """What is against first: that is where something is to be done."""
    found = []
    for direction in reversed(Vote.Direction):
        reasons = [_reason(vote) for vote in told if vote.direction == direction and vote.reason][:MOST_REASONS]
        number = sum(vote.direction == direction for vote in standing)
        found.append(Side(direction.value, str(direction.label), number, reasons))
    return found


def _reason(vote: Vote) -> Reason:
    whose = "somebody who works here" if vote.by_id else "a family"
    return Reason(vote.reason, whose, day_of(vote.voted_at).replace(day=1))


def _done(change: Change, votes: list[Vote]) -> Done:
    """A vote stood before the change if it was cast before that day and not replaced by then."""

    def is_from(moment: datetime | None) -> bool:
        return moment is not None and day_of(moment) >= change.made_on

    before = [
        vote for vote in votes if not is_from(vote.voted_at) and (not vote.replaced_at or is_from(vote.replaced_at))
    ]
    since = [vote for vote in votes if not vote.replaced_at and is_from(vote.voted_at)]
    return Done(change, _split(before), _split(since))
