"""Roads of supervision and its decisions, grouped by what they are about."""

from django.urls import URLPattern

app_name = "supervision"

urlpatterns: list[URLPattern] = []
