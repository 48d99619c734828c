"""The made-up authority's towards-or-against register: what stands in it, who voted and why, and what was done.

Votes are cast through the actions people use, and then given the days on which they would have been cast: before what
was done about a thing, and since. Who changed their mind keeps the vote from before.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import FAMILY_ROLES, Membership, Role, Staff
from hampshire.links.models import LASTS, OneTimeLink
from practice.register.actions import changes, entries, votes
from practice.register.models import Entry, Vote

_said = tomllib.loads((Path(__file__).parent / "data" / "register.toml").read_text(encoding="utf8"))
MADE = timedelta(hours=50)  # before a family voted by its link
WAYS = ("towards", "neutral", "against")
BEGAN = 400  # days ago, when the register did
ODDS_OF_A_REASON = 0.6
OF_OTHERS = {"votes": [6, 2, 1], "n": 9, "families": 0}  # what other parts have put in and nothing is told of


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in the register, as data/register.toml tells it."""

    entry: Entry
    n: int
    families: int
    votes: list[int]
    done: list[list[int | str]]
    after: list[int] | None = None
    reasons: dict[str, list[str]] = field(default_factory=dict)


@transaction.atomic
def tell(*, seed: int, today: date) -> None:
    """Fill the register. The same seed tells the same. What stands in it already is voted on too."""
    rng = Random(f"{seed}/register")
    keeper = Staff.objects.in_bulk(_with_roles(Role.ADMINISTRATOR))
    by = min(keeper.values(), key=lambda person: person.email)
    voters = sorted(Staff.objects.in_bulk(_with_roles(*FAMILY_ROLES)).values(), key=lambda person: person.email)
    others = list(Entry.objects.current().by_name())
    told = [_entered(one, by, today) for one in _said["entries"]]
    told += [_answered_for(entry, by) for entry in others if entry not in {one.entry for one in told}]
    for one in told:
        _live(rng, one, voters, by, today)


def _with_roles(*roles: str) -> list[object]:
    return list(Membership.objects.current().filter(role__in=roles).values_list("staff_id", flat=True))


def _entered(one: dict[str, object], by: Staff, today: date) -> Told:
    """Put in by whoever keeps the register, unless another part has put it in by the same name."""
    named = {"kind": str(one["kind"]), "name": str(one["name"])}
    entry = Entry.objects.current().filter(**named).first()
    owner = Staff.objects.filter(name=one["owner"]).first()
    if entry is None:
        entry = entries.enter(**named, about=str(one["about"]), owner=owner, by=by)
        Entry.objects.filter(pk=entry.pk).update(entered_at=_moment(today - timedelta(days=BEGAN), 9))
    elif entry.owner is None:
        entry = entries.amend(entry=entry, **named, about=entry.about, owner=owner, by=by)
    reasons = {key: value for key, value in one.items() if key.removeprefix("family_") in WAYS}
    counted = {key: one[key] for key in ("n", "families", "votes", "done")}
    return Told(entry, after=one.get("after"), reasons=reasons, **counted)  # type: ignore[arg-type]


def _answered_for(entry: Entry, by: Staff) -> Told:
    """What came with Hampshire, or another part has put in: somebody here answers for it from now on."""
    one = OF_OTHERS | next((one for one in _said["others"] if one["name"] == entry.name), {})
    owner = Staff.objects.filter(name=one["owner"]).first() if "owner" in one else entry.owner or by
    entry = entries.amend(entry=entry, kind=entry.kind, name=entry.name, about=entry.about, owner=owner, by=by)
    reasons = {key: value for key, value in one.items() if key.removeprefix("family_") in WAYS}
    return Told(entry, n=one["n"], families=one["families"], votes=one["votes"], done=[], reasons=reasons)


def _live(rng: Random, told: Told, voters: list[Staff], by: Staff, today: date) -> None:
    """Votes, what was done, and votes since then."""
    said: set[str] = set()
    acted = [int(one[0]) for one in told.done]
    first = rng.sample(voters, min(round(told.n * 0.6), len(voters)))
    for voter in first:
        _vote(rng, told, voter, told.votes, said, _between(rng, today, BEGAN - 20, min(acted, default=3)))
    for days_ago, text in told.done:
        written_by = told.entry.owner if told.entry.owner and told.entry.owner.pk else by
        made_on = today - timedelta(days=int(days_ago))
        changes.write(entry=told.entry, text=str(text), made_on=made_on, by=written_by)
    if told.after:
        fresh = [voter for voter in voters if voter not in first]
        again = rng.sample(first, len(first) // 2) + rng.sample(fresh, min(3, len(fresh)))
        for voter in again:
            _vote(rng, told, voter, told.after, said, _between(rng, today, min(acted), 0))
    for _ in range(told.families):
        _family(rng, told, rng.choice(first), said, _between(rng, today, min(acted, default=90), 0))


def _vote(rng: Random, told: Told, by: Staff, odds: list[int], said: set[str], moment: datetime) -> None:
    way = rng.choices(WAYS, odds)[0]
    reason = _reason(rng, told.reasons.get(way, []), said)
    before = Vote.objects.standing().filter(entry=told.entry, by=by).first()
    vote = votes.cast(entry=told.entry, direction=way, reason=reason, by=by)
    if before and before.pk != vote.pk:
        Vote.objects.filter(pk=before.pk).update(replaced_at=moment)
    Vote.objects.filter(pk=vote.pk).update(voted_at=moment)


def _family(rng: Random, told: Told, by: Staff, said: set[str], moment: datetime) -> None:
    link, token = votes.ask_family(entry=told.entry, by=by)
    way = rng.choices(WAYS, told.after or told.votes)[0]
    vote = votes.cast_by_link(
        token=token, direction=way, reason=_reason(rng, told.reasons.get(f"family_{way}", []), said)
    )
    Vote.objects.filter(pk=vote.pk).update(voted_at=moment.replace(hour=0, minute=0))
    OneTimeLink.objects.filter(pk=link.pk).update(
        made_at=moment - MADE, used_at=moment, expires_at=moment - MADE + LASTS
    )


def _reason(rng: Random, texts: list[str], said: set[str]) -> str:
    """One that nobody gave yet, or none."""
    fresh = [text for text in texts if text not in said]
    if not fresh or rng.random() > ODDS_OF_A_REASON:
        return ""
    text = rng.choice(fresh)
    said.add(text)
    return text


def _between(rng: Random, today: date, oldest: int, newest: int) -> datetime:
    """A moment from so many days ago to so many, both left out where there is room."""
    days = rng.randint(newest + 1, max(oldest - 1, newest + 1))
    return _moment(today - timedelta(days=days), rng.randint(8, 17))


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 20)))
