"""The shapes of the API's visits: what is sent and what comes back. No rule is here: rules are the action's."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Person
from practice import facts
from practice.models import Domain, NextStep, Rating, Visit, Worry

MOST = 50  # of anything in one visit: no page offers more, and a program gone wrong stays small
LINE = 300

# ---- What comes back ------------------------------------------------------------------------------------------------


class PartOut(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    name = serializers.SerializerMethodField()
    is_child = serializers.BooleanField()
    seen = serializers.BooleanField()
    seen_alone = serializers.BooleanField()
    bedroom_seen = serializers.BooleanField()
    why_not_seen = serializers.CharField()
    account = serializers.CharField(help_text="What happened for this child")

    def get_name(self, part: dict[str, Any]) -> str:
        return _full_name(part["first_name"], part["last_name"], part["known_as"], part["la_child_id"])


@lru_cache(maxsize=1024)
def _full_name(first_name: str, last_name: str, known_as: str, la_child_id: str | None) -> str:
    """As the model says it, which takes a model: a family's visits name the same few people again and again."""
    return Person(first_name=first_name, last_name=last_name, known_as=known_as, la_child_id=la_child_id).full_name


class LoggedByOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class VisitOut(serializers.Serializer[Visit]):
    id = serializers.UUIDField()
    family = serializers.UUIDField(source="family_id")
    happened_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(allow_null=True, help_text="With the family, as told")
    place = serializers.ChoiceField(choices=Visit.Place.choices)
    place_detail = serializers.CharField()
    announced = serializers.BooleanField(allow_null=True)
    purpose = serializers.ChoiceField(choices=Visit.Purpose.choices)
    account = serializers.CharField()
    also_seen = serializers.CharField()
    people = PartOut(source="parts", many=True)
    logged_by = LoggedByOut()
    logged_at = serializers.DateTimeField()
    is_late = serializers.BooleanField(help_text="Recorded later than local policy asks")
    was_lead_worker = serializers.BooleanField()
    amended_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """What the fields above say, without asking each of them: a list is mostly this. A test holds the two alike."""
        return {
            "id": str(instance.pk),
            "family": str(instance.family_id),
            "happened_at": _local(instance.happened_at),
            "minutes": instance.minutes,
            "place": instance.place,
            "place_detail": instance.place_detail,
            "announced": instance.announced,
            "purpose": instance.purpose,
            "account": instance.account,
            "also_seen": instance.also_seen,
            "people": [_part(part) for part in instance.parts],
            "logged_by": {"id": str(instance.logged_by_id), "name": instance.logged_by.name},
            "logged_at": _local(instance.logged_at),
            "is_late": instance.is_late,
            "was_lead_worker": instance.was_lead_worker,
            "amended_at": _local(instance.amended_at),
            "withdrawn_at": _local(instance.withdrawn_at),
        }


def _local(moment: datetime | None) -> datetime | None:
    return moment and timezone.localtime(moment)


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "person": part["person"],
        "name": _full_name(part["first_name"], part["last_name"], part["known_as"], part["la_child_id"]),
        "is_child": part["is_child"],
        "seen": part["seen"],
        "seen_alone": part["seen_alone"],
        "bedroom_seen": part["bedroom_seen"],
        "why_not_seen": part["why_not_seen"],
        "account": part["account"],
    }


class QuoteOut(serializers.Serializer[Any]):
    speaker = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField(help_text="Blank for English")
    translation = serializers.CharField(help_text="In English")
    may_be_shared = serializers.BooleanField()


class StrengthSeenOut(serializers.Serializer[Any]):
    strength = serializers.UUIDField(source="strength_id")
    text = serializers.CharField(source="strength.text")


class WorryFoundOut(serializers.Serializer[Any]):
    worry = serializers.UUIDField(source="worry_id")
    text = serializers.CharField(source="worry.text")
    state = serializers.ChoiceField(choices=Worry.State.choices)


class RatingOut(serializers.Serializer[Any]):
    goal = serializers.UUIDField(source="goal_id")
    voice = serializers.ChoiceField(choices=Rating.Voice.choices)
    person = serializers.UUIDField(source="person_id", allow_null=True)
    score = serializers.IntegerField()


class NextStepOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()
    owner = serializers.ChoiceField(choices=NextStep.Owner.choices)
    who = serializers.CharField(help_text="Who does it, by name")
    goal = serializers.UUIDField(source="goal_id", allow_null=True)
    how_we_will_know = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)


class WithoutItOut(serializers.Serializer[Any]):
    worry = serializers.UUIDField(source="worry_id")
    text = serializers.CharField(help_text="When the worry did not happen, and what was different")
    person = serializers.UUIDField(source="told_by_id", allow_null=True, help_text="Who told of it")


