"""Roads into the practice with families, grouped by what they are about."""

from django.urls import path

from practice.views import drafts, visits

app_name = "practice"

FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    # /drafts/
    path("drafts/", drafts.draft_list, name="draft-list"),
    path("drafts/<uuid:draft_id>/discard/", drafts.draft_discard, name="draft-discard"),
    path("drafts/<uuid:draft_id>/restore/", drafts.draft_restore, name="draft-restore"),
    # /families/<family_id>/visits/
    path(f"{FAMILY}/visits/", visits.visit_list, name="visit-list"),
    path(f"{FAMILY}/visits/new/", visits.visit_log, name="visit-log"),
    path(f"{FAMILY}/visits/draft/", drafts.visit_draft, name="visit-draft"),
    path(f"{FAMILY}/visits/draft/aside/<uuid:aside_id>/", drafts.draft_aside, name="draft-aside"),
    path(f"{FAMILY}/visits/<uuid:visit_id>/", visits.visit_detail, name="visit-detail"),
    path(f"{FAMILY}/visits/<uuid:visit_id>/amend/", visits.visit_amend, name="visit-amend"),
    path(f"{FAMILY}/visits/<uuid:visit_id>/withdraw/", visits.visit_withdraw, name="visit-withdraw"),
]
