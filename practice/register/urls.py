"""Roads of the towards-or-against register, grouped by what they are about."""

from django.urls import URLPattern, path

from practice.register.views import entries, families

app_name = "register"

ENTRY = "register/<uuid:entry_id>"

urlpatterns: list[URLPattern] = [
    # /register/
    path("register/", entries.entry_list, name="entry-list"),
    path("register/new/", entries.entry_new, name="entry-new"),
    path(f"{ENTRY}/", entries.entry_detail, name="entry-detail"),
    path(f"{ENTRY}/amend/", entries.entry_amend, name="entry-amend"),
    path(f"{ENTRY}/retire/", entries.entry_retire, name="entry-retire"),
    path(f"{ENTRY}/bring-back/", entries.entry_bring_back, name="entry-bring-back"),
    path(f"{ENTRY}/changes/new/", entries.change_write, name="change-write"),
    path(f"{ENTRY}/vote/", entries.vote_cast, name="vote-cast"),
    path(f"{ENTRY}/family/", families.link_make, name="link-make"),
    path(f"{ENTRY}/family/<uuid:link_id>/take-back/", families.link_take_back, name="link-take-back"),
    # /towards/: without a sign-in, by a one-time link
    path("towards/<str:token>/", families.family_vote, name="family-vote"),
]
