"""/forms/: what we ask in assessments. Everybody who writes them may look; administrators publish and retire."""

import json
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.assessments import interchange
from practice.assessments.actions import forms as actions
from practice.assessments.comparing import differences
from practice.assessments.definition import Definition, problems
from practice.assessments.editing import FormIsBehind
from practice.assessments.form_pages import FormList, Preview, draft_or_404, form_or_404, version_or_404, versions_for
from practice.assessments.forms.builder import BringInForm, CompareForm, FormForm, OnDraft, PublishForm
from practice.assessments.models import Form, FormVersion
from practice.assessments.permissions import (
    can_bring_back_form,
    can_build_forms,
    can_change_draft,
    can_publish,
    can_retire_form,
    can_see_form,
    can_see_forms,
    can_see_version,
    can_start_draft,
    can_throw_away_draft,
)


@require_GET
def form_list(request: StaffRequest) -> HttpResponse:
    require(can_see_forms(request.user))
    context = {"forms": FormList.read(request.user), "may_build": can_build_forms(request.user)}
    return show(request, "assessments/form_list.html", context)


@require_http_methods(["GET", "POST"])
def form_new(request: StaffRequest) -> HttpResponse:
    require(can_build_forms(request.user))
    form = FormForm(request.POST or None)
    if form.is_valid():
        made = actions.begin(by=request.user, **form.cleaned_data)
        return done(request, "form-begun", f"{made.name} is begun. Now its sections.", to=_build_url(made.pk))
    return show(request, "assessments/form_new.html", {"form": form})


@require_GET
def form_detail(request: StaffRequest, form_id: UUID) -> HttpResponse:
    form = form_or_404(form_id)
    require(can_see_form(request.user, form))
    user = request.user
    context = {"form": form, "versions": versions_for(user, form), "may_build": can_build_forms(user)}
    context |= {"may_draft": can_start_draft(user, form), "may_retire": can_retire_form(user, form)}
    return show(request, "assessments/form_detail.html", context | {"may_return": can_bring_back_form(user, form)})


@require_http_methods(["GET", "POST"])
def form_amend(request: StaffRequest, form_id: UUID) -> HttpResponse:
    require(can_build_forms(request.user))
    about = form_or_404(form_id)
    form = FormForm(request.POST or None, form=about)
    if form.is_valid():
        actions.describe(form=about, by=request.user, **form.cleaned_data)
        return done(request, "form-described", "Changed.", to=about.get_absolute_url())
    return show(request, "assessments/form_new.html", {"form": form, "about": about})


@require_GET
def version_detail(request: StaffRequest, form_id: UUID, number: int) -> HttpResponse:
    version = version_or_404(form_id, number)
    require(can_see_version(request.user, version))
    context = {"preview": Preview.of(version), "version": version, "may_build": can_build_forms(request.user)}
    return show(request, "assessments/form_preview.html", context)


@require_GET
def version_export(request: StaffRequest, form_id: UUID, number: int) -> HttpResponse:
    version = version_or_404(form_id, number)
    require(can_see_version(request.user, version))
    return _download(interchange.written(version), f"{version.form.slug}-version-{number}.json")


@require_GET
def form_schema(request: StaffRequest) -> HttpResponse:
    """The JSON schema that a form's file meets, for whoever writes one by hand."""
    require(can_see_forms(request.user))
    return _download(json.dumps(interchange.FORM_SCHEMA, indent=2, ensure_ascii=False), "hampshire-form.schema.json")


@require_GET
def form_compare(request: StaffRequest, form_id: UUID) -> HttpResponse:
    form = form_or_404(form_id)
    require(can_see_form(request.user, form))
    versions = versions_for(request.user, form)
    newest = {"old": versions[min(1, len(versions) - 1)].number, "new": versions[0].number}
    chosen = CompareForm(request.GET if "old" in request.GET else newest, versions=versions)
    context = {"about": form, "form": chosen, "versions": versions}
    if chosen.is_valid():
        by_number = {version.number: version for version in versions}
        old, new = by_number[chosen.cleaned_data["old"]], by_number[chosen.cleaned_data["new"]]
        context |= {"old": old, "new": new, "differences": differences(old.questions, new.questions)}
    return show(request, "assessments/form_compare.html", context)


@require_POST
def form_draft(request: StaffRequest, form_id: UUID) -> HttpResponse:
    form = form_or_404(form_id)
    draft = actions.start_draft(form=form, by=request.user)
    return done(request, "form-drafted", f"A draft of version {draft.number} is there.", to=_build_url(form_id))


