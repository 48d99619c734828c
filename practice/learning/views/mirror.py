"""The leaders' mirror: how those who lead are seen at work, and what it is like to be led by them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from practice.learning import mirror as shown
from practice.learning.actions import mirror
from practice.learning.forms.noticing import MirrorForm
from practice.learning.numbers import FEW, FEWEST
from practice.learning.permissions import can_answer_mirror, can_see_mirror
from practice.learning.quarters import in_words, quarter_of


@require_GET
def mirror_page(request: StaffRequest) -> HttpResponse:
    require(can_see_mirror(request.user))
    context = {
        "leaders": shown.leaders(),
        "kept": shown.kept(),
        "quarters": shown.past_quarters(),
        "may_answer": can_answer_mirror(request.user),
        "now": in_words(quarter_of(timezone.localdate())),
        "fewest": FEWEST,
        "few": FEW,
    }
    return show(request, "learning/mirror.html", context)


@require_http_methods(["GET", "POST"])
def mirror_answer(request: StaffRequest) -> HttpResponse:
    require(can_answer_mirror(request.user))
    form = MirrorForm(request.POST or None)
    if form.is_valid():
        mirror.answer(by=request.user, scores=form.cleaned_data)
        words = "Thank you. Nobody can tell which answer is yours, so it cannot be changed or given back."
        return done(request, "mirror-answered", words, to=reverse("learning:mirror"))
    context = {"form": form, "now": in_words(quarter_of(timezone.localdate())), "fewest": FEWEST}
    return show(request, "learning/mirror_answer.html", context)
