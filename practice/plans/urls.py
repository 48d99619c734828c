"""Roads of family plans, their reviews and network meetings, grouped by what they are about."""

from django.urls import URLPattern

app_name = "plans"

urlpatterns: list[URLPattern] = []
