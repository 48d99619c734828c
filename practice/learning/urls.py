"""Roads of observed practice, the leaders' mirror, training, tools and affirmations, grouped by what they are about."""

from django.urls import path

from practice.learning.views import home, mirror, noticing, observations, scoring, tools, training

app_name = "learning"

OBSERVATION = "learning/observations/<uuid:observation_id>"
WINDOW = f"{OBSERVATION}/score/windows/<uuid:aside_id>"
COURSE = "learning/courses/<slug:course_slug>"
SESSION = "learning/sessions/<uuid:session_id>"

urlpatterns = [
    # /learning/
    path("learning/", home.home, name="home"),
    path("learning/team/", home.team, name="team"),
    path("learning/skills/", home.skills, name="skills"),
    path("learning/noticed/new/", noticing.affirm, name="affirm"),
    path("learning/people/<uuid:staff_id>/agree/", training.competence_agree, name="competence-agree"),
    # /learning/observations/
    path("learning/observations/new/", observations.observation_plan, name="observation-plan"),
    path(f"{OBSERVATION}/", observations.observation_detail, name="observation-detail"),
    path(f"{OBSERVATION}/prepare/", observations.observation_prepare, name="observation-prepare"),
    path(f"{OBSERVATION}/score/", scoring.observation_score, name="observation-score"),
    path(f"{OBSERVATION}/score/save/", scoring.observation_score_save, name="observation-score-save"),
    path(f"{WINDOW}/", scoring.observation_score_choose, name="observation-score-choose"),
    path(f"{OBSERVATION}/compare/", observations.observation_compare, name="observation-compare"),
    path(f"{OBSERVATION}/alongside/", observations.observation_alongside, name="observation-alongside"),
    path(f"{OBSERVATION}/family/", observations.observation_hear, name="observation-hear"),
    path(f"{OBSERVATION}/cancel/", observations.observation_cancel, name="observation-cancel"),
    # /learning/courses/ and their days
    path("learning/courses/", training.course_list, name="course-list"),
    path("learning/courses/new/", training.course_new, name="course-new"),
    path(f"{COURSE}/", training.course_detail, name="course-detail"),
    path(f"{COURSE}/amend/", training.course_amend, name="course-amend"),
    path(f"{COURSE}/retire/", training.course_retire, name="course-retire"),
    path(f"{COURSE}/days/new/", training.session_new, name="session-new"),
    path(f"{SESSION}/", training.session_detail, name="session-detail"),
    path(f"{SESSION}/book/", training.session_book, name="session-book"),
    path(f"{SESSION}/give-up/", training.session_give_up, name="session-give-up"),
    path(f"{SESSION}/call-off/", training.session_call_off, name="session-call-off"),
    # /tools/
    path("tools/", tools.tool_list, name="tool-list"),
    path("tools/new/", tools.tool_new, name="tool-new"),
    path("tools/<slug:tool_slug>/", tools.tool_detail, name="tool-detail"),
    path("tools/<slug:tool_slug>/amend/", tools.tool_amend, name="tool-amend"),
    path("tools/<slug:tool_slug>/retire/", tools.tool_retire, name="tool-retire"),
    # /mirror/
    path("mirror/", mirror.mirror_page, name="mirror"),
    path("mirror/answer/", mirror.mirror_answer, name="mirror-answer"),
]
