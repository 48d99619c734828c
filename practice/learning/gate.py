"""The gate to observations, tools, courses and their days. To whoever is not one of the two, an observation is not
there: not to their senior, a manager, an administrator or an auditor either."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.models import Family
from hampshire.accounts.models import FAMILY_ROLES, Membership, Staff
from practice.learning.models import Course, Observation, ScoreAside, ScoreDraft, Session
from practice.models import Tool, Visit


def get_observation_or_404(user: Staff, observation_id: UUID) -> Observation:
    """Raises Http404 for one that does not exist and for one that is between two others."""
    found = Observation.objects.of(user).with_people().filter(pk=observation_id).first()
    if found is None:
        raise Http404("No observation by that id is open to you.")
    return found


def get_aside_or_404(user: Staff, observation: Observation, aside_id: UUID) -> ScoreAside:
    """What another of their own windows held of the scores."""
    mine = ScoreDraft.objects.by_writer(user).filter(observation=observation)
    return get_object_or_404(ScoreAside.objects.select_related("draft__observation"), pk=aside_id, draft__in=mine)


def get_tool_or_404(slug: str) -> Tool:
    return get_object_or_404(Tool.objects.select_related("register_entry"), slug=slug)


def get_course_or_404(slug: str) -> Course:
    return get_object_or_404(Course.objects.select_related("register_entry"), slug=slug)


def get_session_or_404(session_id: UUID) -> Session:
    return get_object_or_404(Session.objects.with_courses().with_taken(), pk=session_id)


def get_visit_or_404(user: Staff, visit_id: str) -> Visit:
    """A visit of a family the user may know of, by the id an address sent.

    Raises Http404 for anything else, something that is no id too.
    """
    try:
        wanted = UUID(visit_id)
    except ValueError as wrong:
        raise Http404("That is no visit.") from wrong
    found = Visit.objects.standing().visible_to(user).select_related("family", "logged_by").filter(pk=wanted).first()
    if found is None:
        raise Http404("No visit by that id is open to you.")
    return found


def open_families(user: Staff, family_ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of these families that the user may know of today. What is said of the others names nobody."""
    ids = {one for one in family_ids if one is not None}
    if not ids:
        return set()
    return set(Family.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def colleagues(user: Staff) -> list[Staff]:
    """Everybody with a part in the work with families, but the user, by name."""
    held = Membership.objects.current().filter(role__in=FAMILY_ROLES)
    return list(Staff.objects.at_work().filter(pk__in=held.values("staff")).exclude(pk=user.pk).by_name())
