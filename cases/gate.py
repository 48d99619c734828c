"""The gate: the only way from an id in a URL to a family or anything of it. May not know: 404."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from cases.models import Family, Person, Referral
from hampshire.accounts.models import Staff
from hampshire.prepared import Prepared

_carried: dict[str, Callable[[], Any]] = {}
_carried_to_overview: dict[str, Callable[[Staff, date], Any]] = {}


def carry(name: str, expression: Callable[[], Any]) -> None:
    """Have every family that comes through the gate bring `name`, for what its header says: no query of its own.

    From AppConfig.ready(), before any gate is asked. `expression()` is put beside the family's own columns.
    """
    _carried[name] = expression


def carry_to_overview(name: str, expression: Callable[[Staff, date], Any]) -> None:
    """The same for the overview alone, of whoever looks on which day: what its panels would each ask for."""
    _carried_to_overview[name] = expression


def through_gate(families: Callable[..., QuerySet[Family]], **slots: type) -> Prepared[Family]:
    """The gate's query where a page wants more of the family than its row, for `get_family_or_404`.

    `families(user, today)`, with a value for each of `slots`, says what more. Who may see it is asked here.
    """

    def asked(family: UUID, user: UUID, today: date, **more: Any) -> QuerySet[Family]:
        somebody = Staff(pk=user)
        visible = Family.objects.visible_to(somebody, today).values("pk")
        brought = {name: expression() for name, expression in _carried.items()}
        return families(somebody, today, **more).annotate(**brought).filter(pk=family, pk__in=visible)[:1]

    return Prepared(asked, family=UUID, user=UUID, today=date, **slots)


ROW = through_gate(lambda user, today: Family.objects.all())


def _for_overview(user: Staff, today: date) -> QuerySet[Family]:
    brought = {name: expression(user, today) for name, expression in _carried_to_overview.items()}
    return Family.objects.for_overview(user).annotate(**brought)


OVERVIEW = through_gate(_for_overview)


def get_family_or_404(user: Staff, family_id: UUID, families: Prepared[Family] = ROW, **values: Any) -> Family:
    """The family, if the user may know of it; with more than its row where `families` says so.

    Raises Http404 both for a family that does not exist and for one the user may not know of.
    """
    family = families.first(family=family_id, user=user.pk, today=timezone.localdate(), **values)
    if family is None:
        raise Http404("No family by that id is open to you.")
    return family


def get_overview_or_404(user: Staff, family_id: UUID) -> Family:
    """The same family, with what its overview asks of it."""
    return get_family_or_404(user, family_id, OVERVIEW)


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
