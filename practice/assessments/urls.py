"""Roads of assessment forms and assessments, grouped by what they are about."""

from django.urls import URLPattern

app_name = "assessments"

urlpatterns: list[URLPattern] = []