class CarriedOut(serializers.Serializer[Any]):
    decision = serializers.UUIDField(source="decision_id")
    text = serializers.CharField(source="decision.text")
    closes = serializers.BooleanField(help_text="Done; otherwise it was taken further and stays open")
    how_it_went = serializers.CharField()


class StrainedOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()
    repaired_on = serializers.DateField(allow_null=True)


class MendedOut(serializers.Serializer[Any]):
    rupture = serializers.UUIDField(source="pk")
    text = serializers.CharField()
    how = serializers.CharField(source="how_repaired")


class ToolUsedOut(serializers.Serializer[Any]):
    tool = serializers.UUIDField(source="tool_id")
    name = serializers.CharField(source="tool.name")


class WholeVisitOut(VisitOut):
    quotes = serializers.SerializerMethodField()
    strengths = serializers.SerializerMethodField()
    worries = serializers.SerializerMethodField()
    ratings = serializers.SerializerMethodField()
    next_steps = serializers.SerializerMethodField()
    exceptions = serializers.SerializerMethodField()
    decisions = serializers.SerializerMethodField()
    ruptures = serializers.SerializerMethodField()
    repairs = serializers.SerializerMethodField()
    tools = serializers.SerializerMethodField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        parts = (
            "quotes", "strengths", "worries", "ratings", "next_steps", "exceptions", "decisions", "ruptures", "repairs",
            "tools",
        )  # fmt: skip
        return super().to_representation(instance) | {name: getattr(self, f"get_{name}")(instance) for name in parts}

    @extend_schema_field(QuoteOut(many=True))
    def get_quotes(self, visit: Visit) -> Any:
        return QuoteOut(visit.told("quotes"), many=True).data

    @extend_schema_field(StrengthSeenOut(many=True))
    def get_strengths(self, visit: Visit) -> Any:
        return StrengthSeenOut(visit.told("sightings"), many=True).data

    @extend_schema_field(WorryFoundOut(many=True))
    def get_worries(self, visit: Visit) -> Any:
        return WorryFoundOut(visit.told("worry_updates"), many=True).data

    @extend_schema_field(RatingOut(many=True))
    def get_ratings(self, visit: Visit) -> Any:
        return RatingOut(visit.told("ratings"), many=True).data

    @extend_schema_field(NextStepOut(many=True))
    def get_next_steps(self, visit: Visit) -> Any:
        return NextStepOut(visit.told("next_steps"), many=True).data

    @extend_schema_field(WithoutItOut(many=True))
    def get_exceptions(self, visit: Visit) -> Any:
        return WithoutItOut(visit.told("worry_exceptions"), many=True).data

    @extend_schema_field(CarriedOut(many=True))
    def get_decisions(self, visit: Visit) -> Any:
        return CarriedOut(visit.told("decision_reports"), many=True).data

    @extend_schema_field(StrainedOut(many=True))
    def get_ruptures(self, visit: Visit) -> Any:
        return StrainedOut(visit.told("ruptures"), many=True).data

    @extend_schema_field(MendedOut(many=True))
    def get_repairs(self, visit: Visit) -> Any:
        return MendedOut(visit.repairs.all(), many=True).data

    @extend_schema_field(ToolUsedOut(many=True))
    def get_tools(self, visit: Visit) -> Any:
        return ToolUsedOut(visit.told("tools_used"), many=True).data


# ---- What is sent ---------------------------------------------------------------------------------------------------


class SeenIn(serializers.Serializer[Any]):
    person = serializers.UUIDField(source="person_id", help_text="A person of this family or its network")
    seen = serializers.BooleanField(default=True)
    seen_alone = serializers.BooleanField(default=False)
    bedroom_seen = serializers.BooleanField(default=False)
    why_not_seen = serializers.CharField(max_length=200, default="", allow_blank=True)
    account = serializers.CharField(default="", allow_blank=True, help_text="What happened for this child")


class SaidIn(serializers.Serializer[Any]):
    text = serializers.CharField()
    person = serializers.UUIDField(source="person_id", default=None, allow_null=True)
    whose = serializers.CharField(max_length=120, default="", allow_blank=True, help_text="For somebody not on record")
    may_be_shared = serializers.BooleanField(default=False)
    language = serializers.CharField(max_length=40, default="", allow_blank=True, help_text="Blank for English")
    translation = serializers.CharField(default="", allow_blank=True, help_text="In English; then say the language")


class NewStrengthIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LINE)
    person = serializers.UUIDField(source="person_id", default=None, allow_null=True)
    domain = serializers.ChoiceField(choices=Domain.choices, default=Domain.OTHER)


class NewWorryIn(NewStrengthIn):
    state = serializers.ChoiceField(choices=Worry.State.choices, default=Worry.State.LIVE)


class WorryStateIn(serializers.Serializer[Any]):
    worry = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Worry.State.choices)


