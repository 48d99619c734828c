"""Sign-in by allauth: nobody signs themselves up, and the demonstration's password opens nothing real."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

DEMO_PASSWORD = "demo-hampshire"  # noqa: S105  (known to everybody; refused wherever the data is real)


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if credentials.get("password") == DEMO_PASSWORD and settings.IS_PRODUCTION:
            credentials["password"] = None  # goes on to fail, and to count, like any wrong password
        return super().authenticate(request, **credentials)
