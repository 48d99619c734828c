"""Every road into the house, and the floor's. Only bench/settings.py knows of these."""

from django.urls import include, path

from bench.floor import floor

urlpatterns = [
    path("floor/", floor, name="floor"),
    path("", include("hampshire.urls")),
]
