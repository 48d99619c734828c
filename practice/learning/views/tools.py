"""The toolkit: what to do with a family at the table, with guidance."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.learning import queries
from practice.learning.actions import tools
from practice.learning.forms.training import ToolForm
from practice.learning.gate import get_tool_or_404
from practice.learning.permissions import can_read_toolkit, can_retire_tool, can_write_toolkit


@require_GET
def tool_list(request: StaffRequest) -> HttpResponse:
    require(can_read_toolkit(request.user))
    context = {"tools": queries.tools(), "writes": can_write_toolkit(request.user)}
    return show(request, "learning/tool_list.html", context)


@require_GET
def tool_detail(request: StaffRequest, tool_slug: str) -> HttpResponse:
    require(can_read_toolkit(request.user))
    tool = get_tool_or_404(tool_slug)
    context = {
        "tool": tool,
        "use": queries.use_of(tool),
        "writes": can_write_toolkit(request.user),
        "may_retire": can_retire_tool(request.user, tool),
    }
    return show(request, "learning/tool_detail.html", context)


@require_http_methods(["GET", "POST"])
def tool_new(request: StaffRequest) -> HttpResponse:
    require(can_write_toolkit(request.user))
    form = ToolForm(request.POST or None)
    if form.is_valid():
        try:
            tool = tools.add(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            words = "Added. It stands in the towards-or-against register, too."
            return done(request, "tool-added", words, to=reverse("learning:tool-detail", args=[tool.slug]))
    return _one_form(request, form, heading="A new tool", submit="Add it", back=reverse("learning:tool-list"))


@require_http_methods(["GET", "POST"])
def tool_amend(request: StaffRequest, tool_slug: str) -> HttpResponse:
    require(can_write_toolkit(request.user))
    tool = get_tool_or_404(tool_slug)
    back = reverse("learning:tool-detail", args=[tool.slug])
    initial = {name: getattr(tool, name) for name in ToolForm.base_fields}
    form = ToolForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            tools.amend(tool=tool, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return done(request, "tool-amended", "Kept.", to=back)
    return _one_form(request, form, heading=f"Change {tool.name}", submit="Keep it", back=back)


@require_POST
def tool_retire(request: StaffRequest, tool_slug: str) -> HttpResponse:
    require(can_write_toolkit(request.user))
    tool = tools.retire(tool=get_tool_or_404(tool_slug), by=request.user)
    words = f"{tool.name} is retired. Visits that used it still say so."
    return done(request, "tool-retired", words, to=reverse("learning:tool-list"))


def _one_form(request: StaffRequest, form: ToolForm, *, heading: str, submit: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "back": back, "back_words": "Tools"}
    return show(request, "learning/form.html", context)
