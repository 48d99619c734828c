"""I noticed...: a line to a colleague."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hampshire.htmx import StaffRequest, done, show
from hampshire.permissions import require
from hampshire.words import short_date
from practice.learning.actions import affirmations
from practice.learning.forms.noticing import AffirmForm
from practice.learning.gate import colleagues, get_visit_or_404
from practice.learning.permissions import can_affirm


@require_http_methods(["GET", "POST"])
def affirm(request: StaffRequest) -> HttpResponse:
    """`visit` in the address says of which visit, and so to whom; `to` chooses a colleague beforehand."""
    require(can_affirm(request.user))
    wanted = request.GET.get("visit", "")
    visit = get_visit_or_404(request.user, wanted) if wanted else None
    if visit is not None:
        require(can_affirm(request.user, visit.logged_by))
    people = colleagues(request.user) if visit is None else None
    initial = {"to": request.GET.get("to", "")}
    if visit is not None:
        initial["moment"] = f"{visit.heading}, {short_date(visit.happened_on)}"
    form = AffirmForm(request.POST or None, people=people, initial=initial)
    back = visit.get_absolute_url() if visit else reverse("learning:home")
    if form.is_valid():
        told = {"to": visit.logged_by, **form.cleaned_data} if visit else form.cleaned_data
        given = affirmations.affirm(by=request.user, visit=visit, **told)
        return done(request, "affirmation-given", f"{given.to.name} will read it in their week.", to=back)
    context = {
        "form": form,
        "heading": f"I noticed… to {visit.logged_by.name}" if visit else "I noticed…",
        "intro": "One line about something you saw a colleague do well. The two of you see it, and nobody else. "
        "Nobody counts them.",
        "submit": "Say it",
        "back": back,
        "back_words": "The visit" if visit else "My learning",
    }
    return show(request, "learning/form.html", context)
