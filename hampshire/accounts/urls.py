from django.urls import path

from hampshire.accounts.views import staff, teams

app_name = "accounts"

urlpatterns = [
    # /staff/
    path("staff/", staff.staff_list, name="staff-list"),
    path("staff/new/", staff.staff_new, name="staff-new"),
    path("staff/<uuid:staff_id>/", staff.staff_detail, name="staff-detail"),
    path("staff/<uuid:staff_id>/amend/", staff.staff_amend, name="staff-amend"),
    path("staff/<uuid:staff_id>/stop/", staff.staff_stop, name="staff-stop"),
    path("staff/<uuid:staff_id>/welcome-back/", staff.staff_welcome_back, name="staff-welcome-back"),
    path("staff/<uuid:staff_id>/password-link/", staff.staff_password_link, name="staff-password-link"),
    path("staff/<uuid:staff_id>/roles/new/", staff.role_give, name="role-give"),
    path("staff/<uuid:staff_id>/roles/<uuid:membership_id>/end/", staff.role_end, name="role-end"),
    # /teams/
    path("teams/", teams.team_list, name="team-list"),
    path("teams/new/", teams.team_new, name="team-new"),
    path("teams/<uuid:team_id>/", teams.team_detail, name="team-detail"),
    path("teams/<uuid:team_id>/amend/", teams.team_amend, name="team-amend"),
]
