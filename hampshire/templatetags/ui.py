"""The components every screen is made of; a builtin, so no template loads it. /components/ shows each one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm, BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from hampshire import quick_forms, words
from hampshire.addresses import address
from hampshire.charts import Chart
from hampshire.listing import Page, Sorting
from hampshire.middleware import sign_in_rules as rules_of_sign_in
from hampshire.permissions import Decision

register = template.Library()

# ---- Dates and counts as people say them ----------------------------------------------------------------------------


@register.filter
def said(value: date | datetime | None, otherwise: str = "not yet") -> str:
    """Tue 18 Nov, 4 days ago, in a <time> element that carries the exact moment. `otherwise` when there is none."""
    if value is None:
        return otherwise
    exact = " ".join(filter(None, (words.full_date(words.day_of(value)), words.clock(value))))
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, words.said(value))


@register.filter
def said_plainly(value: date | datetime | None, otherwise: str = "not yet") -> str:
    """The same words without markup, for an attribute or an option."""
    return otherwise if value is None else words.said(value)


@register.filter
def days_ago(value: date | datetime | None, otherwise: str = "not yet") -> str:
    """19 days ago, today, in 5 months."""
    return otherwise if value is None else words.from_today(words.day_of(value))


@register.filter
def days_short(value: date | datetime | None, otherwise: str = "–") -> str:
    """19 d, for a table of many; today for 0, and in 3 d for a day to come."""
    if value is None:
        return otherwise
    days = words.days_since(value)
    if days == 0:
        return "today"
    return f"{days:,} d" if days > 0 else f"in {-days:,} d"


@register.filter
def short_date(value: date | datetime | None, otherwise: str = "–") -> str:
    """Tue 18 Nov, with the year when it is far off."""
    return otherwise if value is None else words.short_date(words.day_of(value))


@register.filter
def full_date(value: date | datetime | None, otherwise: str = "–") -> str:
    """Tuesday 18 November 2025."""
    return otherwise if value is None else words.full_date(words.day_of(value))


@register.filter
def clock(value: datetime | None) -> str:
    """16:10, in English time."""
    return "" if value is None else words.clock(value)


@register.filter
def age(born: date | None) -> str:
    """9, 14 months, 3 weeks, due 3 May, from a date of birth."""
    return words.age(born)


@register.filter
def minutes(value: int | None) -> str:
    """1 h 20 min, from minutes."""
    return "" if value is None else words.duration(value)


@register.filter
def counted(number: int, nouns: str) -> str:
    """14 families, from {{ 14|counted:"family,families" }}."""
    one, _, many = nouns.partition(",")
    return words.count(number, one, many)


@register.simple_tag(name="address")
def address_tag(name: str, *args: UUID | str) -> str:
    """As {% url %}, for addresses whose arguments are ids or words of ours, and several times as quick."""
    return address(name, *args)


# ---- Small things ---------------------------------------------------------------------------------------------------

# A state is told by its word and by its shape; colour only repeats it.
SHAPES: Mapping[str, str] = {
    "triangle": '<path d="M6 1l5.5 10H.5z"/>',
    "diamond": '<path d="M6 0l6 6-6 6-6-6z"/>',
    "tick": '<path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "dot": '<circle cx="6" cy="6" r="4.5"/>',
    "ring": '<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2"/>',
    "dashes": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-dasharray="3 2"/>',
    "half": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6 1.5a4.5 4.5 0 010 9z"/>',
    "lock": '<path d="M2 5.5h8V12H2z"/><path d="M3.7 6V3.6a2.3 2.3 0 014.6 0V6" fill="none" '
    'stroke="currentColor" stroke-width="1.6"/>',
    "down": '<path d="M2 2l7 7M9.5 4v5.5H4" fill="none" stroke="currentColor" stroke-width="2"/>',
    "up": '<path d="M2 10l7-7M9.5 8V2.5H4" fill="none" stroke="currentColor" stroke-width="2"/>',
    "level": '<path d="M1 6h9M7 2.5L10.5 6 7 9.5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "quote": '<path d="M5 2v4.5a4 4 0 01-4 4V8.6c1 0 1.5-.6 1.5-1.6H1V2zM11 2v4.5a4 4 0 01-4 4V8.6'
    'c1 0 1.5-.6 1.5-1.6H7V2z"/>',
    "pin": '<path d="M3 0h6v1.5L8 2v3l2 2v1H6.7v4H5.3V8H2V7l2-2V2l-1-.5z"/>',
}
_PICTURES: Mapping[str, SafeString] = {
    name: mark_safe(f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{inside}</svg>')  # noqa: S308
    for name, inside in SHAPES.items()  # constants of ours
}
# kind: its word, its shape
TAGS: Mapping[str, tuple[str, str]] = {
    "late": ("late", "triangle"),
    "due": ("due", "half"),
    "done": ("done", "tick"),
    "new": ("new", "dot"),
    "draft": ("draft", "dashes"),
    "changed": ("changed", "diamond"),
    "quiet": ("quiet", "ring"),
    "restricted": ("restricted", "lock"),
    "easing": ("easing", "down"),
    "growing": ("growing", "up"),
    "steady": ("steady", "level"),
    "pinned": ("pinned", "pin"),
    "note": ("", ""),
}


@register.simple_tag
def shape(name: str) -> SafeString:
    """One of SHAPES as a small picture the size of the text around it; hidden from a screen reader."""
    return _PICTURES[name]


@register.simple_tag
def tag(kind: str, text: str = "") -> SafeString:
    """A state in words and shape: {% tag "late" %}, {% tag "late" "3 days late" %}. `kind` is one of TAGS."""
    word, name = TAGS[kind]
    picture = shape(name) if name else ""
    return format_html('<span class="tag tag--{}">{}{}</span>', kind, picture, text or word)


BUTTONS: Mapping[str, str] = {
    "primary": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "link": "govuk-link",
}


@register.simple_tag
def button(label: str, url: str = "", kind: str = "primary", name: str = "", value: str = "") -> SafeString:
    """A link drawn as a button when `url` is given, else a form's submit button. `kind` is one of BUTTONS."""
    if url:
        return format_html('<a href="{}" class="{}" draggable="false">{}</a>', url, BUTTONS[kind], label)
    classes = "as-link" if kind == "link" else BUTTONS[kind]
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    guard = mark_safe(' data-prevent-double-click="true"')
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button"{}{}>{}</button>', classes, guard, named, label
    )


