"""Every road into the house."""

from django.urls import include, path

from hampshire.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.account.urls")),
]
