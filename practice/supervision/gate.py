"""The gate to supervision: those who take part, and the supervisor's own senior. To everybody else it is not there."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.http import Http404

from cases.models import Family
from hampshire.accounts.models import Staff
from practice.supervision.line import seniors_of
from practice.supervision.models import Attendee, Item, Supervision


def get_supervision_or_404(user: Staff, supervision_id: UUID) -> Supervision:
    """Raises Http404 for one that does not exist, and for one the user may not know of: a manager further up, an
    administrator and an auditor too."""
    supervision = Supervision.objects.with_people().filter(pk=supervision_id).first()
    if supervision is None or not _may_know(user, supervision):
        raise Http404("No supervision by that id is open to you.")
    return supervision


def _may_know(user: Staff, supervision: Supervision) -> bool:
    if supervision.is_one_of_two(user):
        return True
    if (
        supervision.kind == Supervision.Kind.GROUP
        and Attendee.objects.filter(supervision=supervision, staff=user).exists()
    ):
        return True
    return user.has_role("manager") and user.pk in seniors_of(supervision)


def get_item_or_404(user: Staff, supervision: Supervision, item_id: UUID) -> Item:
    """An item of a supervision that has come through the gate, about a family the user may know of."""
    items = supervision.items.standing().select_related("family", "reflection", "written_by")
    item = items.filter(pk=item_id, family__in=Family.objects.visible_to(user).values("pk")).first()
    if item is None:
        raise Http404("Nothing by that id is on this agenda, or its family is not open to you.")
    item.supervision = supervision
    return item


def open_families(user: Staff, family_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these families that the user may know of today. People move on; what they talked about does not go
    with them."""
    return set(Family.objects.visible_to(user).filter(pk__in=set(family_ids)).values_list("pk", flat=True))


def families_by_id(user: Staff, ids: Iterable[str]) -> list[Family]:
    """Families by the ids an address sent, by name; those the user may not know of are left out."""
    wanted = set()
    for one in ids:
        with suppress(ValueError):
            wanted.add(UUID(one))
    return list(Family.objects.visible_to(user).filter(pk__in=wanted).by_name()) if wanted else []
