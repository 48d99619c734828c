"""The gate: the only way from an id in a URL to a family or anything of it. May not know: 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cases.models import Family, Person, Referral
from hampshire.accounts.models import Staff


def get_family_or_404(user: Staff, family_id: UUID, families: QuerySet[Family] | None = None) -> Family:
    """The family, if the user may know of it.

    `families` may narrow or enrich what is fetched; it is filtered by who may see it all the same.
    Raises Http404 both for a family that does not exist and for one the user may not know of.
    """
    wanted = Family.objects.all() if families is None else families
    family = wanted.filter(pk=family_id, pk__in=Family.objects.visible_to(user).values("pk")).first()
    if family is None:
        raise Http404("No family by that id is open to you.")
    return family


def get_overview_or_404(user: Staff, family_id: UUID) -> Family:
    """The same family, with what its overview asks of it."""
    return get_family_or_404(user, family_id, Family.objects.for_overview(user))


def get_person_or_404(family: Family, person_id: UUID) -> Person:
    """Somebody who is or was in this family or its network; the family has come through the gate."""
    person = Person.objects.of_family(family).filter(pk=person_id).first()
    if person is None:
        raise Http404("Nobody by that id is in this family.")
    return person


def get_referral_or_404(user: Staff, referral_id: UUID) -> Referral:
    """A referral of a family the user may know of."""
    referral = Referral.objects.visible_to(user).with_people().filter(pk=referral_id).first()
    if referral is None:
        raise Http404("No referral by that id is open to you.")
    return referral
