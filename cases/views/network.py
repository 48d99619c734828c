"""/families/<family_id>/relationships/ and /network/: how people are related, and who else matters."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions import families
from cases.forms.people import EndForm, NetworkAddForm, NetworkMemberForm, RelationshipAmendForm, RelationshipForm
from cases.gate import get_family_or_404
from cases.models import Family
from cases.pages import form_page
from cases.permissions import can_work_with_family
from cases.queries.people import relationships_of
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require


def _people_url(family: Family) -> str:
    return reverse("cases:people", args=[family.pk])


def _writable(request: StaffRequest, family_id: UUID) -> Family:
    family = get_family_or_404(request.user, family_id)
    require(can_work_with_family(request.user, family))
    return family


@require_http_methods(["GET", "POST"])
def relationship_add(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    form = RelationshipForm(request.POST or None, family=family, initial={"person": request.GET.get("person")})
    if form.is_valid():
        relationship = families.relate(family=family, by=request.user, **form.cleaned_data)
        return done(request, "people-related", f"{relationship.in_words()[0]}.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading="How two people are related",
        submit="Save",
        cancel=_people_url(family),
        intro="Say it one way round: the other way follows by itself.",
    )


@require_http_methods(["GET", "POST"])
def relationship_amend(request: StaffRequest, family_id: UUID, relationship_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    known = relationships_of(family)
    relationship = get_object_or_404(known, pk=relationship_id)
    others = known.between(relationship.person, relationship.relative).exclude(pk=relationship.pk)
    now = {name: getattr(relationship, name) for name in ("kind", "has_parental_responsibility", "starts_on")}
    form = RelationshipAmendForm(request.POST or None, initial=now, taken=others.kinds())
    if form.is_valid():
        families.amend_relationship(relationship=relationship, family=family, by=request.user, **form.cleaned_data)
        return done(request, "relationship-amended", "Saved.", to=_people_url(family))
    person, relative = relationship.person.short_name, relationship.relative.short_name
    return form_page(
        request,
        family,
        form,
        heading=f"What {person} is to {relative}",
        submit="Save",
        cancel=_people_url(family),
    )


@require_http_methods(["GET", "POST"])
def relationship_end(request: StaffRequest, family_id: UUID, relationship_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    relationship = get_object_or_404(relationships_of(family), pk=relationship_id)
    form = EndForm(request.POST or None, began_on=relationship.starts_on)
    if form.is_valid():
        day = form.cleaned_data["ends_on"]
        families.end_relationship(relationship=relationship, family=family, by=request.user, ends_on=day)
        return done(request, "relationship-ended", "Saved.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading="No longer so",
        submit="Save",
        cancel=_people_url(family),
        intro=f"{relationship.in_words()[0]}.",
    )


@require_http_methods(["GET", "POST"])
def network_add(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    form = NetworkAddForm(request.POST or None, initial={"kind": request.GET.get("kind", "network")})
    if form.is_valid():
        families.meet(family=family, by=request.user, names=form.names, phone=form.cleaned_data["phone"], **form.place)
        return done(request, "network-joined", "Added to the network.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading="Add somebody around the family",
        submit="Add",
        cancel=_people_url(family),
        intro="Somebody the family counts on, or a professional who works with them.",
    )


@require_http_methods(["GET", "POST"])
def network_amend(request: StaffRequest, family_id: UUID, member_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    member = get_object_or_404(family.network.current().with_people(), pk=member_id)
    now = {"kind": member.kind, "who_they_are": member.who_they_are, "what_they_do": member.what_they_do}
    form = NetworkMemberForm(request.POST or None, initial=now)
    if form.is_valid():
        families.amend_network_member(member=member, by=request.user, **form.cleaned_data)
        return done(request, "network-amended", "Saved.", to=_people_url(family))
    return form_page(request, family, form, heading=member.person.full_name, submit="Save", cancel=_people_url(family))


@require_http_methods(["GET", "POST"])
def network_leave(request: StaffRequest, family_id: UUID, member_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    member = get_object_or_404(family.network.current().with_people(), pk=member_id)
    form = EndForm(request.POST or None, began_on=member.starts_on)
    if form.is_valid():
        families.leave_network(member=member, by=request.user, ends_on=form.cleaned_data["ends_on"])
        return done(request, "network-left", "Saved.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading=f"{member.person.full_name} is no longer in the network",
        submit="Save",
        cancel=_people_url(family),
    )
