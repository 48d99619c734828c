"""Roads of the family's rating of visits, ruptures and continuity, grouped by what they are about."""

from django.urls import path

from practice.relationship.views import asking, giving, relationship, ruptures, slips, wordings

app_name = "relationship"

FAMILY = "families/<uuid:family_id>"
VISIT = f"{FAMILY}/visits/<uuid:visit_id>"

urlpatterns = [
    # /families/<family_id>/relationship/
    path(f"{FAMILY}/relationship/", relationship.relationship_detail, name="relationship-detail"),
    # /families/<family_id>/visits/<visit_id>/asking/
    path(f"{VISIT}/asking/", asking.rating_ask, name="rating-ask"),
    path(f"{VISIT}/asking/paper/", asking.rating_enter, name="rating-enter"),
    # /families/<family_id>/relationship/askings/, ratings/
    path(f"{FAMILY}/relationship/askings/<uuid:asking_id>/withdraw/", asking.asking_withdraw, name="asking-withdraw"),
    path(f"{FAMILY}/relationship/ratings/<uuid:rating_id>/withdraw/", asking.rating_withdraw, name="rating-withdraw"),
    # /families/<family_id>/relationship/ruptures/
    path(f"{FAMILY}/relationship/ruptures/new/", ruptures.rupture_note, name="rupture-note"),
    path(f"{FAMILY}/relationship/ruptures/<uuid:rupture_id>/repair/", ruptures.rupture_repair, name="rupture-repair"),
    path(
        f"{FAMILY}/relationship/ruptures/<uuid:rupture_id>/withdraw/",
        ruptures.rupture_withdraw,
        name="rupture-withdraw",
    ),
    # /asking/slips/, for several families
    path("asking/slips/", slips.slips_draw, name="slips-draw"),
    # /asking/languages/, for administrators
    path("asking/languages/", wordings.wording_list, name="wording-list"),
    path("asking/languages/<slug:language>/", wordings.wording_write, name="wording-write"),
    # /how-was-it/<token>/, for whoever was given it
    path("how-was-it/<str:token>/", giving.rating_give, name="rating-give"),
]
