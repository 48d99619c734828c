"""Network meetings: offer one, and write down the answer and what came of it."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import form_page
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require
from practice.plans.actions import meetings
from practice.plans.forms.small import MeetingForm, OfferForm
from practice.plans.models import NetworkMeeting
from practice.plans.permissions import can_write_plan
from practice.plans.queries import meeting_or_404, newest_open, people_by_id, plan_page_of
from practice.queries import WITH_SHEET, WITH_STANDING
from practice.sheet import Sheet

WHAT_IT_IS = (
    "The family and the people who matter to them sit down without us, with food and time, and make their own plan. "
    "We say what has to be safe; the rest is theirs."
)


@require_http_methods(["GET", "POST"])
def meeting_offer(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_STANDING)
    require(can_write_plan(request.user, family))
    form = OfferForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        meeting = meetings.offer(
            family=family,
            by=request.user,
            plan=newest_open(family),
            answer=told["answer"],
            why_not=told["why_not"],
            on=told["offered_on"],
        )
        return done(request, "meeting-offered", "The offer is kept.", to=plan_page_of(family, meeting))
    return form_page(
        request,
        family,
        form,
        heading="Offer a network meeting",
        intro=WHAT_IT_IS,
        submit="Keep this offer",
        cancel=plan_page_of(family),
    )


@require_http_methods(["GET", "POST"])
def meeting_amend(request: StaffRequest, family_id: UUID, meeting_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id, WITH_SHEET)
    require(can_write_plan(request.user, family))
    meeting = meeting_or_404(family, meeting_id)
    form = MeetingForm(request.POST or None, people=Sheet.of(family).people, initial=_as_written(meeting))
    if form.is_valid() and _kept(request, family, meeting, form):
        return done(request, "meeting-amended", "The meeting is kept.", to=plan_page_of(family, meeting))
    return form_page(
        request,
        family,
        form,
        heading="Network meeting",
        intro=WHAT_IT_IS,
        submit="Keep this",
        cancel=plan_page_of(family, meeting),
    )


def _kept(request: StaffRequest, family: Family, meeting: NetworkMeeting, form: MeetingForm) -> bool:
    told = {**form.cleaned_data, "people": people_by_id(family, form.cleaned_data["people"])}
    try:
        meetings.amend(meeting=meeting, by=request.user, **told)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _as_written(meeting: NetworkMeeting) -> dict[str, object]:
    names = ("answer", "why_not", "held_on", "also_came", "their_plan", "where_kept")
    return {name: getattr(meeting, name) for name in names} | {
        "people": [str(came.person_id) for came in meeting.people.all()]
    }