@require_http_methods(["GET", "POST"])
def form_publish(request: StaffRequest, form_id: UUID) -> HttpResponse:
    require(can_build_forms(request.user))
    draft = draft_or_404(form_id)
    require(can_change_draft(request.user, draft))
    form = PublishForm(request.POST or None, draft=draft)
    context = {"form": form, "draft": draft, "problems": problems(draft.definition)}
    if form.is_valid():
        require(can_publish(request.user, draft))
        try:
            actions.publish(
                version=draft,
                revision=form.cleaned_data["revision"],
                entry=form.entry_for(request.user),
                what_changed=form.cleaned_data["what_changed"],
                by=request.user,
            )
        except FormIsBehind:
            typed = request.POST.copy()
            typed["revision"] = str(draft_or_404(form_id).revision)
            form.data = typed
            return show(request, "assessments/form_publish.html", context | {"is_behind": True}, status=409)
        said = f"Version {draft.number} of {draft.form.name} is published. New assessments are written on it."
        return done(request, "form-published", said, to=draft.form.get_absolute_url())
    return show(request, "assessments/form_publish.html", context)


@require_http_methods(["GET", "POST"])
def form_throw_away(request: StaffRequest, form_id: UUID) -> HttpResponse:
    """Asked once more before, with what would be lost; a file of it brings it back."""
    require(can_build_forms(request.user))
    about = form_or_404(form_id)
    draft = draft_or_404(form_id)
    require(can_throw_away_draft(request.user, draft))
    is_behind = request.method == "POST" and not _thrown_away(request, draft)
    if request.method == "POST" and not is_behind:
        return _after_throwing_away(request, about)
    published = about.latest_published
    context = {
        "form": OnDraft(initial={"revision": draft.revision}),
        "draft": draft,
        "is_first": published is None,
        "is_behind": is_behind,
        "is_whole": not problems(draft.definition),
        "differences": differences(published.questions if published else Definition(), draft.questions),
    }
    return show(request, "assessments/form_throw_away.html", context, status=409 if is_behind else 200)


def _thrown_away(request: StaffRequest, draft: FormVersion) -> bool:
    """Whether it is gone now: not where somebody changed it since the page was opened."""
    form = OnDraft(request.POST)
    if not form.is_valid():
        return False
    try:
        actions.throw_away(version=draft, revision=form.cleaned_data["revision"], by=request.user)
    except FormIsBehind:
        return False
    return True


def _after_throwing_away(request: StaffRequest, about: Form) -> HttpResponse:
    said, to = "The draft is thrown away. What is published stays as it is.", about.get_absolute_url()
    if about.latest_published is None:
        said, to = f"{about.name} is thrown away.", reverse("assessments:form-list")
    return done(request, "form-thrown-away", said, to=to)


@require_http_methods(["GET", "POST"])
def form_retire(request: StaffRequest, form_id: UUID) -> HttpResponse:
    form = form_or_404(form_id)
    require(can_retire_form(request.user, form))
    if request.method == "POST":
        actions.retire(form=form, by=request.user)
        return done(request, "form-retired", f"{form.name} is retired.", to=form.get_absolute_url())
    return show(request, "assessments/form_retire.html", {"form": form})


@require_POST
def form_bring_back(request: StaffRequest, form_id: UUID) -> HttpResponse:
    form = form_or_404(form_id)
    actions.bring_back(form=form, by=request.user)
    return done(request, "form-brought-back", f"{form.name} is in use again.", to=form.get_absolute_url())


@require_http_methods(["GET", "POST"])
def form_import(request: StaffRequest) -> HttpResponse:
    require(can_build_forms(request.user))
    form = BringInForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.read:
        draft = actions.bring_in(file=form.read, form=form.cleaned_data["into"], by=request.user)
        said = f"{draft.form.name} is here as a draft of version {draft.number}. Look at it before you publish it."
        return done(request, "form-brought-in", said, to=_build_url(draft.form_id))
    return show(request, "assessments/form_import.html", {"form": form})


@require_POST
def form_load(request: StaffRequest) -> HttpResponse:
    """The forms that come with Hampshire, where nobody has run manage.py load_forms."""
    require(can_build_forms(request.user))
    made = actions.load_shipped(by=request.user)
    said = "The forms that come with Hampshire are published." if made else "They are here already."
    return done(request, "forms-loaded", said, to=reverse("assessments:form-list"))


def _build_url(form_id: UUID) -> str:
    return reverse("assessments:form-build", args=[form_id])


def _download(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
