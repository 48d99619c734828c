"""/returns/: administrators bring returns of other systems onto the record, watch, and read what became of them."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import returns
from cases.forms.returns import ReturnForm
from cases.permissions import can_import_returns
from cases.queries.returns import import_or_404, imports, lines_as_csv, lines_of, no_place_of, tallies_of
from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, done, show
from hampshire.jobs.permissions import can_cancel_job
from hampshire.listing import Page
from hampshire.permissions import require


@require_GET
def return_list(request: StaffRequest) -> HttpResponse:
    require(can_import_returns(request.user))
    return show(request, "cases/return_list.html", {"page": Page.read(request, imports())})


@require_http_methods(["GET", "POST"])
def return_new(request: StaffRequest) -> HttpResponse:
    require(can_import_returns(request.user))
    form = ReturnForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        job = returns.start(by=request.user, **form.cleaned_data)
        return done(request, "return-uploaded", "Uploaded.", to=reverse("cases:return-detail", args=[job.pk]))
    return show(request, "cases/return_new.html#return-form", {"form": form})


@require_GET
def return_detail(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """The import as it goes, and then what became of it. Its lines name children, so the reading is recorded."""
    require(can_import_returns(request.user))
    job = import_or_404(job_id)
    page = Page.read(request, lines_of(job) if job.is_over else [], size=50)
    if page.rows:
        AuditEvent.record_read("return.report-opened", by=request.user, subject=job)
    context = {"job": job, "page": page, "may_cancel": can_cancel_job(request.user, job)}
    context |= {"tallies": tallies_of(job.report), "no_place": no_place_of(job.report)}
    return show(request, "cases/return_detail.html#return", context)


@require_GET
def return_lines(request: StaffRequest, job_id: UUID) -> StreamingHttpResponse:
    """Every line of the report, as CSV."""
    require(can_import_returns(request.user))
    job = import_or_404(job_id)
    AuditEvent.record_read("return.lines-exported", by=request.user, subject=job)
    response = StreamingHttpResponse(lines_as_csv(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="return-{job.created_at:%Y-%m-%d}-lines.csv"'
    return response


@require_POST
def return_stop(request: StaffRequest, job_id: UUID) -> HttpResponse:
    require(can_import_returns(request.user))
    job = import_or_404(job_id)
    if can_cancel_job(request.user, job):  # it may be over since the page was drawn: then there is nothing to stop
        returns.cancel(job=job, by=request.user)
    return done(request, "return-stopped", "Asked to stop.", to=reverse("cases:return-detail", args=[job.pk]))
