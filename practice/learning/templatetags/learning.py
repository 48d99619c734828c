"""What the pages of learning share."""

from collections.abc import Callable, Sequence

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from hampshire.accounts.models import Staff
from hampshire.permissions import Decision
from hampshire.templatetags.ui import tabs
from practice.learning.permissions import can_learn, can_read_toolkit, can_see_mirror, can_see_team

register = template.Library()

PAGES: Sequence[tuple[str, str, Callable[[Staff], Decision]]] = (
    ("Mine", "learning:home", can_learn),
    ("My team’s", "learning:team", can_see_team),
    ("Courses", "learning:course-list", can_read_toolkit),
    ("Tools", "learning:tool-list", can_read_toolkit),
    ("Seven skills", "learning:skills", can_read_toolkit),
    ("Leaders’ mirror", "learning:mirror", can_see_mirror),
)


@register.simple_tag(takes_context=True)
def learning_tabs(context: Context) -> SafeString:
    """The pages of learning side by side, those that this person may open."""
    user = context["request"].user
    links = [(word, reverse(name)) for word, name, may in PAGES if may(user)]
    return tabs(context, links, "Learning")
