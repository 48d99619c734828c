"""How a permission is asked for and refused. May not know: 404. May not do: 403, with the reason in words."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may do a thing, and if not, the reason to show beside the missing button."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: str) -> Decision:
    """A refusal, in a sentence that says what would be needed."""
    return Decision(False, reason)


def require(decision: Decision) -> None:
    """Go on only if the decision is yes.

    Raises PermissionDenied with the decision's reason, which becomes a 403 page saying it.
    """
    if not decision:
        raise PermissionDenied(decision.reason)
