"""Sign-in by allauth: nobody signs themselves up, and the demonstration's password opens nothing real."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.middleware import sign_in_rules
from hampshire.words import count

DEMO_PASSWORD = "demo-hampshire"  # noqa: S105  (known to everybody; refused wherever the data is real)


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That address and that password do not go together. Check both.",
        "too_many_login_attempts": (
            f"Too many wrong passwords for this account. Wait {count(sign_in_rules()['locked'], 'minute')}, then try "
            "again. Until then the right password is refused too. Nobody else's sign-in is affected."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if credentials.get("password") == DEMO_PASSWORD and settings.IS_PRODUCTION:
            credentials["password"] = None  # goes on to fail, and to count, like any wrong password
        return super().authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Whose account was tried, if anybody's: never what was typed, which may be a password in the wrong box."""
        email = str(credentials.get("email") or "").lower()
        AuditEvent.record("staff.sign-in-failed", by=None, subject=Staff.objects.filter(email=email).first())

    def login(self, request: HttpRequest, user: Staff) -> None:
        super().login(request, user)
        AuditEvent.record("staff.signed-in", by=user, subject=user)

    def set_password(self, user: Staff, password: str) -> None:
        super().set_password(user, password)
        AuditEvent.record("staff.password-chosen", by=user, subject=user)
