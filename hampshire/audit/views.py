"""The audit, for auditors. Reading it is recorded as well."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from hampshire.accounts.permissions import can_read_audit
from hampshire.audit import queries
from hampshire.audit.export import as_csv
from hampshire.audit.filters import AuditFilter
from hampshire.audit.models import AuditEvent
from hampshire.htmx import StaffRequest, show
from hampshire.permissions import require


@require_GET
def event_list(request: StaffRequest) -> HttpResponse:
    require(can_read_audit(request.user))
    chosen = queries.chosen(request.GET)
    stretch = queries.stretch(chosen, after=request.GET.get("after", ""))
    _record("audit.opened", request, chosen)
    context = {"filter": chosen, "stretch": stretch, "export": _without_after(request)}
    return show(request, "audit/event_list.html#events", context)


@require_GET
def event_export(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    require(can_read_audit(request.user))
    chosen = queries.chosen(request.GET)
    if not chosen.is_valid():
        return show(request, "audit/event_list.html", {"filter": chosen, "stretch": queries.NOTHING}, status=400)
    _record("audit.exported", request, chosen)
    response = StreamingHttpResponse(as_csv(chosen.qs.latest_first()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _record(verb: str, request: StaffRequest, chosen: AuditFilter) -> None:
    """That somebody read the audit, of which family if of one, and by which filters; not what they typed in them."""
    used = sorted(name for name, value in chosen.form.cleaned_data.items() if value) if chosen.is_valid() else []
    family = chosen.form.cleaned_data.get("family") if used else None
    AuditEvent.record_read(verb, by=request.user, family=family, filters=used)


def _without_after(request: HttpRequest) -> str:
    """The address's filters, from the first page."""
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()
