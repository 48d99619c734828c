"""Staff: for administrators."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.accounts import passwords
from hampshire.accounts.actions import staff as actions
from hampshire.accounts.filters import StaffFilter
from hampshire.accounts.forms import RoleEndForm, RoleForm, StaffForm
from hampshire.accounts.permissions import can_end_role, can_manage_staff, can_stop
from hampshire.accounts.queries import all_staff, membership_or_404, staff_or_404
from hampshire.htmx import StaffRequest, done, show
from hampshire.listing import Page, Sorting
from hampshire.permissions import require

SORTS = {"name": "name", "signed-in": "last_login?"}


@require_GET
def staff_list(request: StaffRequest) -> HttpResponse:
    require(can_manage_staff(request.user))
    chosen = StaffFilter(request.GET, all_staff())
    sorting = Sorting.read(request, SORTS, default="name")
    page = Page.read(request, chosen.qs.order_by(*sorting.fields))
    return show(request, "accounts/staff_list.html#staff", {"page": page, "filter": chosen, "sorting": sorting})


@require_GET
def staff_detail(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    roles = [(role, can_end_role(request.user, role)) for role in person.memberships.with_teams()]
    context = {"person": person, "roles": roles, "may_stop": can_stop(request.user, person)}
    return show(request, "accounts/staff_detail.html", context)


@require_http_methods(["GET", "POST"])
def staff_new(request: StaffRequest) -> HttpResponse:
    require(can_manage_staff(request.user))
    form = StaffForm(request.POST or None)
    if form.is_valid():
        person = actions.add(by=request.user, **form.cleaned_data)
        passwords.send_link(request, person)
        said = f"{person.name} is added, and has an e-mail with a link to choose a password. Now give them a role."
        return done(request, "staff-added", said, to=person.get_absolute_url())
    return show(request, "accounts/staff_form.html#form", {"form": form})


@require_http_methods(["GET", "POST"])
def staff_amend(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    form = StaffForm(request.POST or None, staff=person)
    if form.is_valid():
        actions.amend(staff=person, by=request.user, **form.cleaned_data)
        return done(request, "staff-amended", "Changed.", to=person.get_absolute_url())
    return show(request, "accounts/staff_form.html#form", {"form": form, "person": person})


@require_POST
def staff_stop(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    actions.stop(staff=person, by=request.user)
    return done(request, "staff-stopped", f"{person.name} cannot sign in any more.", to=person.get_absolute_url())


@require_POST
def staff_welcome_back(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    actions.welcome_back(staff=person, by=request.user)
    return done(request, "staff-welcomed-back", f"{person.name} may sign in again.", to=person.get_absolute_url())


@require_POST
def staff_password_link(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    actions.send_password_link(staff=person, by=request.user)
    passwords.send_link(request, person)
    said = f"We have sent {person.email} a link to choose a password."
    return done(request, "password-link-sent", said, to=person.get_absolute_url())


@require_http_methods(["GET", "POST"])
def role_give(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    person = staff_or_404(staff_id)
    form = RoleForm(request.POST or None, staff=person)
    if form.is_valid():
        role = actions.give_role(staff=person, by=request.user, **form.cleaned_data)
        return done(request, "role-given", f"{person.name}: {role}.", to=person.get_absolute_url())
    return show(request, "accounts/role_form.html#form", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
def role_end(request: StaffRequest, staff_id: UUID, membership_id: UUID) -> HttpResponse:
    require(can_manage_staff(request.user))
    role = membership_or_404(staff_id, membership_id)
    require(can_end_role(request.user, role))
    form = RoleEndForm(request.POST or None)
    if form.is_valid():
        actions.end_role(membership=role, by=request.user, **form.cleaned_data)
        said = f"{role.staff.name}: {role} has its end."
        return done(request, "role-ended", said, to=role.staff.get_absolute_url())
    return show(request, "accounts/role_end.html#form", {"form": form, "role": role, "person": role.staff})
