"""Who a newcomer can sign in as."""

from demo.authority import SIGN_INS
from hampshire.accounts.adapter import DEMO_PASSWORD


def sign_ins() -> str:
    """A line for each role, and the one password."""
    lines = [f"  {role.value}@hampshire.example".ljust(42) + name for role, name in SIGN_INS.items()]
    return "\n".join([f"Sign in with the password {DEMO_PASSWORD} as:", *lines])
