"""/outcomes/export.csv: the twelve months' figures of a team and those below it, as they may leave the building."""

import csv

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from hampshire.htmx import StaffRequest
from hampshire.permissions import require
from outcomes import exporting
from outcomes.actions import figures
from outcomes.choices import Choice
from outcomes.permissions import can_see_outcomes


@require_GET
def outcome_export(request: StaffRequest) -> HttpResponse:
    require(can_see_outcomes(request.user))
    choice = Choice.read(request.user, request.GET)
    rows = exporting.rows(choice)
    figures.export(team=choice.team, period=choice.period, rows=len(rows), by=request.user)
    name = f"outcomes-{choice.period.last_month:%Y-%m}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(response)
    writer.writerow(exporting.COLUMNS)
    writer.writerows(rows)
    return response
