from django.urls import path

from hampshire.jobs import views

app_name = "jobs"

urlpatterns = [
    # /jobs/
    path("", views.job_list, name="job-list"),
    path("<uuid:job_id>/", views.job_detail, name="job-detail"),
    path("<uuid:job_id>/cancel/", views.job_cancel, name="job-cancel"),
]
