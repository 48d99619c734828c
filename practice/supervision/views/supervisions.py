"""One supervision: plan it, its page, and what became of it."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.accounts.line import can_be_supervised_by
from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.supervision import queries
from practice.supervision.actions import supervisions
from practice.supervision.forms.planning import HoldForm, MissForm, MoveForm, PlanForm
from practice.supervision.forms.writing import AgreeForm
from practice.supervision.gate import families_by_id, get_supervision_or_404
from practice.supervision.models import Supervision
from practice.supervision.permissions import can_agree, can_hold, can_miss, can_plan, can_settle, can_write
from practice.supervision.shown import Shown

A_WEEK = timedelta(days=7)


@require_http_methods(["GET", "POST"])
def supervision_plan(request: StaffRequest) -> HttpResponse:
    """Plan one; `worker` and `family` in the address choose them beforehand, as from the caseload."""
    require(can_plan(request.user))
    given = request.POST if request.method == "POST" else request.GET
    families = families_by_id(request.user, given.getlist("family"))
    leads = queries.leads_of(families)
    initial = {
        "worker": given.get("worker") or queries.one_of_all(leads),
        "kind": given.get("kind") or Supervision.Kind.CASE,
        "planned_for": timezone.localdate() + A_WEEK,
    }
    people = can_be_supervised_by(request.user)
    form = PlanForm(request.POST or None, people=people, families=families, initial=initial)
    if form.is_valid():
        try:
            planned = supervisions.plan(by=request.user, families=families, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error("planned_for", problem.message_dict["planned_for"])
        else:
            return done(request, "supervision-planned", "Planned.", to=planned.get_absolute_url())
    return show(request, "supervision/supervision_plan.html", {"form": form, "chosen": leads})


@require_GET
def supervision_detail(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """The agenda before and while it is held; the record afterwards. `change` opens an agreed record to be changed."""
    supervision = get_supervision_or_404(request.user, supervision_id)
    AuditEvent.record_read("supervision.supervision-opened", by=request.user, subject=supervision)
    return page_of(request, supervision)


def page_of(
    request: StaffRequest,
    supervision: Supervision,
    *,
    entry: queries.Entry | None = None,
    heading: queries.Heading | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; with `entry` or `heading` as it was typed, where somebody else wrote there meanwhile. `changed` says
    that the record is not what was read."""
    typed = entry is not None or heading is not None
    may_write = can_write(request.user, supervision)
    writing = bool(may_write) and (not supervision.is_agreed or "change" in request.GET or typed)
    turn = request.GET.get("prompts", "0")
    agenda = queries.agenda(
        request.user, supervision, offering=writing, turn=int(turn) if turn.isdecimal() and len(turn) < 4 else 0
    )
    shown = Shown(
        supervision,
        agenda,
        queries.headings(supervision),
        writing=writing,
        may_write=may_write,
        may_hold=can_hold(request.user, supervision),
        may_settle=can_settle(request.user, supervision),
        may_miss=can_miss(request.user, supervision),
        may_agree=can_agree(request.user, supervision),
        changed=changed,
    )
    shown.put(entry=entry, heading=heading)
    return show(request, "supervision/supervision_detail.html", {"shown": shown}, status=status)


@require_http_methods(["GET", "POST"])
def supervision_hold(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    supervision = get_supervision_or_404(request.user, supervision_id)
    require(can_hold(request.user, supervision))
    today = timezone.localdate()
    form = HoldForm(request.POST or None, initial={"held_on": min(supervision.on, today)})
    if form.is_valid():
        supervisions.hold(supervision=supervision, by=request.user, on=form.cleaned_data["held_on"])
        words = "Held. When you both agree that it says what was said, the record is agreed."
        return done(request, "supervision-held", words, to=supervision.get_absolute_url())
    return _one_form(request, supervision, form, heading="We met", submit="Keep it as held", intro=HOLDING)


HOLDING = (
    "What stands under “For the family’s record” of anything you talked about goes to that family’s record. "
    "What you thought aloud stays here."
)


@require_http_methods(["GET", "POST"])
def supervision_move(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    supervision = get_supervision_or_404(request.user, supervision_id)
    require(can_settle(request.user, supervision))
    form = MoveForm(request.POST or None, initial={"planned_for": supervision.planned_for})
    if form.is_valid():
        try:
            supervisions.move(supervision=supervision, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error("planned_for", problem.message_dict["planned_for"])
        else:
            return done(request, "supervision-moved", "Moved.", to=supervision.get_absolute_url())
    return _one_form(request, supervision, form, heading="Another day", submit="Move it")


@require_http_methods(["GET", "POST"])
def supervision_miss(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    supervision = get_supervision_or_404(request.user, supervision_id)
    require(can_miss(request.user, supervision))
    form = MissForm(request.POST or None)
    if form.is_valid():
        supervisions.miss(supervision=supervision, by=request.user, because=form.cleaned_data["because"])
        to = reverse("supervision:supervision-list")
        return done(request, "supervision-missed", "Kept, with the reason. Plan the next one soon.", to=to)
    return _one_form(request, supervision, form, heading="It did not happen", submit="Keep the reason")


@require_POST
def supervision_agree(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    supervision = get_supervision_or_404(request.user, supervision_id)
    require(can_agree(request.user, supervision))
    form = AgreeForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Part of this page did not arrive. Open it again.")
    try:
        agreed = supervisions.agree(supervision=supervision, by=request.user, version=form.cleaned_data["read"])
    except supervisions.ChangedMeanwhileError:
        return page_of(request, supervision, changed=True, status=409)
    words = "You both agree this record." if agreed.is_agreed else "Agreed. It waits for the other of you."
    return done(request, "supervision-agreed", words, to=supervision.get_absolute_url())


def _one_form(
    request: StaffRequest, supervision: Supervision, form: object, *, heading: str, submit: str, intro: str = ""
) -> HttpResponse:
    context = {"supervision": supervision, "form": form, "heading": heading, "submit": submit, "intro": intro}
    return show(request, "supervision/supervision_form.html", context)
