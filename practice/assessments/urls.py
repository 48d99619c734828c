"""Roads of assessment forms and assessments, grouped by what they are about."""

from django.urls import URLPattern, path

from practice.assessments.views import assessments, builder, forms, sections

app_name = "assessments"

FAMILY = "families/<uuid:family_id>/assessments"
ONE = f"{FAMILY}/<uuid:assessment_id>"
SECTION = f"{ONE}/write/<slug:key>"
FORM = "forms/<uuid:form_id>"

urlpatterns: list[URLPattern] = [
    # /assessments/
    path("assessments/waiting/", assessments.assessment_queue, name="assessment-queue"),
    # /families/<family_id>/assessments/
    path(f"{FAMILY}/", assessments.assessment_list, name="assessment-list"),
    path(f"{FAMILY}/new/", assessments.assessment_start, name="assessment-start"),
    path(f"{ONE}/", assessments.assessment_detail, name="assessment-detail"),
    path(f"{ONE}/print/", assessments.assessment_print, name="assessment-print"),
    path(f"{ONE}/review/", assessments.assessment_review, name="assessment-review"),
    path(f"{ONE}/submit/", assessments.assessment_submit, name="assessment-submit"),
    path(f"{ONE}/return/", assessments.assessment_return, name="assessment-return"),
    path(f"{ONE}/authorise/", assessments.assessment_authorise, name="assessment-authorise"),
    path(f"{ONE}/withdraw/", assessments.assessment_withdraw, name="assessment-withdraw"),
    path(f"{ONE}/in-error/", assessments.assessment_mark_in_error, name="assessment-mark-in-error"),
    path(f"{ONE}/comments/", sections.comment_write, name="comment-write"),
    path(f"{ONE}/comments/<uuid:comment_id>/", sections.comment_answer, name="comment-answer"),
    path(f"{ONE}/write/", sections.assessment_write, name="assessment-write"),
    path(f"{SECTION}/", sections.section_write, name="section-write"),
    path(f"{SECTION}/save/", sections.section_save, name="section-save"),
    path(f"{SECTION}/earlier/", sections.section_earlier, name="section-earlier"),
    path(f"{SECTION}/earlier/<uuid:aside_id>/", sections.section_bring_back, name="section-bring-back"),
    path(f"{SECTION}/merge/<uuid:aside_id>/", sections.section_merge, name="section-merge"),
    # /forms/
    path("forms/", forms.form_list, name="form-list"),
    path("forms/new/", forms.form_new, name="form-new"),
    path("forms/import/", forms.form_import, name="form-import"),
    path("forms/load/", forms.form_load, name="form-load"),
    path("forms/schema/", forms.form_schema, name="form-schema"),
    path(f"{FORM}/", forms.form_detail, name="form-detail"),
    path(f"{FORM}/amend/", forms.form_amend, name="form-amend"),
    path(f"{FORM}/compare/", forms.form_compare, name="form-compare"),
    path(f"{FORM}/draft/", forms.form_draft, name="form-draft"),
    path(f"{FORM}/draft/throw-away/", forms.form_throw_away, name="form-throw-away"),
    path(f"{FORM}/publish/", forms.form_publish, name="form-publish"),
    path(f"{FORM}/retire/", forms.form_retire, name="form-retire"),
    path(f"{FORM}/bring-back/", forms.form_bring_back, name="form-bring-back"),
    path(f"{FORM}/versions/<int:number>/", forms.version_detail, name="version-detail"),
    path(f"{FORM}/versions/<int:number>/file/", forms.version_export, name="version-export"),
    # /forms/<form_id>/build/
    path(f"{FORM}/build/", builder.form_build, name="form-build"),
    path(f"{FORM}/new-section/", builder.section_new, name="section-new"),
    path(f"{FORM}/sections/<slug:section_key>/", builder.section_amend, name="section-amend"),
    path(f"{FORM}/sections/<slug:section_key>/move/", builder.section_move, name="section-move"),
    path(f"{FORM}/sections/<slug:section_key>/remove/", builder.section_remove, name="section-remove"),
    path(f"{FORM}/new-question/", builder.question_new, name="question-new"),
    path(f"{FORM}/questions/<slug:question_key>/", builder.question_amend, name="question-amend"),
    path(f"{FORM}/questions/<slug:question_key>/move/", builder.question_move, name="question-move"),
    path(f"{FORM}/questions/<slug:question_key>/remove/", builder.question_remove, name="question-remove"),
]
