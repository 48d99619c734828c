"""Roads of the family's rating of visits, ruptures and continuity, grouped by what they are about."""

from django.urls import URLPattern

app_name = "relationship"

urlpatterns: list[URLPattern] = []
