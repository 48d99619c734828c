"""Goals and scales: agree one, ask everybody how it is going, end one or take it up again; and what is next."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from practice.actions import goals, steps
from practice.forms.noting import GoalForm, GoalRewordForm, RatingsForm, ScaleForm, StepForm
from practice.models import Goal
from practice.permissions import can_note
from practice.queries import WITH_STANDING, goals_with_voices, person_of
from practice.views.noting import Noting, noted, noting, reword_page, reworded

GOING = "Ask each of them how it is going. 0 is as far from it as can be; 10 is there."


@require_GET
def goal_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Those they work on, with what each voice said last; and those that ended."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    goals_told = goals_with_voices(family)
    context = {
        "current": [one for one in goals_told if one.goal.ended_on is None],
        "over": [one for one in goals_told if one.goal.ended_on],
        "may_note": can_note(request.user, family),
    }
    return family_page(request, family, "practice/goal_list.html", context, opened="goals")


@require_http_methods(["GET", "POST"])
def goal_agree(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = GoalForm(request.POST or None, people=about.people, strengths=about.sheet.strengths)
    if form.is_valid():
        told = form.cleaned_data
        goals.agree(
            family=about.family,
            by=request.user,
            text=told["text"],
            domain=told["domain"],
            whose=person_of(about.family, told["about"]),
            leans_on=[UUID(strength) for strength in told.get("leans", [])],
        )
        return noted(request, about.family, "goal-agreed", "Goal added.")
    return form_page(request, about.family, form, heading="Add a goal", submit="Add this goal", cancel=about.back)


@require_http_methods(["GET", "POST"])
def goal_reword(request: StaffRequest, family_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal or a scale put right: its ratings stay its ratings."""
    about = noting(request.user, family_id)
    goal = get_object_or_404(about.family.goals.current().select_related("whose"), pk=goal_id)
    form = _reword_form(request, about, goal)
    if form.is_valid():
        told = form.cleaned_data
        goals.reword(
            goal=goal,
            by=request.user,
            text=told["text"],
            domain=told["domain"],
            whose=goal.whose if goal.is_scale else person_of(about.family, told["about"]),
            zero_means=told.get("zero_means", goal.zero_means),
            ten_means=told.get("ten_means", goal.ten_means),
        )
        return reworded(request, goal, f"{about.back}#panel-goals")
    return reword_page(request, about, form, goal, f"{about.back}#panel-goals")


def _reword_form(request: StaffRequest, about: Noting, goal: Goal) -> ScaleForm | GoalRewordForm:
    initial = {name: getattr(goal, name) for name in ("text", "domain", "zero_means", "ten_means")}
    if goal.is_scale:
        return ScaleForm(request.POST or None, initial=initial)
    initial["about"] = goal.whose_id or ""
    return GoalRewordForm(request.POST or None, people=about.people, also=goal.whose, initial=initial)


@require_http_methods(["GET", "POST"])
def scale_agree(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """A question that everybody is asked from 0 to 10; on to its first ratings."""
    about = noting(request.user, family_id)
    form = ScaleForm(request.POST or None)
    if form.is_valid():
        scale = goals.agree(family=about.family, by=request.user, kind=Goal.Kind.SCALE, **form.cleaned_data)
        to = reverse("practice:goal-rate", args=[about.family.pk, scale.pk])
        return done(request, "scale-agreed", "Scale added. Now ask each of them.", to=to)
    return form_page(
        request,
        about.family,
        form,
        heading="Add a scale",
        intro="A question you ask everybody, from 0 to 10. It stands beside the goals; it is no target, and counts in "
        "no figure.",
        submit="Add this scale",
        cancel=about.back,
    )


@require_http_methods(["GET", "POST"])
def goal_rate(request: StaffRequest, family_id: UUID, goal_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    shown = next((goal for goal in about.sheet.goals if goal.id == str(goal_id)), None)
    if shown is None:
        raise Http404("No goal by that id is being worked on.")
    form = RatingsForm(request.POST or None, goal=shown, voices=about.sheet.voices)
    if form.is_valid():
        goal = get_object_or_404(about.family.goals.current(), pk=goal_id)
        told = [(voice, score, person_of(about.family, voice.person_id or "")) for voice, score in form.scores()]
        goals.rate_all(goal=goal, by=request.user, scores=[(voice.voice, score, who) for voice, score, who in told])
        return noted(request, about.family, "goal-rated", "Ratings kept.")
    return form_page(
        request,
        about.family,
        form,
        heading=shown.in_words,
        intro=f"Ask each of them. {shown.ends_mean}." if shown.is_scale else GOING,
        submit="Keep these ratings",
        cancel=about.back,
        fields="practice/rating_fields.html",
    )


@require_POST
def goal_end(request: StaffRequest, family_id: UUID, goal_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    goal = get_object_or_404(family.goals.current(), pk=goal_id)
    goals.end(goal=goal, by=request.user)
    return done(request, "goal-ended", "Ended. Its ratings stay.", to=_all_goals(family))


@require_POST
def goal_reopen(request: StaffRequest, family_id: UUID, goal_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    goal = get_object_or_404(family.goals.standing(), pk=goal_id)
    goals.reopen(goal=goal, by=request.user)
    return done(request, "goal-reopened", "Taken up again, with its ratings.", to=_all_goals(family))


def _all_goals(family: Family) -> str:
    return reverse("practice:goal-list", args=[family.pk])


@require_http_methods(["GET", "POST"])
def step_agree(request: StaffRequest, family_id: UUID) -> HttpResponse:
    about = noting(request.user, family_id)
    form = StepForm(request.POST or None)
    if form.is_valid():
        steps.agree(family=about.family, by=request.user, **form.cleaned_data)
        return noted(request, about.family, "step-agreed", "Next step added.")
    return form_page(request, about.family, form, heading="Add a next step", submit="Add this step", cancel=about.back)


@require_POST
def step_tick(request: StaffRequest, family_id: UUID, step_id: UUID) -> HttpResponse:
    """`done` blank opens it again."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    step = get_object_or_404(family.next_steps.filter(withdrawn_at=None), pk=step_id)
    if request.POST.get("done", "1"):
        steps.tick(step=step, by=request.user)
        return noted(request, family, "step-ticked", "Done.")
    steps.untick(step=step, by=request.user)
    return noted(request, family, "step-unticked", "Open again.")
