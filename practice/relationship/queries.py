"""What the relationship's pages ask the database for, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.models import Allocation, Case, Family, FamilyMember, Person
from hampshire.accounts.models import Staff
from hampshire.links import doors
from hampshire.links.models import OneTimeLink
from hampshire.prepared import Prepared
from practice.models import Rupture, Visit, VisitPerson
from practice.models.rupture import RuptureQuerySet
from practice.models.visit import VisitQuerySet
from practice.relationship.facts import Answers
from practice.relationship.models import Asking, VisitRating, Wording
from practice.relationship.models.asking import PURPOSE, AskingQuerySet
from practice.relationship.models.rating import VisitRatingQuerySet
from practice.relationship.wording import is_whole

JUST_NOW = timedelta(minutes=2)  # between one tap on a button and the next
ASKS_SHOWN = 4  # of somebody's visits in their week
SOMEONE = "someone"  # in a form's choice of who


def lead_spells(family: Family) -> QuerySet[Allocation]:
    """Everybody who ever led the work with the family, in all its cases, in order of time."""
    leads = Allocation.objects.leads().filter(case__family=family)
    return leads.select_related("worker").order_by("starts_on", "id")


def visits_with_children(family: Family, since: date) -> VisitQuerySet:
    """Standing visits at which a child was seen, in order of time: what continuity is counted over."""
    seen = VisitPerson.objects.filter(visit=OuterRef("pk"), is_child=True, seen=True)
    begin = timezone.make_aware(datetime.combine(since, time()))
    visits = Visit.objects.filter(Exists(seen), family=family, happened_at__gte=begin).standing()
    return visits.select_related("logged_by").order_by("happened_at", "id")


def ratings_of(family: Family) -> VisitRatingQuerySet:
    return VisitRating.objects.filter(family=family).counting().with_people()


def askings_unanswered(family: Family) -> AskingQuerySet:
    """Links that nobody used: still open, or out of date. What was taken back is no question any more."""
    return (
        Asking.objects.of_family(family)
        .filter(rating=None, link__withdrawn_at=None)
        .select_related("person", "link", "visit")
        .latest_first()
    )


def ruptures_of(family: Family) -> RuptureQuerySet:
    return (
        Rupture.objects.filter(family=family)
        .standing()
        .select_related("written_by", "visit", "repaired_in_visit")
        .latest_first()
    )


def open_case_of(family: Family) -> Case | None:
    return Case.objects.filter(family=family).open().first()


def unasked_visits(since: date) -> VisitQuerySet:
    """Standing visits since that day that nobody has been asked about, and nobody has rated; the latest first."""
    return _unasked(timezone.make_aware(datetime.combine(since, time())))


def _unasked(begin: datetime) -> VisitQuerySet:
    told = VisitRating.objects.counting().filter(visit=OuterRef("pk"))
    asked = Asking.objects.filter(visit=OuterRef("pk"))
    recent = Visit.objects.standing().filter(happened_at__gte=begin)
    return recent.filter(~Exists(told), ~Exists(asked)).latest_first()


def unasked_of(family: Family, within: timedelta) -> Visit | None:
    """The family's latest visit, if it was within that time and nobody was asked about it."""
    return unasked_visits(timezone.localdate() - within).filter(family=family).first()


def said_of_visit(visit: Visit) -> tuple[list[VisitRating], list[Asking]]:
    """Who said what this visit was like, and who was asked and has not answered. Two queries."""
    ratings = VisitRating.objects.filter(visit=visit).counting().with_people().in_order()
    waiting = Asking.objects.filter(visit=visit).open().select_related("person", "link").latest_first()
    return list(ratings), list(waiting)


def people_to_ask(visit: Visit) -> list[Person]:
    """Those who were there, then the rest of the family; nobody who has died or is not born yet. Two queries."""
    seen = VisitPerson.objects.filter(visit=visit, seen=True).select_related("person").order_by("-is_child", "id")
    members = FamilyMember.objects.filter(family=visit.family_id).current().with_people()
    return list(_once([*(part.person for part in seen), *(member.person for member in members)]))


def _once(people: Iterable[Person]) -> Iterable[Person]:
    return {person.pk: person for person in people if person.is_among_us}.values()


def visit_or_404(family: Family, visit_id: UUID) -> Visit:
    visit = family.visits.select_related("logged_by").filter(pk=visit_id).first()
    if visit is None:
        raise Http404("No visit by that id is this family's.")
    visit.family = family  # with its standing, which permissions ask for
    return visit


def rating_or_404(family: Family, rating_id: UUID) -> VisitRating:
    rating = VisitRating.objects.filter(family=family, pk=rating_id).first()
    if rating is None:
        raise Http404("No rating by that id is this family's.")
    rating.family = family
    return rating


def asking_or_404(family: Family, asking_id: UUID) -> Asking:
    asking = Asking.objects.of_family(family).filter(pk=asking_id).select_related("visit").first()
    if asking is None:
        raise Http404("Nobody of this family was asked by that id.")
    asking.visit.family = family
    return asking


def rupture_or_404(family: Family, rupture_id: UUID) -> Rupture:
    rupture = Rupture.objects.filter(family=family, pk=rupture_id).first()
    if rupture is None:
        raise Http404("No strain by that id is this family's.")
    rupture.family = family
    return rupture


def asking_by(token: str) -> Asking | None:
    """Whoever holds this secret was asked by this; None where the link opens nothing any more."""
    link = doors.find(PURPOSE, token)
    return Asking.objects.of_standing_visits().select_related("visit").filter(link=link).first() if link else None


def answered_just_now(token: str, answers: Answers) -> Asking | None:
    """Whoever holds this secret gave this very answer by it a moment ago: it was sent twice."""
    link = OneTimeLink.objects.for_token(PURPOSE, token).filter(used_at__gte=timezone.now() - JUST_NOW)
    told = {f"rating__{name}": value for name, value in asdict(answers).items()}
    asked = Asking.objects.of_standing_visits().select_related("visit")
    return asked.filter(link__in=link, rating__rather_not_say=answers.rather_not_say, **told).first()


def all_wordings() -> dict[str, Wording]:
    """By language."""
    return {one.language: one for one in Wording.objects.in_order().select_related("changed_by")}


def offered_wordings() -> list[Wording]:
    """The languages besides English in which a family can read the page, whole ones only."""
    return [one for one in Wording.objects.offered().in_order() if is_whole(one)]


def lately_visited(user: Staff, within: timedelta) -> list[Visit]:
    """The user's own visits that nobody was asked about, of families they may still know of; the latest few."""
    today = timezone.localdate()
    begin = timezone.make_aware(datetime.combine(today - within, time()))
    return _LATELY_VISITED.all(user=user.pk, today=today, begin=begin)


def _lately_visited(user: UUID, today: date, begin: datetime) -> VisitQuerySet:
    somebody = Staff(pk=user)
    mine = _unasked(begin).filter(logged_by=somebody).visible_to(somebody, today)
    return mine.select_related("family")[:ASKS_SHOWN]


_LATELY_VISITED = Prepared(_lately_visited, user=UUID, today=date, begin=datetime)
