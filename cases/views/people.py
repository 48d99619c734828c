"""/families/<family_id>/people/: who is in the family and around it, and what is known of each."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.actions import families, people
from cases.forms.people import (
    AddressForm,
    ContactDetailForm,
    EndForm,
    MemberForm,
    MembershipForm,
    MoveForm,
    PersonForm,
)
from cases.gate import get_family_or_404, get_person_or_404
from cases.models import Family, FamilyMember, Person
from cases.pages import family_page, form_page
from cases.permissions import can_work_with_family
from cases.queries.people import PeoplePage, PersonPage, living_together, people_of
from hampshire.htmx import StaffRequest, done
from hampshire.permissions import require


def _people_url(family: Family) -> str:
    return reverse("cases:people", args=[family.pk])


def _person_url(family: Family, person: Person) -> str:
    return reverse("cases:person-detail", args=[family.pk, person.pk])


def _writable(request: StaffRequest, family_id: UUID) -> Family:
    """The family, for somebody who may write on its record."""
    family = get_family_or_404(request.user, family_id)
    require(can_work_with_family(request.user, family))
    return family


@require_GET
def people_list(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    return family_page(request, family, "cases/people.html", {"people": PeoplePage(family)})


@require_http_methods(["GET", "POST"])
def person_add(request: StaffRequest, family_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    start = {"role": "" if family.members.current().exists() else FamilyMember.Role.CHILD, "lives_here": True}
    form = MemberForm(request.POST or None, initial={**start, "last_name": family.name})
    if form.is_valid():
        person = families.add_member(family=family, by=request.user, details=form.details, membership=form.membership)
        return done(request, "person-added", f"{person.full_name} added.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading="Add somebody to the family",
        submit="Add",
        cancel=_people_url(family),
        fields="cases/person_fields.html",
    )


@require_GET
def person_detail(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    person = get_person_or_404(family, person_id)
    context = {"person": person, "page": PersonPage(family, person)}
    return family_page(request, family, "cases/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_amend(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    person = get_person_or_404(family, person_id)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        people.amend(person=person, family=family, by=request.user, **form.details)
        return done(request, "person-amended", "Saved. What it said before is kept.", to=_person_url(family, person))
    return form_page(
        request,
        family,
        form,
        heading=f"Change {person.full_name}’s details",
        submit="Save",
        cancel=_person_url(family, person),
        fields="cases/person_fields.html",
    )


@require_http_methods(["GET", "POST"])
def person_move(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    person = get_person_or_404(family, person_id)
    together = living_together(family, person)
    form = MoveForm(request.POST or None, people=people_of(family), initial={"people": together})
    if form.is_valid():
        moved = form.cleaned_data["people"]
        where = {name: form.cleaned_data[name] for name in ("lines", "postcode", "starts_on")}
        people.move_together(people=moved, family=family, by=request.user, **where)
        return done(request, "people-moved", "Address saved.", to=_person_url(family, person))
    return form_page(
        request,
        family,
        form,
        heading=f"Where {person.short_name} lives",
        submit="Save address",
        cancel=_person_url(family, person),
        intro="The address before is kept, and ends that day.",
    )


@require_http_methods(["GET", "POST"])
def address_amend(request: StaffRequest, family_id: UUID, person_id: UUID, address_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    person = get_person_or_404(family, person_id)
    address = get_object_or_404(person.addresses.all(), pk=address_id)
    now = {name: getattr(address, name) for name in ("lines", "postcode", "starts_on", "ends_on")}
    form = AddressForm(request.POST or None, initial=now)
    if form.is_valid():
        people.amend_address(address=address, family=family, by=request.user, **form.cleaned_data)
        return done(request, "address-amended", "Address corrected.", to=_person_url(family, person))
    return form_page(
        request,
        family,
        form,
        heading="Correct this address",
        submit="Save",
        cancel=_person_url(family, person),
        intro=f"Only {person.short_name}’s. If they moved, say so instead: that keeps this one.",
    )


@require_http_methods(["GET", "POST"])
def contact_detail_add(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    person = get_person_or_404(family, person_id)
    form = ContactDetailForm(request.POST or None)
    if form.is_valid():
        people.add_contact_detail(person=person, family=family, by=request.user, **form.cleaned_data)
        return done(request, "contact-detail-added", "Saved.", to=_person_url(family, person))
    return form_page(
        request,
        family,
        form,
        heading=f"How to reach {person.short_name}",
        submit="Save",
        cancel=_person_url(family, person),
    )


@require_POST
def contact_detail_end(request: StaffRequest, family_id: UUID, person_id: UUID, detail_id: UUID) -> HttpResponse:
    family = get_family_or_404(request.user, family_id)
    person = get_person_or_404(family, person_id)
    detail = get_object_or_404(person.contact_details.current(), pk=detail_id)
    people.end_contact_detail(detail=detail, family=family, by=request.user)
    return done(request, "contact-detail-ended", "Marked as no longer in use.", to=_person_url(family, person))


@require_http_methods(["GET", "POST"])
def member_amend(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """What somebody is in the family, and whether they live there."""
    family = _writable(request, family_id)
    member = get_object_or_404(family.members.current().with_people(), person_id=person_id)
    now = {"role": member.role, "role_in_words": member.role_in_words, "lives_here": member.lives_here}
    form = MembershipForm(request.POST or None, initial=now)
    if form.is_valid():
        families.amend_member(member=member, by=request.user, **form.cleaned_data)
        return done(request, "member-amended", "Saved.", to=_person_url(family, member.person))
    return form_page(
        request,
        family,
        form,
        heading=f"{member.person.short_name} in the family",
        submit="Save",
        cancel=_person_url(family, member.person),
    )


@require_http_methods(["GET", "POST"])
def member_leave(request: StaffRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    family = _writable(request, family_id)
    member = get_object_or_404(family.members.current().with_people(), person_id=person_id)
    name = member.person.short_name
    form = EndForm(request.POST or None, began_on=member.joined_on)
    if form.is_valid():
        families.leave(member=member, by=request.user, left_on=form.cleaned_data["ends_on"])
        return done(request, "member-left", f"{name} is no longer part of the family.", to=_people_url(family))
    return form_page(
        request,
        family,
        form,
        heading=f"{name} is no longer part of the family",
        submit="Save",
        cancel=_person_url(family, member.person),
        intro="Their details and what was written about them stay here.",
    )
