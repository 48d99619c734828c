"""Roads into the practice with families, grouped by what they are about."""

from django.urls import path

from practice.views import caseload, drafts, goals, quotes, strengths, visits, week, worries

app_name = "practice"

FAMILY = "families/<uuid:family_id>"

urlpatterns = [
    # /week/
    path("week/", week.my_week, name="my-week"),
    path("week/visit/", week.visit_choose, name="visit-choose"),
    # /caseload/
    path("caseload/", caseload.caseload_review, name="caseload-review"),
    path("caseload/print/", caseload.caseload_print, name="caseload-print"),
    path("caseload/views/", caseload.view_save, name="view-save"),
    path("caseload/views/<uuid:view_id>/forget/", caseload.view_forget, name="view-forget"),
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
    # /families/<family_id>/strengths/, worries/, quotes/, goals/, steps/
    path(f"{FAMILY}/strengths/", strengths.strength_list, name="strength-list"),
    path(f"{FAMILY}/strengths/new/", strengths.strength_notice, name="strength-notice"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/", strengths.strength_detail, name="strength-detail"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/reword/", strengths.strength_reword, name="strength-reword"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/again/", strengths.strength_resight, name="strength-resight"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/fade/", strengths.strength_fade, name="strength-fade"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/revive/", strengths.strength_revive, name="strength-revive"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/goals/<uuid:goal_id>/", strengths.strength_lean, name="strength-lean"),
    path(f"{FAMILY}/strengths/<uuid:strength_id>/withdraw/", strengths.strength_withdraw, name="strength-withdraw"),
    path(f"{FAMILY}/worries/", worries.worry_list, name="worry-list"),
    path(f"{FAMILY}/worries/new/", worries.worry_note, name="worry-note"),
    path(f"{FAMILY}/worries/<uuid:worry_id>/", worries.worry_detail, name="worry-detail"),
    path(f"{FAMILY}/worries/<uuid:worry_id>/reword/", worries.worry_reword, name="worry-reword"),
    path(f"{FAMILY}/worries/<uuid:worry_id>/exceptions/new/", worries.exception_tell, name="exception-tell"),
    path(
        f"{FAMILY}/worries/<uuid:worry_id>/exceptions/<uuid:exception_id>/withdraw/",
        worries.exception_withdraw,
        name="exception-withdraw",
    ),
    path(f"{FAMILY}/worries/<uuid:worry_id>/state/", worries.worry_change_state, name="worry-change-state"),
    path(f"{FAMILY}/worries/<uuid:worry_id>/withdraw/", worries.worry_withdraw, name="worry-withdraw"),
    path(f"{FAMILY}/quotes/", quotes.quote_list, name="quote-list"),
    path(f"{FAMILY}/quotes/new/", quotes.quote_note, name="quote-note"),
    path(f"{FAMILY}/quotes/<uuid:quote_id>/reword/", quotes.quote_reword, name="quote-reword"),
    path(f"{FAMILY}/quotes/<uuid:quote_id>/share/", quotes.quote_share, name="quote-share"),
    path(f"{FAMILY}/quotes/<uuid:quote_id>/withdraw/", quotes.quote_withdraw, name="quote-withdraw"),
    path(f"{FAMILY}/goals/", goals.goal_list, name="goal-list"),
    path(f"{FAMILY}/goals/new/", goals.goal_agree, name="goal-agree"),
    path(f"{FAMILY}/scales/new/", goals.scale_agree, name="scale-agree"),
    path(f"{FAMILY}/goals/<uuid:goal_id>/rate/", goals.goal_rate, name="goal-rate"),
    path(f"{FAMILY}/goals/<uuid:goal_id>/reword/", goals.goal_reword, name="goal-reword"),
    path(f"{FAMILY}/goals/<uuid:goal_id>/end/", goals.goal_end, name="goal-end"),
    path(f"{FAMILY}/goals/<uuid:goal_id>/reopen/", goals.goal_reopen, name="goal-reopen"),
    path(f"{FAMILY}/steps/new/", goals.step_agree, name="step-agree"),
    path(f"{FAMILY}/steps/<uuid:step_id>/tick/", goals.step_tick, name="step-tick"),
]