@register.simple_tag
def button_or_reason(decision: Decision, url: str, label: str, kind: str = "primary") -> SafeString:
    """The button when the decision is yes, else its reason, so that nobody wonders where the button went."""
    if decision:
        return button(label, url, kind)
    return format_html('<p class="reason">{}{}</p>', shape("lock"), decision.reason)


@register.simple_tag
def progress(done: int, total: int, label: str, note: str = "") -> SafeString:
    """How far long work is, in words and as a bar. `label` names the work; `note` is what to say beneath."""
    share = 100 * min(done, total) // total if total else 0
    context = {"done": done, "total": total, "label": label, "note": note, "share": share}
    return render_to_string("components/progress.html", context)


@register.simple_tag
def balance(strengths: int, worries: int, nudge: str = "") -> SafeString:
    """Strengths and worries side by side, counted in words and in dots; `nudge` is a question about them."""
    rows = [
        ("strength", words.count(strengths, "strength"), "dot", range(min(strengths, 12))),
        ("worry", words.count(worries, "worry", "worries"), "triangle", range(min(worries, 12))),
    ]
    return render_to_string("components/balance.html", {"rows": rows, "nudge": nudge})


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """A chart from hampshire.charts, with the table of its figures."""
    return render_to_string("components/chart.html", {"chart": drawn})


@register.simple_tag
def nothing_yet(title: str, text: str = "", url: str = "", action: str = "") -> SafeString:
    """An empty state: what will stand here, and the one thing to do about it."""
    said = format_html("<p>{}</p>", text) if text else ""
    to_do = format_html('<p><a href="{}" class="{}">{}</a></p>', url, BUTTONS["secondary"], action) if url else ""
    return format_html('<div class="nothing"><p class="nothing__title">{}</p>{}{}</div>', title, said, to_do)


# ---- Things with something inside -----------------------------------------------------------------------------------


# Strings and no templates: a page has dozens of these, and a template costs three times as much.
CARD_SHAPES: Mapping[str, str] = {"strength": "dot", "worry": "triangle", "quote": "quote"}


def _inside(content: str) -> SafeString:
    """What stands between a block tag and its end, without the space around it. It was escaped as it was drawn."""
    return mark_safe(content.strip())  # noqa: S308


