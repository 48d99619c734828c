"""Views of a list that people keep under a name of their own."""

from django.db import transaction

from hampshire.accounts.models import SavedView, Staff
from hampshire.accounts.permissions import can_save_view
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require


@transaction.atomic
def save(*, page: str, name: str, query: str, by: Staff) -> SavedView:
    """Keep filters and order under a name; one there by that name is written over.

    Raises PermissionDenied when there are too many.
    """
    Staff.objects.select_for_update().get(pk=by.pk)  # one at a time, so that the limit holds
    require(can_save_view(by, page, name))
    view, _ = SavedView.objects.update_or_create(staff=by, page=page, name=name, defaults={"query": query})
    AuditEvent.record("view.saved", by=by, subject=view)
    return view


@transaction.atomic
def forget(*, view: SavedView, by: Staff) -> None:
    """Let go of a view of one's own."""
    view = by.saved_views.select_for_update().get(pk=view.pk)
    AuditEvent.record("view.forgotten", by=by, subject=view)
    view.delete()
