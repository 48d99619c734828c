"""The plan in another language, and what people say to it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.gate import get_family_or_404
from cases.pages import family_page, form_page
from hampshire.htmx import StaffRequest, done
from hampshire.languages import LANGUAGES, name_of
from hampshire.permissions import require
from practice.forms.papers import ReplyForm, TranslationForm
from practice.plans.actions import papers
from practice.plans.languages import SHIPPED, labels_for
from practice.plans.lines import Line, written
from practice.plans.permissions import can_change_plan, can_write_plan
from practice.plans.queries import labels_before, plan_or_404, reply_or_404, translation_of
from practice.plans.reading import around, in_full
from practice.queries import WITH_SHEET, WITH_STANDING, person_of
from practice.sheet import Sheet


@require_GET
def translation_choose(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    """Which languages the plan is in, and which it can be put into."""
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plan_or_404(family, plan_id)
    require(can_change_plan(request.user, plan))
    there = {one.language: one for one in plan.translations.all()}
    named = sorted((name_of(code), code) for code in LANGUAGES)
    context = {
        "plan": plan,
        "there": [(there[code], name) for name, code in named if code in there],
        "languages": [(code, name) for name, code in named if code not in there],
    }
    return family_page(request, family, "plans/translation_choose.html", context)


@require_http_methods(["GET", "POST"])
def translation_write(request: StaffRequest, family_id: UUID, plan_id: UUID, language: str) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plan_or_404(family, plan_id)
    require(can_change_plan(request.user, plan))
    if language not in LANGUAGES:
        raise Http404("Plans are not put into that language here.")
    lines = written(in_full(plan), around(plan), language)
    labels = [Line(key, "Heading", text) for key, text in labels_for(plan.kind).items()]
    form = TranslationForm(
        request.POST or None,
        lines=[*lines, *labels],
        language=language,
        kept=translation_of(plan, language),
        suggested={**SHIPPED.get(language, {}), **labels_before(language)},
    )
    if form.is_valid():
        papers.translate(
            plan=plan,
            by=request.user,
            language=language,
            lines=form.lines(),
            translated_by=form.cleaned_data["translated_by"],
            checked_on=form.cleaned_data["checked_on"],
        )
        return done(request, "plan-translated", f"The plan in {name_of(language)} is kept.", to=plan.get_absolute_url())
    context = {
        "plan": plan,
        "form": form,
        "language": name_of(language),
        "code": language,
        "lines": [(line, form[line.key]) for line in lines],
        "labels": [(line, form[line.key]) for line in labels],
    }
    return family_page(request, family, "plans/translation_form.html#translation-form", context)


@require_http_methods(["GET", "POST"])
def reply_write(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    require(can_write_plan(request.user, family))
    form = ReplyForm(request.POST or None, people=Sheet.of(family).people, paper="plan")
    if form.is_valid():
        told = form.cleaned_data
        papers.reply(
            plan=plan,
            by=request.user,
            text=told["text"],
            person=person_of(family, told["who"]),
            whose=told["whose"],
            received_on=told["received_on"],
        )
        return done(request, "plan-replied-to", "Their reply stands on the plan.", to=plan.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading="What they say to the plan",
        submit="Keep their reply",
        cancel=plan.get_absolute_url(),
    )


@require_POST
def reply_withdraw(request: StaffRequest, family_id: UUID, plan_id: UUID, reply_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    plan = plan_or_404(family, plan_id)
    reply = reply_or_404(plan, reply_id)
    reply.plan = plan
    papers.withdraw_reply(reply=reply, by=request.user)
    return done(request, "plan-reply-withdrawn", "The reply is taken back.", to=plan.get_absolute_url())
