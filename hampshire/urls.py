"""Every road into the house."""

from django.urls import include, path

from hampshire.views.home import home
from hampshire.views.patterns import components

urlpatterns = [
    path("", home, name="home"),
    path("components/", components, name="components"),
    path("accounts/", include("hampshire.accounts.sign_in_urls")),
    path("", include("hampshire.accounts.urls")),
    path("audit/", include("hampshire.audit.urls")),
    path("jobs/", include("hampshire.jobs.urls")),
    path("api/v1/", include("hampshire.api.urls")),
    path("", include("cases.urls")),
    path("", include("practice.urls")),
    path("", include("practice.register.urls")),
    path("", include("practice.relationship.urls")),
    path("", include("practice.assessments.urls")),
    path("", include("practice.plans.urls")),
    path("", include("practice.letters.urls")),
    path("", include("practice.learning.urls")),
    path("", include("practice.supervision.urls")),
    path("", include("outcomes.urls")),
]
