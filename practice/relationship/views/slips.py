"""Slips of paper to ask several families with, as a PDF."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hampshire.htmx import StaffRequest, show
from hampshire.pdf import UnprintableError, download, typeset
from hampshire.permissions import require
from practice.relationship.actions import askings
from practice.relationship.facts import Whose
from practice.relationship.forms.asking import SlipsForm
from practice.relationship.permissions import can_ask_several
from practice.relationship.slips import Slip, offered_to, on_paper


@require_http_methods(["GET", "POST"])
def slips_draw(request: StaffRequest) -> HttpResponse:
    require(can_ask_several(request.user))
    offered = offered_to(request.user)
    form = SlipsForm(request.POST or None, offered=offered)
    if form.is_valid():
        try:
            return _draw(request, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return show(request, "relationship/slips.html", {"form": form, "offered": offered})


def _draw(request: StaffRequest, form: SlipsForm) -> HttpResponse:
    """The links are told once: on the paper that is answered with, and nowhere else."""
    picked = [(pick.visit, Whose(person=pick.person)) for pick in form.picked]
    slips = [
        Slip(asking, request.build_absolute_uri(reverse("relationship:rating-give", args=[token])))
        for asking, token in askings.ask_several(picked=picked, by=request.user)
    ]
    try:
        pdf = typeset("slips", on_paper(slips))
    except UnprintableError:  # a name in letters no font here has; the day and the hour of the visit tell whose it is
        pdf = typeset("slips", on_paper(slips, named=False))
    return download(pdf, "Slips")
