"""Long work: watch it, leave, come back, stop it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.jobs import report, work
from hampshire.jobs.permissions import can_cancel_job
from hampshire.jobs.queries import job_or_404, jobs_of
from hampshire.listing import Page


@require_GET
def job_list(request: StaffRequest) -> HttpResponse:
    return show(request, "jobs/job_list.html", {"page": Page.read(request, jobs_of(request.user))})


@require_GET
def job_detail(request: StaffRequest, job_id: UUID) -> HttpResponse:
    job = job_or_404(request.user, job_id)
    context = {"job": job, "report": report.read(job.report), "may_cancel": can_cancel_job(request.user, job)}
    return show(request, "jobs/job_detail.html#job", context)


@require_POST
def job_cancel(request: StaffRequest, job_id: UUID) -> HttpResponse:
    job = job_or_404(request.user, job_id)
    if can_cancel_job(request.user, job):  # it may be over since the page was drawn: then there is nothing to stop
        work.cancel(job=job, by=request.user)
    return done(request, "job-cancelled", "Asked to stop.", to=job.get_absolute_url())
