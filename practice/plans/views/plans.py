"""The plan as it stands: its page, whose words it is in, the paper the family keeps, its end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page, form_page, record_reading
from hampshire.htmx import StaffRequest, done, show
from hampshire.languages import name_of
from hampshire.pdf import UnprintableError, download, typeset
from hampshire.permissions import require
from practice import balance
from practice.panels import chart_of
from practice.plans import snapshots
from practice.plans.actions import plans
from practice.plans.forms.small import EndForm, WordsForm, of_the_family
from practice.plans.lines import Share, left_in_english, marked, quoted
from practice.plans.models import Plan
from practice.plans.paper import ENGLISH, Paper
from practice.plans.permissions import (
    can_change_plan,
    can_end_plan,
    can_reopen_plan,
    can_review_plan,
    can_write_plan,
    is_whole,
)
from practice.plans.queries import file_of, lead_of, meetings_of, people_by_id, plan_or_404, plans_of, register_entries
from practice.plans.reading import in_full
from practice.plans.shares import share_chart
from practice.queries import WITH_SHEET, WITH_STANDING
from practice.sheet import Sheet


@require_GET
def plan_current(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """The newest open plan; without one, how to make it and what stood before."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    all_plans = plans_of(family)
    if all_plans and all_plans[0].is_open:
        return _plan_page(request, family, all_plans[0], all_plans)
    context = {
        "plans": all_plans,
        "meetings": meetings_of(family),
        "may_write": can_write_plan(request.user, family),
        "entries": register_entries(),
    }
    return family_page(request, family, "plans/plan_none.html", context, opened="plan")


@require_GET
def plan_detail(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    return _plan_page(request, family, plan_or_404(family, plan_id), plans_of(family))


def _plan_page(request: StaffRequest, family: Family, plan: Plan, all_plans: list[Plan]) -> HttpResponse:
    plan.family = family
    file = file_of(plan)
    now = snapshots.take(file.full)
    since = file.last_review.snapshot if file.last_review else plan.began_as
    context: dict[str, Any] = {
        "plan": plan,
        "file": file,
        "full": file.full,
        "others": [other for other in all_plans if other.pk != plan.pk],
        "changes": snapshots.changes(since, now) if plan.is_open else [],
        "charts": [(one, chart_of(one.goal.text, one.ratings)) for one in file.full.current],
        "weighed": balance.of_family(family),
        "meetings": file.meetings,
        "languages": [
            (one, name_of(one.language), left_in_english(file.full, one.lines, one.language))
            for one in file.translations
        ],
        "may_change": can_change_plan(request.user, plan),
        "may_review": can_review_plan(request.user, file.full),
        "may_write": can_write_plan(request.user, family),
        "may_end": can_end_plan(request.user, plan),
        "may_reopen": can_reopen_plan(request.user, plan),
        "whole": is_whole(file.full),
        "entries": register_entries(),
    }
    return family_page(request, family, "plans/plan_detail.html", context, opened="plan")


@require_http_methods(["GET", "POST"])
def plan_words(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    """Whose words? Everybody may read it; who may change the plan may say so of each line."""
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    may_change = can_change_plan(request.user, plan)
    if request.method == "POST":
        require(may_change)
    full, people = in_full(plan), Sheet.of(family).people
    lines = marked(full)
    theirs = quoted(full, {one.id for one in of_the_family(people)})
    form = WordsForm(request.POST or None, lines=lines, people=people)
    if form.is_valid():
        chosen = form.changed()
        named = [person for _, person in chosen.values() if person]
        found = {str(person.pk): person for person in people_by_id(family, named)}
        marks = {key: (whose, found.get(person)) for key, (whose, person) in chosen.items()}
        plans.mark_words(plan=plan, by=request.user, marks=marks)
        return done(request, "plan-words-marked", "Kept whose words they are.", to=request.path)
    context = {
        "plan": plan,
        "form": form,
        "rows": [*((line, None) for line in theirs), *((line, form[line.key]) for line in lines)],
        "share": Share.of([*theirs, *lines]),
        "chart": share_chart(plan),
        "may_change": may_change,
    }
    return family_page(request, family, "plans/plan_words.html", context)


@require_GET
def plan_keep(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    """The paper the family keeps, as a PDF; ?language= for one it was put into.

    Where the machine has no letters for it, on to the page that a browser prints with letters of its own.
    """
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    paper = _paper(request, plan_or_404(family, plan_id))
    plan = paper.full.plan
    try:
        pdf = typeset("plan", paper.data())
    except UnprintableError:
        messages.warning(
            request,
            "Some of its letters cannot be put into a PDF here yet. This page says the same: print it from your "
            "browser. And ask whoever runs the service for the fonts.",
        )
        page = reverse("plans:plan-paper", args=[family.pk, plan.pk])
        return HttpResponseRedirect(f"{page}?language={paper.language}")
    record_reading(request, family, "plan-kept")
    return download(pdf, f"{plan.name} {family.title}")


@require_GET
def plan_paper(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    """The same paper as a page, to read together on a phone or to print from the browser, in the browser's letters."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    paper = _paper(request, plan_or_404(family, plan_id))
    record_reading(request, family, "plan-kept")
    context = {"family": family, "plan": paper.full.plan, "paper": paper.data(), "language": paper.language}
    return show(request, "plans/plan_paper.html", context)


def _paper(request: StaffRequest, plan: Plan) -> Paper:
    """The paper in the language asked for; in English where the plan was not put into it."""
    file = file_of(plan)
    require(is_whole(file.full))
    language = request.GET.get("language", ENGLISH)
    translation = next((one for one in file.translations if one.language == language), None)
    worker = lead_of(plan.family)
    return Paper(file.full, worker.name if worker else "", file.around, translation)


@require_http_methods(["GET", "POST"])
def plan_end(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plan_or_404(family, plan_id)
    require(can_end_plan(request.user, plan))
    form = EndForm(request.POST or None, plan=plan)
    if form.is_valid():
        plans.end(plan=plan, by=request.user, **form.cleaned_data)
        return done(request, "plan-ended", "The plan has ended. It stays to be read.", to=plan.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading=f"End {plan.name}",
        intro="The plan stays to be read, with every review. Its goals go on until you end them on the family’s page.",
        submit="End this plan",
        cancel=plan.get_absolute_url(),
        warning=True,
    )


@require_POST
def plan_reopen(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plans.reopen(plan=plan_or_404(family, plan_id), by=request.user)
    return done(request, "plan-reopened", "The plan goes on.", to=plan.get_absolute_url())
