"""What is recorded of a family already, for an assessment to take in with a tap: nobody writes it twice.

Each list is fetched once for all the questions that ask for it, and only where one does.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from cases.models import Family, FamilyMember, NetworkMember, Person
from hampshire import words
from practice.assessments.definition import PICKING, Kind, Question
from practice.assessments.drawing import ADDING, Adding, Pick, Voice
from practice.assessments.keys import about_of, new_of
from practice.assessments.scaling import WORKER
from practice.models import Goal, Quote, Rating, Strength, Worry

# More than anybody reads through on a phone; what an answer has picked is always among them.
MOST = 40


class Recorded:
    """What a family's record offers. `picked` are the ids that answers hold: those are told whatever became of them."""

    def __init__(self, family: Family, picked: Iterable[str] = ()) -> None:
        self.family, self.picked = family, set(picked)

    def picks(self, question: Question) -> tuple[Pick, ...]:
        """What may be picked for a question of one of the PICKING kinds."""
        match question.kind:
            case Kind.STRENGTHS:
                return self.strengths
            case Kind.WORRIES:
                return self.worries
            case Kind.QUOTES:
                return tuple(Pick(key, f"“{quote.text}”", said_by(quote)) for key, quote in self.said.items())
            case Kind.PEOPLE:
                return self.people
        return ()

    @cached_property
    def strengths(self) -> tuple[Pick, ...]:
        found = Strength.objects.filter(family=self.family).with_sightings()
        shown = self._shown(found, lambda one: one.withdrawn_at is None and one.faded_on is None)
        return tuple(Pick(str(one.pk), one.text, _seen(one)) for one in shown)

    @cached_property
    def worries(self) -> tuple[Pick, ...]:
        found = Worry.objects.filter(family=self.family).latest_first()
        shown = self._shown(found, lambda one: one.withdrawn_at is None and one.state != Worry.State.RESOLVED)
        return tuple(Pick(str(one.pk), one.text, _state(one)) for one in shown)

    def told(self, question: Question) -> tuple[Pick, ...]:
        """The same for reading, where whose words they are, and when they were said, stand with them."""
        if question.kind == Kind.QUOTES:
            return tuple(Pick(key, f"“{quote.text}” {said_by(quote)}") for key, quote in self.said.items())
        if question.kind == Kind.PEOPLE:
            return tuple(Pick(one.id, f"{one.text} ({one.about})" if one.about else one.text) for one in self.people)
        return self.picks(question)

    @cached_property
    def said(self) -> dict[str, Quote]:
        """Somebody's own words by id, the newest first. Whether each may be shared decides whether it is printed."""
        found = Quote.objects.filter(family=self.family).latest_first().select_related("person")
        return {str(one.pk): one for one in self._shown(found, lambda one: one.withdrawn_at is None)}

    @cached_property
    def people(self) -> tuple[Pick, ...]:
        """Everybody of the family, then of their network; somebody of both once."""
        told = {str(member.person_id): Pick(str(member.person_id), *_who(member)) for member in self.members}
        for friend in self._network:
            told.setdefault(
                str(friend.person_id),
                Pick(str(friend.person_id), _named(friend.person), friend.who_they_are),
            )
        return tuple(told.values())

    @cached_property
    def members(self) -> list[FamilyMember]:
        found = FamilyMember.objects.filter(family=self.family).with_people()
        return [one for one in found if one.left_on is None or str(one.person_id) in self.picked]

    @cached_property
    def _network(self) -> list[NetworkMember]:
        found = NetworkMember.objects.filter(family=self.family).select_related("person").order_by("id")
        return [one for one in found if one.ends_on is None or str(one.person_id) in self.picked]

    @cached_property
    def _scales(self) -> dict[str, Goal]:
        """The family's scales by the question they ask, each with its ratings so far."""
        told = Rating.objects.standing().in_order()
        found = Goal.objects.filter(family=self.family).current().scales().oldest_first()
        rated = found.prefetch_related(Prefetch("ratings", told, to_attr="told"))
        return {goal.text: goal for goal in reversed(list(rated))}

    def voices(self, question: Question) -> tuple[Voice, ...]:
        """Each child, each parent or carer, and the worker; with what they said of this scale the last time."""
        scale = self._scales.get(question.label)
        last = {str(r.person_id) if r.person_id else WORKER: r for r in scale.told} if scale else {}  # type: ignore[attr-defined]
        asked = {
            str(member.person_id): _named(member.person)
            for member in self.members
            if member.is_child or member.role in (FamilyMember.Role.PARENT, FamilyMember.Role.CARER)
        }
        return tuple(Voice(key, label, _was(last.get(key))) for key, label in {**asked, WORKER: "Worker"}.items())

    def adding(self, question: Question, answers: dict[str, Any]) -> Adding | None:
        """Where something new may be typed beside what is recorded, with what was typed there so far."""
        kind = ADDING.get(question.kind)
        if kind is None:
            return None
        about = kind.about
        if question.kind == Kind.QUOTES:
            about = (("", "Choose"), *((pick.id, pick.text) for pick in self.people))
        text, chosen = str(answers.get(new_of(question.key), "")), str(answers.get(about_of(question.key), ""))
        return Adding(kind.label, kind.about_label, about, text, chosen)

    def _shown(self, found: Iterable[Any], stands: Any) -> list[Any]:
        """Those that stand, the first MOST; and whatever an answer holds."""
        kept, standing = [], 0
        for one in found:
            standing += stands(one)
            if str(one.pk) in self.picked or (stands(one) and standing <= MOST):
                kept.append(one)
        return kept


def picked_in(questions: Iterable[Question], *versions: dict[str, Any]) -> set[str]:
    """Every id that these answers hold."""
    picking = [question.key for question in questions if question.kind in PICKING]
    return {one for answers in versions for key in picking for one in answers.get(key, [])}


def in_order(scores: dict[str, int] | None, voices: Iterable[Voice]) -> dict[str, int]:
    """A scale's numbers in the order of the family's voices, those of somebody who has left last."""
    told = scores or {}
    ours = {voice.key: told[voice.key] for voice in voices if voice.key in told}
    return ours | told


def said_by(quote: Quote) -> str:
    """Yusuf, Mon 16 Nov, not to be shared yet."""
    parts = [quote.speaker, words.short_date(quote.said_on)]
    return ", ".join(parts if quote.may_be_shared else [*parts, "not to be shared yet"])


def _named(person: Person) -> str:
    return person.short_name


def _who(member: FamilyMember) -> tuple[str, str]:
    if member.is_child:
        return _named(member.person), member.person.age
    return _named(member.person), member.role_in_words or member.get_role_display().lower()


def _seen(strength: Any) -> str:
    if strength.faded_on:
        return "not any more"
    times = words.count(strength.times_seen, "time")
    return f"seen {times}, last {words.short_date(strength.last_seen_on)}" if strength.last_seen_on else ""


def _state(worry: Worry) -> str:
    return f"{worry.get_state_display().lower()} since {words.short_date(worry.state_since)}"


def _was(rating: Rating | None) -> str:
    return f"{rating.score} on {words.short_date(rating.rated_on)}" if rating else ""
