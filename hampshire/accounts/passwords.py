"""The link by which somebody chooses their password: allauth's own, sent by e-mail. It carries no child's details."""

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from hampshire.accounts.models import Staff


def send_link(request: HttpRequest, staff: Staff) -> None:
    """Send `staff` a link that works once, for three days, at the address this request reached us by."""
    form = ResetPasswordForm({"email": staff.email})
    if not form.is_valid():
        raise ValueError("A member of staff has an address that no link can be sent to.")
    form.save(request)
