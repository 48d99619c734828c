"""The page of scores of an observation: saves itself as it is typed, and is kept once all seven are there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.ids import new_id
from hampshire.permissions import require
from hampshire.words import clock
from practice.forms.typed import window
from practice.learning import queries
from practice.learning.actions import observations
from practice.learning.actions import scoring as drafts
from practice.learning.forms.observing import ScoreForm
from practice.learning.forms.tickets import ticket
from practice.learning.gate import get_aside_or_404, get_observation_or_404
from practice.learning.models import Observation, ScoreDraft
from practice.learning.workflow import scoring


@require_http_methods(["GET", "POST"])
def observation_score(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    """Whoever was seen scores; then whoever saw it. Neither page holds anything of the other's."""
    observation = _to_score(request, observation_id)
    if request.method == "GET":
        draft = queries.draft_of(request.user, observation)
        return _draw(request, observation, _form(observation, draft=draft), draft)
    form = _form(observation, request.POST)
    saved = drafts.save(observation=observation, ticket=ticket(request.POST, form, request.user), by=request.user)
    if saved.aside is not None:
        messages.warning(request, "You wrote here in two windows. Choose which goes on; nothing is lost.")
        return HttpResponseRedirect(_url(observation))
    if request.POST.get("do") == "leave":
        words = "Saved. You find it in your week, and here; nobody else sees it."
        return done(request, "scores-saved", words, to=observation.get_absolute_url())
    if form.is_valid():
        return _keep(request, observation, form)
    return _draw(request, observation, form, saved.draft)


def _to_score(request: StaffRequest, observation_id: UUID) -> Observation:
    observation = get_observation_or_404(request.user, observation_id)
    require(scoring(request.user, observation))
    return observation


def _url(observation: Observation) -> str:
    return reverse("learning:observation-score", args=[observation.pk])


def _form(observation: Observation, sent: object = None, draft: ScoreDraft | None = None) -> ScoreForm:
    """With what was sent, or with the draft. Only whoever was seen says when it was, and which visit."""
    visits = queries.visits_around(observation) if observation.is_planned else []
    initial = {"observed_on": observation.likely_on, **(draft.data if draft else {})}
    return ScoreForm(sent, seen=observation.is_planned, visits=visits, initial=initial)


def _draw(request: StaffRequest, observation: Observation, form: ScoreForm, draft: ScoreDraft | None) -> HttpResponse:
    sent_from = window(request.POST.get("window", "")) if request.method == "POST" else ""
    context = {
        "observation": observation,
        "form": form,
        "is_mine": observation.is_planned,
        "draft": draft,
        "window": sent_from or str(new_id()),
        "asides": [(aside, form.beside(aside.data)) for aside in queries.asides_of(draft)],
        "url": _url(observation),
    }
    return show(request, "learning/observation_score.html", context)


def _keep(request: StaffRequest, observation: Observation, form: ScoreForm) -> HttpResponse:
    told = form.cleaned_data
    if observation.is_planned:
        observations.score(
            observation=observation,
            by=request.user,
            scores=form.scores(),
            observed_on=told["observed_on"],
            visit=told.get("visit"),
        )
        words = f"Kept. Now it is {observation.observer.short_name}’s turn; then you compare."
    else:
        observations.watch(observation=observation, by=request.user, scores=form.scores())
        words = "Kept. Both of you see both now. Find an hour to compare."
    return done(request, "observation-scored", words, to=observation.get_absolute_url())


@require_http_methods(["GET", "POST"])
def observation_score_save(request: StaffRequest, observation_id: UUID) -> HttpResponse:
    """What script talks to. POST keeps what is typed; GET tells how the draft stands, with a fresh CSRF token."""
    observation = _to_score(request, observation_id)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request), **_told(queries.draft_of(request.user, observation))})
    form = _form(observation, request.POST)
    saved = drafts.save(observation=observation, ticket=ticket(request.POST, form, request.user), by=request.user)
    if saved.aside is None:
        return JsonResponse(_told(saved.draft))
    words = f"You wrote on this page in another window at {clock(saved.draft.saved_at)}."
    return JsonResponse(_told(saved.draft) | {"words": words, "url": _url(observation)}, status=409)


def _told(draft: ScoreDraft | None) -> dict[str, object]:
    return {"version": draft.version, "saved": clock(draft.saved_at)} if draft else {"version": 0, "saved": ""}


@require_POST
def observation_score_choose(request: StaffRequest, observation_id: UUID, aside_id: UUID) -> HttpResponse:
    """Go on with what another of one's windows held, or put it away."""
    observation = _to_score(request, observation_id)
    aside = get_aside_or_404(request.user, observation, aside_id)
    if request.POST.get("do") == "put-away":
        drafts.put_away(aside=aside, by=request.user)
        return done(request, "scores-put-away", "Put away.", to=_url(observation))
    drafts.go_on_with(aside=aside, by=request.user)
    return done(request, "scores-chosen", "Here it is. What stood here before is kept above.", to=_url(observation))