@register.simple_block_tag
def heading(content: str, title: str, caption: str = "") -> SafeString:
    """The page's h1, with `caption` under it; inside stand its buttons, the primary one first."""
    return render_to_string(
        "components/heading.html", {"title": title, "caption": caption, "actions": _inside(content)}
    )


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", link: str = "", kind: str = "", id: str = "") -> SafeString:  # noqa: A002
    """A white card. `url` and `link` are a link at its head's end; `kind` is "strength", "worry", "quote" or blank."""
    classes = f"card card--{kind}" if kind else "card"
    if not title:
        return format_html('<section class="{}">{}</section>', classes, _inside(content))
    named = id or f"card-{slugify(title)}"
    hidden = '<a href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>'
    return format_html(
        '<section class="{}" aria-labelledby="{}"><div class="card__head"><h2 id="{}">{}{}</h2>{}</div>{}</section>',
        classes,
        named,
        named,
        _PICTURES[CARD_SHAPES[kind]] if kind in CARD_SHAPES else "",
        title,
        format_html(hidden, url, link, title) if url else "",
        _inside(content),
    )


@register.simple_block_tag
def timeline(content: str, label: str = "What happened, newest first") -> SafeString:
    return format_html('<ol class="timeline" aria-label="{}">{}</ol>', label, content)


@register.simple_block_tag
def entry(
    content: str,
    when: date | datetime,
    title: str,
    url: str = "",
    by: str = "",
    kind: str = "",
    pinned: bool = False,
) -> SafeString:
    """One thing on a timeline. `kind` is a word for what it is (visit, referral); `by` is who recorded it."""
    inside = _inside(content)
    return format_html(
        '<li class="entry{}"><div class="entry__head"><h3>{}</h3>{}<p class="entry__when">{}{}{}</p></div>{}</li>',
        " entry--pinned" if pinned else "",
        format_html('<a href="{}">{}</a>', url, title) if url else title,
        tag("pinned") if pinned else "",
        said(when),
        f" · {kind}" if kind else "",
        f" · {by}" if by else "",
        format_html('<div class="entry__body">{}</div>', inside) if inside else "",
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A summary list; inside stand {% fact %}s."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    value = _inside(content) or mark_safe('<span class="soft">not recorded</span>')
    return format_html('<div class="facts__row"><dt>{}</dt><dd>{}</dd></div>', label, value)


@register.simple_block_tag
def quote(
    content: str,
    by: str,
    when: date | datetime | None = None,
    shared: bool = False,
    language: str = "",
    translation: str = "",
) -> SafeString:
    """Somebody's own words, and whose they are. `shared` says that they may be shared; `language` which one it was
    where not English, and `translation` what it says in English, under words that may run from right to left.
    """
    in_english = f"“{translation}” " if translation else ""
    return format_html(
        '<figure class="quote"><blockquote dir="auto">{}</blockquote>{}'
        "<figcaption><bdi>{}</bdi>{}{}</figcaption></figure>",
        _inside(content),
        format_html('<p>{}<span class="soft">said in {}</span></p>', in_english, language) if language else "",
        by,
        f", {short_date(when)}" if when else "",
        " · may be shared" if shared else "",
    )


@register.simple_block_tag
def notice(content: str, kind: str = "note", title: str = "") -> SafeString:
    """Something to know before going on. `kind` is "note", "done" or "warning", told by its shape and title too."""
    return format_html(
        '<div class="notice notice--{}">{}<div class="notice__words">{}{}</div></div>',
        kind,
        _PICTURES[{"note": "ring", "done": "tick", "warning": "triangle"}[kind]],
        format_html('<p class="notice__title">{}</p>', title) if title else "",
        _inside(content),
    )


@register.filter
def notice_kind(level: str) -> str:
    """The kind of notice for a message of Django's by its level: success, info, warning, error."""
    return {"success": "done", "warning": "warning", "error": "warning"}.get(level, "note")


@register.simple_block_tag
def more(content: str, label: str, open: bool = False) -> SafeString:  # noqa: A002
    """Something to unfold, closed unless `open`."""
    opened = mark_safe(" open") if open else ""
    return format_html('<details class="more"{}><summary>{}</summary>{}</details>', opened, label, content)


@register.simple_block_tag
def identity(content: str, title: str) -> SafeString:
    """The header of a family's pages, which stays while they scroll; its parts are written in UI.md's example."""
    return format_html('<div class="identity"><h1 class="identity__name">{}</h1>{}</div>', title, _inside(content))


# ---- Lists ----------------------------------------------------------------------------------------------------------


def _address(context: Context, **changed: str | None) -> str:
    """The present address with some parameters changed; None takes one out."""
    query = context["request"].GET.copy()
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def sort_header(context: Context, key: str, label: str, sorting: Sorting, number: bool = False) -> SafeString:
    """A column heading that sorts the list by `key` and keeps the address bar's other parameters."""
    if key not in sorting.keys:
        raise template.TemplateSyntaxError(f"This list cannot be sorted by {key!r}.")
    aria = sorting.aria(key)
    return format_html(
        '<th scope="col"{}{}><a href="{}" class="sort">{} <span class="sort__arrow" aria-hidden="true">{}</span></a>'
        "</th>",
        mark_safe(' class="number"') if number else "",
        format_html(' aria-sort="{}"', aria) if aria else "",
        _address(context, sort=sorting.next_for(key), page=None),
        label,
        {"ascending": "▲", "descending": "▼"}.get(aria, "↕"),
    )


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page[Any], newer: str = "Previous", older: str = "Next") -> SafeString:
    """Links to the page before and after; nothing when the list is whole. `newer` and `older` are their words."""
    if page.is_whole:
        return SafeString()
    return render_to_string(
        "components/pager.html",
        {
            "page": page,
            "before": _address(context, page=str(page.number - 1)) if page.has_previous else "",
            "after": _address(context, page=str(page.number + 1)) if page.has_next else "",
            "newer": newer,
            "older": older,
        },
    )


