"""Roads of supervision and its decisions, grouped by what they are about."""

from django.urls import path

from practice.supervision.views import family, lists, supervisions, writing

app_name = "supervision"

ONE = "supervision/<uuid:supervision_id>"
ITEM = f"{ONE}/items/<uuid:item_id>"
FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    # /supervision/
    path("supervision/", lists.supervision_list, name="supervision-list"),
    path("supervision/team/", lists.supervision_team, name="supervision-team"),
    path("supervision/plan/", supervisions.supervision_plan, name="supervision-plan"),
    path("supervision/decisions/", lists.decision_list, name="decision-list"),
    path("supervision/policy/", lists.policy, name="policy"),
    path("supervision/policy/people/", lists.policy_of_worker, name="policy-of-worker"),
    path("supervision/policy/people/<uuid:policy_id>/let-go/", lists.policy_let_go, name="policy-let-go"),
    # /supervision/<supervision_id>/
    path(f"{ONE}/", supervisions.supervision_detail, name="supervision-detail"),
    path(f"{ONE}/hold/", supervisions.supervision_hold, name="supervision-hold"),
    path(f"{ONE}/move/", supervisions.supervision_move, name="supervision-move"),
    path(f"{ONE}/miss/", supervisions.supervision_miss, name="supervision-miss"),
    path(f"{ONE}/agree/", supervisions.supervision_agree, name="supervision-agree"),
    path(f"{ONE}/agenda/", writing.agenda_choose, name="agenda-choose"),
    path(f"{ONE}/items/new/", writing.item_bring, name="item-bring"),
    path(f"{ITEM}/", writing.item_write, name="item-write"),
    path(f"{ITEM}/remove/", writing.item_remove, name="item-remove"),
    path(f"{ITEM}/decide/", writing.item_decide, name="item-decide"),
    path(f"{ITEM}/suppose/", writing.item_suppose, name="item-suppose"),
    path(
        f"{ITEM}/hypotheses/<uuid:hypothesis_id>/set-aside/",
        writing.hypothesis_set_aside,
        name="hypothesis-set-aside",
    ),
    path(f"{ONE}/notes/<slug:theme>/", writing.note_write, name="note-write"),
    # /families/<family_id>/
    path(f"{FAMILY}/supervision/", family.family_supervision, name="family-supervision"),
    path(f"{FAMILY}/supervision/print/", family.family_supervision_print, name="family-supervision-print"),
    path(f"{FAMILY}/decisions/<uuid:decision_id>/close/", family.decision_close, name="decision-close"),
    path(f"{FAMILY}/decisions/<uuid:decision_id>/give/", family.decision_give, name="decision-give"),
    path(f"{FAMILY}/decisions/<uuid:decision_id>/withdraw/", family.decision_withdraw, name="decision-withdraw"),
]
