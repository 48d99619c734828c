"""How votes fall, drawn: {% load towards %}."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practice.register.shares import Split

register = template.Library()

WIDTH, HEIGHT, GAP = 100.0, 10.0, 0.8
# Told apart by height too: towards is tall, neither a thin line in the middle, against tall and hollow.
LOOKS = {"towards": (0.0, HEIGHT), "neutral": (3.5, 3.0), "against": (0.75, HEIGHT - 1.5)}


@register.simple_tag
def split_bar(split: Split) -> SafeString:
    """Three lengths side by side; nothing where nobody voted. Words stand beside it, so a screen reader skips it."""
    if not split.n:
        return SafeString()
    at, drawn = 0.0, []
    for name, (y, height) in LOOKS.items():
        length = WIDTH * getattr(split, name) / split.n
        if length:
            drawn.append((name, f"{at:.1f}", y, f"{max(length - GAP, 0.5):.1f}", height))
        at += length
    bars = format_html_join("", '<rect class="split__{}" x="{}" y="{}" width="{}" height="{}"/>', drawn)
    return format_html(
        '<svg class="split" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}</svg>',
        WIDTH,
        HEIGHT,
        bars,
    )
