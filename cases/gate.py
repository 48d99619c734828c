"""The gate: the only way from an id in a URL to a family or anything of it. May not know: 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cases.models import Family
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
