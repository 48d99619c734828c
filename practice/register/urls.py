"""Roads of the towards-or-against register, grouped by what they are about."""

from django.urls import URLPattern

app_name = "register"

urlpatterns: list[URLPattern] = []
