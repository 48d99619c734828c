from django.urls import path

from outcomes.views.dashboard import outcome_compute, outcome_dashboard, outcome_months
from outcomes.views.export import outcome_export
from outcomes.views.rows import outcome_rows

app_name = "outcomes"

urlpatterns = [
    # /outcomes/
    path("outcomes/", outcome_dashboard, name="dashboard"),
    path("outcomes/export.csv", outcome_export, name="export"),
    path("outcomes/compute/", outcome_compute, name="compute"),
    # /outcomes/<metric>/
    path("outcomes/<slug:metric>/months/", outcome_months, name="months"),
    path("outcomes/<slug:metric>/rows/", outcome_rows, name="rows"),
]
