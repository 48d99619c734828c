"""Practice tools: add, change, retire; and load those that come with Hampshire."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning import shipped
from practice.learning.actions import training
from practice.learning.actions.registering import enter, rename, retire_entry
from practice.learning.models import Course
from practice.learning.permissions import can_retire_tool, can_write_toolkit
from practice.models import Tool
from practice.register.models import Entry


@transaction.atomic
def add(*, by: Staff | None, name: str, summary: str, guidance: str, good_for: str = "", slug: str = "") -> Tool:
    """Add a tool, with its entry in the towards-or-against register. `by` None: it comes with Hampshire.

    Raises ValidationError where a tool goes by that name.
    """
    if by is not None:
        require(can_write_toolkit(by))
    if Tool.objects.current().filter(name__iexact=name).exists():
        raise ValidationError({"name": "A tool goes by this name already"})
    tool = Tool.objects.create(
        name=name,
        slug=slug or _free_slug(name),
        summary=summary,
        guidance=guidance,
        good_for=good_for,
        register_entry=enter(kind=Entry.Kind.TOOL, name=name, about=summary, by=by),
    )
    AuditEvent.record("tool.added", by=by, subject=tool)
    return tool


@transaction.atomic
def amend(*, tool: Tool, by: Staff, name: str, summary: str, guidance: str, good_for: str = "") -> Tool:
    """Change what a tool says; its address stays, so that links to it do."""
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    require(can_write_toolkit(by))
    if Tool.objects.current().filter(name__iexact=name).exclude(pk=tool.pk).exists():
        raise ValidationError({"name": "A tool goes by this name already"})
    tool.name, tool.summary, tool.guidance, tool.good_for = name, summary, guidance, good_for
    if tool.register_entry is None:
        tool.register_entry = enter(kind=Entry.Kind.TOOL, name=name, about=summary, by=by)
    tool.save(update_fields=["name", "summary", "guidance", "good_for", "register_entry"])
    rename(entry=tool.register_entry, name=name, about=summary, by=by)
    AuditEvent.record("tool.amended", by=by, subject=tool)
    return tool


@transaction.atomic
def retire(*, tool: Tool, by: Staff) -> Tool:
    """Offer it no longer. Visits that used it still say so."""
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    require(can_retire_tool(by, tool))
    tool.retired_on = timezone.localdate()
    tool.save(update_fields=["retired_on"])
    if tool.register_entry is not None:
        retire_entry(entry=tool.register_entry, because="The tool was retired", by=by)
    AuditEvent.record("tool.retired", by=by, subject=tool)
    return tool


@transaction.atomic
def load_toolkit(*, by: Staff | None) -> list[str]:
    """Add the tools and courses that come with Hampshire; one that is here already is left as it is.

    Returns the names of those added.
    """
    here = set(Tool.objects.values_list("slug", flat=True))
    names = set(Tool.objects.current().values_list("name", flat=True))
    new = [one for one in shipped.tools() if one["slug"] not in here and one["name"] not in names]
    added = [add(by=by, **one).name for one in new]
    here = set(Course.objects.values_list("slug", flat=True))
    names = set(Course.objects.current().values_list("name", flat=True))
    courses = [one for one in shipped.courses() if one["slug"] not in here and one["name"] not in names]
    return added + [training.add(by=by, **one).name for one in courses]


def _free_slug(name: str) -> str:
    """The name as an address, with a number behind where it is taken."""
    slug = wanted = slugify(name)[:70] or "tool"
    number = 2
    while slug == "new" or Tool.objects.filter(slug=slug).exists():  # at that address a new one is written
        slug, number = f"{wanted}-{number}", number + 1
    return slug
