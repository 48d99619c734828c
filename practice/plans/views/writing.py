"""Making a plan and changing it: one page for its words, goals, strengths and actions."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import family_page
from hampshire.accounts.models import Staff
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from hampshire.templatetags.ui import error_summary
from practice.plans.actions import plans
from practice.plans.forms.plan import PlanPage
from practice.plans.models import Plan
from practice.plans.permissions import can_change_plan, can_write_plan
from practice.plans.queries import kind_for, material_of, plan_or_404
from practice.plans.reading import in_full
from practice.queries import WITH_SHEET
from practice.sheet import Sheet


@require_http_methods(["GET", "POST"])
def plan_start(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    require(can_write_plan(request.user, family))
    page = PlanPage(
        material_of(family), Sheet.of(family).people, data=request.POST or None, first_kind=kind_for(family)
    )
    if page.is_valid():
        chosen = page.form.cleaned_data
        try:
            plan = plans.start(
                family=family, by=request.user, kind=chosen["kind"], told=page.told(), on=chosen["started_on"]
            )
        except ValidationError as refusal:
            _refused(page, refusal)
        else:
            return done(request, "plan-started", "The plan is made.", to=plan.get_absolute_url())
    return _draw(request, family, page, heading="Make a plan with them", submit="Make this plan")


@require_http_methods(["GET", "POST"])
def plan_amend(request: StaffRequest, family_id: UUID, plan_id: UUID) -> HttpResponse:
    family, plan = _open_plan(request.user, family_id, plan_id)
    full = in_full(plan)
    placed = {one.goal.pk: one.place.order for one in full.current}
    quoted = [one.quote_id for one in full.quotes]
    page = PlanPage(material_of(family, quoted), Sheet.of(family).people, plan, placed, quoted, request.POST or None)
    if page.is_valid():
        version = page.form.cleaned_data["version"] or 0
        try:
            plans.amend(plan=plan, by=request.user, version=version, told=page.told())
        except ValidationError as refusal:
            again = request.POST.copy()
            again["version"] = str(plan.version)  # what is sent next has been held against this one
            page = PlanPage(page.material, page.people, plan, placed, quoted, again)
            page.is_valid()
            _refused(page, refusal)
        else:
            return done(request, "plan-amended", "The plan is kept.", to=plan.get_absolute_url())
    return _draw(request, family, page, heading=f"Change {plan.name}", submit="Keep this plan")


def _open_plan(user: Staff, family_id: UUID, plan_id: UUID) -> tuple[Family, Plan]:
    family = get_family_or_404(user, family_id, WITH_SHEET)
    plan = plan_or_404(family, plan_id)
    require(can_change_plan(user, plan))
    return family, plan


def _refused(page: PlanPage, refusal: ValidationError) -> None:
    """What the action refused, said where it stands on the page."""
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, texts in told.items():
        page.form.add_error(name if name in page.form.fields else None, texts)


def _draw(request: StaffRequest, family: Family, page: PlanPage, *, heading: str, submit: str) -> HttpResponse:
    wrong = request.method == "POST" and not page.growing
    context = {
        "page": page,
        "heading": heading,
        "submit": submit,
        "summary": error_summary(*page.parts) if wrong else "",
        "cancel": page.plan.get_absolute_url() if page.plan else "",
    }
    return family_page(request, family, "plans/plan_form.html", context, status=422 if wrong else 200)