class VoicedIn(serializers.Serializer[Any]):
    voice = serializers.ChoiceField(choices=Rating.Voice.choices)
    score = serializers.IntegerField(min_value=0, max_value=10)
    person = serializers.UUIDField(
        source="person_id", default=None, allow_null=True, help_text="Whose rating; null for the worker's own"
    )


class RatedIn(VoicedIn):
    goal = serializers.UUIDField(source="goal_id")


class NewGoalIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LINE, help_text="In their words")
    domain = serializers.ChoiceField(choices=Domain.choices, default=Domain.OTHER)
    whose = serializers.UUIDField(source="whose_id", default=None, allow_null=True)
    higher_is_better = serializers.BooleanField(default=True)
    ratings = VoicedIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    leans_on = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=MOST, help_text="Strengths on record that it leans on"
    )
    leans_on_new = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        default=list,
        max_length=MOST,
        help_text="Places in this visit's own `strengths`, the first being 0",
    )


class NewStepIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LINE)
    owner = serializers.ChoiceField(choices=NextStep.Owner.choices, default=NextStep.Owner.US)
    due_on = serializers.DateField(default=None, allow_null=True)
    who = serializers.CharField(max_length=120, default="", allow_blank=True, help_text="Who does it, by name")
    goal = serializers.UUIDField(
        source="goal_id", default=None, allow_null=True, help_text="A goal on record that it is towards"
    )
    how_we_will_know = serializers.CharField(max_length=200, default="", allow_blank=True)


class WithoutItIn(serializers.Serializer[Any]):
    worry = serializers.UUIDField(source="worry_id")
    text = serializers.CharField(max_length=LINE, help_text="When the worry did not happen, and what was different")
    person = serializers.UUIDField(source="person_id", default=None, allow_null=True, help_text="Who told of it")


class CarriedIn(serializers.Serializer[Any]):
    decision = serializers.UUIDField(source="decision_id")
    closes = serializers.BooleanField(default=True, help_text="Done; false where it was taken further and stays open")
    how_it_went = serializers.CharField(max_length=LINE, default="", allow_blank=True)


class MendedIn(serializers.Serializer[Any]):
    rupture = serializers.UUIDField(source="rupture_id")
    how = serializers.CharField(max_length=LINE, default="", allow_blank=True, help_text="How that came about")


class VisitIn(serializers.Serializer[Any]):
    happened_at = serializers.DateTimeField()
    account = serializers.CharField(help_text="What happened")
    minutes = serializers.IntegerField(default=None, allow_null=True, min_value=1, max_value=1440)
    place = serializers.ChoiceField(choices=Visit.Place.choices, default=Visit.Place.HOME)
    place_detail = serializers.CharField(max_length=120, default="", allow_blank=True)
    announced = serializers.BooleanField(default=None, allow_null=True)
    purpose = serializers.ChoiceField(choices=Visit.Purpose.choices, default=Visit.Purpose.STATUTORY)
    also_seen = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text="People not on record: the neighbour, a friend"
    )
    people = SeenIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    quotes = SaidIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    resighted = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=MOST, help_text="Strengths on record, seen again"
    )
    strengths = NewStrengthIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    worry_states = WorryStateIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    worries = NewWorryIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    ratings = RatedIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    goals = NewGoalIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    steps_done = serializers.ListField(child=serializers.UUIDField(), default=list, max_length=MOST)
    next_steps = NewStepIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    exceptions = WithoutItIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    decisions = CarriedIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    ruptures = serializers.ListField(
        child=serializers.CharField(max_length=LINE),
        default=list,
        max_length=MOST,
        help_text="What strained it between the family and us, in plain words",
    )
    repairs = MendedIn(many=True, default=list, max_length=MOST)  # type: ignore[call-arg]
    tools = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=MOST, help_text="Tools of the toolkit that were used"
    )

    def facts(self) -> facts.VisitFacts:
        """What was sent, as the action takes it."""
        sent = dict(self.validated_data)
        goals = [{**goal, "ratings": _each(facts.Voiced, goal["ratings"])} for goal in sent["goals"]]
        return facts.VisitFacts(
            **sent
            | {
                "people": _each(facts.Seen, sent["people"]),
                "quotes": _each(facts.Said, sent["quotes"]),
                "strengths": _each(facts.NewStrength, sent["strengths"]),
                "worry_states": {state["worry"]: state["state"] for state in sent["worry_states"]},
                "worries": _each(facts.NewWorry, sent["worries"]),
                "ratings": _each(facts.Rated, sent["ratings"]),
                "goals": _each(facts.NewGoal, goals),
                "next_steps": _each(facts.NewStep, sent["next_steps"]),
                "exceptions": _each(facts.WithoutIt, sent["exceptions"]),
                "decisions": _each(facts.Carried, sent["decisions"]),
                "repairs": _each(facts.Mended, sent["repairs"]),
            }
        )


def _each[Fact](fact: type[Fact], sent: list[dict[str, Any]]) -> list[Fact]:
    return [fact(**one) for one in sent]
