from django.urls import path

from hampshire.audit import views

app_name = "audit"

urlpatterns = [
    # /audit/
    path("", views.event_list, name="event-list"),
    path("export/", views.event_export, name="event-export"),
]
