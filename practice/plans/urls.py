"""Roads of family plans, their reviews and network meetings, grouped by what they are about."""

from django.urls import path

from practice.plans.views import meetings, papers, plans, reviews, writing

app_name = "plans"

PLANS = "families/<uuid:family_id>/plan"
PLAN = f"{PLANS}/<uuid:plan_id>"

urlpatterns = [
    # /families/<family_id>/plan/
    path(f"{PLANS}/", plans.plan_current, name="plan-current"),
    path(f"{PLANS}/new/", writing.plan_start, name="plan-start"),
    path(f"{PLAN}/", plans.plan_detail, name="plan-detail"),
    path(f"{PLAN}/change/", writing.plan_amend, name="plan-amend"),
    path(f"{PLAN}/words/", plans.plan_words, name="plan-words"),
    path(f"{PLAN}/keep/", plans.plan_keep, name="plan-keep"),
    path(f"{PLAN}/paper/", plans.plan_paper, name="plan-paper"),
    path(f"{PLAN}/end/", plans.plan_end, name="plan-end"),
    path(f"{PLAN}/reopen/", plans.plan_reopen, name="plan-reopen"),
    # /families/<family_id>/plan/<plan_id>/reviews/
    path(f"{PLAN}/reviews/new/", reviews.review_hold, name="review-hold"),
    path(f"{PLAN}/reviews/<uuid:review_id>/", reviews.review_detail, name="review-detail"),
    path(f"{PLAN}/reviews/<uuid:review_id>/change/", reviews.review_amend, name="review-amend"),
    path(f"{PLAN}/reviews/<uuid:review_id>/withdraw/", reviews.review_withdraw, name="review-withdraw"),
    # /families/<family_id>/plan/<plan_id>/languages/ and replies/
    path(f"{PLAN}/languages/", papers.translation_choose, name="translation-choose"),
    path(f"{PLAN}/languages/<slug:language>/", papers.translation_write, name="translation-write"),
    path(f"{PLAN}/replies/new/", papers.reply_write, name="reply-write"),
    path(f"{PLAN}/replies/<uuid:reply_id>/withdraw/", papers.reply_withdraw, name="reply-withdraw"),
    # /families/<family_id>/plan/meetings/
    path(f"{PLANS}/meetings/new/", meetings.meeting_offer, name="meeting-offer"),
    path(f"{PLANS}/meetings/<uuid:meeting_id>/", meetings.meeting_amend, name="meeting-amend"),
]
