"""Panels of a family's page, drawn where they stand: {% load panels %}."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_content(context: Context, each: Mapping[str, Any]) -> str:
    """What stands inside a panel's card: its own template, within the page's context and so without a second one."""
    drawn = context.template.engine.get_template(each["panel"].template)  # type: ignore[union-attr]
    with context.push(**each["context"]):
        return drawn.render(context)
