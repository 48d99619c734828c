"""The floor: what Django asks for 25 rows out of the ORM in a plain template, for somebody signed in.

It passes through the same middleware, server and database as every page, so a page's ratio to it tells what the page
itself costs, whatever the machine.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.models import Case
from hampshire.htmx import StaffRequest

ROWS = 25


@require_GET
def floor(request: StaffRequest) -> HttpResponse:
    cases = Case.objects.select_related("family", "team").order_by("pk")[:ROWS]
    return render(request, "bench/floor.html", {"cases": cases})