@register.simple_tag(takes_context=True)
def filter_panel(context: Context, filterset: Any, label: str = "Filter", target: str = "") -> SafeString:
    """The form of a django-filter FilterSet, sent by GET; it unfolds on a phone, and says how many filters are on.

    With `target`, the id of the list, htmx swaps only that as choices are made. The order (`sort`) is kept.
    """
    form = filterset.form
    chosen = [name for name in form.fields if any(context["request"].GET.getlist(form.add_prefix(name)))]
    shown = {"fields": quick_forms.drawn(form), "label": label, "target": target, "chosen": len(chosen)}
    shown |= {"sort": context["request"].GET.get("sort", ""), "path": context["request"].path}
    return render_to_string("components/filter_panel.html", shown)


@register.simple_tag(takes_context=True)
def tabs(context: Context, links: Iterable[Sequence[str]], label: str) -> SafeString:
    """Pages of one thing side by side, as links: `links` are pairs of a word and a URL. `label` names the set."""
    path = context["request"].path
    shown = [(word, url, url.partition("?")[0] == path) for word, url in links]
    return render_to_string("components/tabs.html", {"links": shown, "label": label})


# ---- Forms ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*forms: "BaseForm | BaseFormSet[Any] | None", title: str = "") -> SafeString:
    """What is wrong, at the head of a page, each line a link to its field. Nothing when nothing is wrong."""
    lines = [line for form in forms if form is not None and form.is_bound for line in _errors(form)]
    return (
        render_to_string("components/error_summary.html", {"title": title, "lines": lines}) if lines else SafeString()
    )


def _errors(form: "BaseForm | BaseFormSet[Any]") -> list[tuple[str, str]]:
    """Each error with the id of its field, blank where it belongs to the whole form."""
    if isinstance(form, BaseFormSet):
        return [("", str(text)) for text in form.non_form_errors()] + [line for one in form for line in _errors(one)]
    lines = [("", str(text)) for text in form.non_field_errors()]
    for bound in form:
        target = bound.subwidgets[0].id_for_label if bound.use_fieldset and bound.subwidgets else bound.id_for_label
        lines += [(target or bound.auto_id, _naming(str(bound.label), str(text))) for text in bound.errors]
    return lines


def _naming(label: str, text: str) -> str:
    """The error with the name of its field, unless it says it already."""
    return text if label.lower() in text.lower() else f"{label}: {text[:1].lower()}{text[1:]}"


@register.filter
def with_class(attributes: Mapping[str, Any], name: str) -> str:
    """The classes of a widget drawn by templates/django/forms/widgets: ours, the field's, and whether it is wrong."""
    found = [name, str(attributes.get("class") or "")]
    if attributes.get("aria-invalid") == "true":
        found.append(f"{name}--error")
    return " ".join(filter(None, found))


@register.filter
def without_class(attributes: Mapping[str, Any]) -> SafeString:
    """All other attributes of that widget."""
    kept = [(key, value) for key, value in attributes.items() if key != "class" and value is not False]
    return format_html_join("", "{}", ((_attribute(key, value),) for key, value in kept))


def _attribute(name: str, value: object) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))


@register.simple_tag
def sign_in_rules() -> dict[str, int]:
    """{% sign_in_rules as rules %}: minutes until signed out, wrong passwords allowed, minutes locked after them."""
    return rules_of_sign_in()
