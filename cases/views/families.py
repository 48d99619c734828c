"""/families/new/ and /families/<family_id>/: the overview, its panels, its name, and who has looked."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases import panels
from cases.actions import families
from cases.forms.families import FamilyNameForm, NewFamilyForm
from cases.gate import get_family_or_404, get_overview_or_404
from cases.looks import told
from cases.pages import family_page, form_page
from cases.permissions import can_add_family, can_see_who_looked, can_work_with_family
from cases.queries.cases import teams_to_add_to
from cases.queries.header import Header
from cases.queries.story import changes_since, joins_of, looks_at
from cases.search import search_people
from hampshire.htmx import StaffRequest, done, show
from hampshire.listing import Page
from hampshire.permissions import require


@require_http_methods(["GET", "POST"])
def family_new(request: StaffRequest) -> HttpResponse:
    """Search first; only then, and on the same page, add."""
    require(can_add_family(request.user))
    text = request.GET.get("q", "").strip()
    form = NewFamilyForm(request.POST or None, teams=teams_to_add_to(request.user), initial={"name": _surname(text)})
    if form.is_valid():
        family = families.create(by=request.user, **form.cleaned_data)
        to = reverse("cases:person-add", args=[family.pk])
        return done(request, "family-added", f"{family.title} added. Now say who is in it.", to=to)
    found = search_people(request.user, text) if text and request.method == "GET" else []
    context = {"form": form, "text": text, "found": found, "some_closed": any(not one.may_open for one in found)}
    return show(request, "cases/family_new.html#family-form", context)


def _surname(text: str) -> str:
    """A first guess at the family's name from what was looked for: its last word, unless that is not a name."""
    last = text.rpartition(" ")[2]
    return last.title() if last.replace("-", "").replace("'", "").isalpha() else ""


@require_GET
def family_detail(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_overview_or_404(request.user, family_id)
    changes = changes_since(family.looked_at, request.user, family)
    families.look(family=family, by=request.user)
    header = Header(request.user, family, request.path)
    filled: dict[str, Any] = {place: _placed(header, place) for place in panels.PLACES}
    context = {"header": header, "changes": changes, "joins": joins_of(family) if family.is_joined else [], **filled}
    return family_page(request, family, "cases/family_detail.html", context, opened=None)


@require_GET
def family_panel(request: StaffRequest, family_id: UUID, key: str) -> HttpResponse:
    """One panel: a late one for htmx, and the page that its link leads to without script."""
    family = get_family_or_404(request.user, family_id)
    panel = panels.panel_by_key(key)
    if panel is None:
        raise Http404("There is no such panel.")
    header = Header(request.user, family, request.path)
    context = {"header": header, "each": _filled(header, panel)}
    return family_page(request, family, "cases/family_panel.html#panel", context, opened=f"{key}-panel")


def _placed(header: Header, place: panels.Place) -> list[dict[str, Any]]:
    """The panels of one place with what they say; of a late one only where it will come from."""
    family = header.family
    return [
        {"panel": panel, "late_url": panels.panel_url(family.pk, panel.key)} if panel.late else _filled(header, panel)
        for panel in panels.panels(place)
    ]


def _filled(header: Header, panel: panels.Panel) -> dict[str, Any]:
    """The panel, the link at its head and what its template gets; drawn by {% panel_content %}."""
    family = header.family
    return {"panel": panel, "url": panel.url(family), "context": panel.context(header.user, family)}


@require_http_methods(["GET", "POST"])
def family_rename(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    require(can_work_with_family(request.user, family))
    form = FamilyNameForm(request.POST or None, initial={"name": family.name})
    if form.is_valid():
        families.rename(family=family, by=request.user, **form.cleaned_data)
        return done(request, "family-renamed", "Name saved.", to=family.get_absolute_url())
    return form_page(
        request,
        family,
        form,
        heading="Their name" if family.name else "Name this family",
        submit="Save name",
        cancel=family.get_absolute_url(),
    )


@require_GET
def look_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Who opened or changed this family's record, and when."""
    family = get_family_or_404(request.user, family_id)
    require(can_see_who_looked(request.user, family))
    only = request.GET.get("only", "")
    page = Page.read(request, looks_at(family, only=only), size=100)
    days = [(day, list(rows)) for day, rows in groupby(told(page.rows), key=lambda look: look.day)]
    return family_page(request, family, "cases/look_list.html", {"days": days, "page": page, "only": only})
