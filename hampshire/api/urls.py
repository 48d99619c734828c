"""/api/v1/: each app brings the roads to what is its own."""

from django.urls import include, path

from hampshire.api.views import api_docs, api_schema

app_name = "api"

urlpatterns = [
    path("schema/", api_schema, name="schema"),
    path("docs/", api_docs, name="docs"),
    path("", include("cases.api")),
    path("", include("practice.api")),
    path("", include("outcomes.api")),
]
