"""What other parts of the practice show on a visit's page."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from practice import visit_cards
from practice.models import Visit

register = template.Library()


@register.simple_tag(takes_context=True)
def cards_beside(context: Context, visit: Visit) -> SafeString:
    """Every registered card about this visit, as whoever reads the page may see it."""
    request = context["request"]
    told = {"visit": visit, "family": context["family"]}
    drawn = [render_to_string(page, {**told, **more}, request) for page, more in visit_cards.cards(request.user, visit)]
    return format_html_join("", "{}", ((one,) for one in drawn))
