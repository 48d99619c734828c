"""Home, by role: each goes to the page that person came for."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from hampshire.accounts.models import Role
from hampshire.htmx import StaffRequest

# The first role somebody holds, in this order, decides where home is.
HOMES = [
    (Role.MANAGER, "outcomes:dashboard"),
    (Role.SUPERVISOR, "practice:caseload-review"),
    (Role.PRACTITIONER, "practice:my-week"),
    (Role.ADMINISTRATOR, "accounts:staff-list"),
    (Role.AUDITOR, "audit:event-list"),
]


def home(request: StaffRequest) -> HttpResponse:
    for role, url_name in HOMES:
        if role in request.user.roles:
            return redirect(url_name)
    return render(request, "no_role.html", status=403)
