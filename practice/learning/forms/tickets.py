"""What a page of scores hands back with every save."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import QueryDict

from hampshire.accounts.models import Staff
from practice.forms.typed import whole, window
from practice.learning.actions.scoring import Ticket
from practice.learning.forms.observing import ScoreForm


def ticket(sent: QueryDict, form: ScoreForm, user: Staff) -> Ticket:
    """What was typed, on which version, in which window. Raises BadRequest where it is none of ours, and
    PermissionDenied where somebody else was signed in when the page was opened: on a shared device, what one wrote is
    never kept as another's."""
    if sent.get("worker", str(user.pk)) != str(user.pk):
        raise PermissionDenied("Somebody else was signed in when this page was opened. Only they can save it.")
    version = whole(sent.get("version", "0"))
    if version < 0:
        raise BadRequest("This page was not sent whole. Open it again.")
    return Ticket(form.typed(), version, window(sent.get("window", "")))
