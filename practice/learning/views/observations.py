"""An observation: plan it, prepare it, score it apart, compare, or say why it was not."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.learning import queries
from practice.learning.actions import observations
from practice.learning.forms.observing import (
    AlongsideForm,
    CancelForm,
    CompareForm,
    FamilyWordsForm,
    PlanForm,
    PrepareForm,
)
from practice.learning.gate import colleagues, get_observation_or_404, open_families
from practice.learning.models import Observation
from practice.learning.permissions import can_hear_family, can_learn, can_prepare, can_see_team
from practice.learning.workflow import OBSERVING


@require_http_methods(["GET", "POST"])
def observation_plan(request: StaffRequest) -> HttpResponse:
    """Plan one; `with` in the address chooses the colleague beforehand, as from the team's page."""
    require(can_learn(request.user))
    others = colleagues(request.user)
    oversees = bool(can_see_team(request.user))
    chosen = request.GET.get("with", "")
    initial = {"colleague": chosen, "direction": "them" if chosen else "me"}
    form = PlanForm(request.POST or None, others=others, oversees=oversees, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        two = (request.user, told["colleague"])
        worker, observer = reversed(two) if form.they_are_seen else two
        try:
            planned = observations.plan(
                by=request.user, worker=worker, observer=observer, planned_for=told["planned_for"], kind=told["kind"]
            )
        except ValidationError as problem:
            form.add_error("planned_for", problem.message_dict["planned_for"])
        else:
            words = "Planned. Say which family it is with, and ask them."
            return done(request, "observation-planned", words, to=planned.get_absolute_url())
    return show(request, "learning/observation_plan.html", {"form": form})


@require_GET
def observation_detail(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    """What it is, what waits for whom, and, once both have scored, both scores side by side."""
    observation = get_observation_or_404(request.user, observation_id)
    AuditEvent.record_read("observation.opened", by=request.user, family=observation.family_id, subject=observation)
    user = request.user
    opened = open_families(user, [observation.family_id])
    context = {
        "observation": observation,
        "other": observation.other_than(user),
        "is_mine": user.pk == observation.worker_id,
        "family": queries.family_in_words(observation.family, opened),
        "family_is_open": observation.family_id in opened,
        "offered": {one.name: one for one in OBSERVING.offered(user, observation)},
        "may_prepare": can_prepare(user, observation),
        "may_hear": can_hear_family(user, observation),
        "groups": queries.compared(user, observation),
        "begun": queries.draft_of(user, observation),
    }
    return show(request, "learning/observation_detail.html", context)


@require_http_methods(["GET", "POST"])
def observation_prepare(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    observation = get_observation_or_404(request.user, observation_id)
    require(can_prepare(request.user, observation))
    families = queries.families_of_worker(request.user, observation)
    initial = {
        "planned_for": observation.planned_for,
        "family": observation.family_id,
        "consent": observation.consent,
    }
    form = PrepareForm(request.POST or None, families=families, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        family = observation.family if families is None else told["family"]
        try:
            observations.prepare(
                observation=observation,
                by=request.user,
                planned_for=told["planned_for"],
                family=family,
                consent=told["consent"],
            )
        except ValidationError as problem:
            form.add_error("planned_for", problem.message_dict["planned_for"])
        else:
            return done(request, "observation-prepared", "Kept.", to=observation.get_absolute_url())
    return _one_form(request, observation, form, heading="Prepare", submit="Keep it")


@require_http_methods(["GET", "POST"])
def observation_compare(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    observation = get_observation_or_404(request.user, observation_id)
    require(OBSERVING.decide("compare", request.user, observation))
    form = CompareForm(request.POST or None)
    if form.is_valid():
        observations.compare(observation=observation, by=request.user, **form.cleaned_data)
        return done(request, "observation-compared", "Kept.", to=observation.get_absolute_url())
    return _one_form(request, observation, form, heading="What you learnt together", submit="Keep it")


@require_http_methods(["GET", "POST"])
def observation_alongside(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    observation = get_observation_or_404(request.user, observation_id)
    require(OBSERVING.decide("alongside", request.user, observation))
    initial = {"observed_on": observation.likely_on}
    form = AlongsideForm(request.POST or None, initial=initial)
    if form.is_valid():
        observations.work_alongside(observation=observation, by=request.user, **form.cleaned_data)
        return done(request, "observation-compared", "Kept.", to=observation.get_absolute_url())
    return _one_form(request, observation, form, heading="A visit alongside", submit="Keep it")


@require_http_methods(["GET", "POST"])
def observation_hear(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    observation = get_observation_or_404(request.user, observation_id)
    require(can_hear_family(request.user, observation))
    form = FamilyWordsForm(request.POST or None, initial={"words": observation.family_words})
    if form.is_valid():
        observations.hear_family(observation=observation, by=request.user, words=form.cleaned_data["words"])
        return done(request, "observation-heard", "Kept.", to=observation.get_absolute_url())
    return _one_form(request, observation, form, heading="What the family said", submit="Keep it")


@require_http_methods(["GET", "POST"])
def observation_cancel(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    observation = get_observation_or_404(request.user, observation_id)
    require(OBSERVING.decide("cancel", request.user, observation))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        observations.cancel(observation=observation, by=request.user, because=form.cleaned_data["because"])
        words = "Kept, with the reason. Plan another soon."
        return done(request, "observation-cancelled", words, to=observation.get_absolute_url())
    return _one_form(request, observation, form, heading="It did not happen", submit="Keep the reason")


def _one_form(
    request: StaffRequest, observation: Observation, form: object, *, heading: str, submit: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "caption": observation.between,
        "back": observation.get_absolute_url(),
        "back_words": "The observation",
    }
    return show(request, "learning/form.html", context)
