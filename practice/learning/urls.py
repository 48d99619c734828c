"""Roads of observed practice, the leaders' mirror, training, tools and affirmations, grouped by what they are about."""

from django.urls import URLPattern

app_name = "learning"

urlpatterns: list[URLPattern] = []
