"""The pattern page: each component as it is, for looking at and for accessibility tests. Not there in production."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hampshire import charts
from hampshire.htmx import StaffRequest, show
from hampshire.listing import Page, Sorting
from hampshire.permissions import YES, no
from hampshire.widgets import ChipsInput, DayInput, ScaleInput

PLACES = [("home", "home"), ("school", "school"), ("elsewhere", "elsewhere")]
SORTS = {"family": "family", "seen": "seen"}


class PatternForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As they like to be called.")
    born = forms.DateField(label="Date of birth", widget=DayInput, required=False)
    place = forms.ChoiceField(label="Where", choices=PLACES, widget=ChipsInput)
    school = forms.ChoiceField(choices=[("", "Choose"), ("oak", "Oakhill Primary")], required=False)
    seen = forms.MultipleChoiceField(
        label="Who was seen", choices=[("y", "Yusuf, 9"), ("l", "Leila, 6")], widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Planned"), ("b", "Unannounced")], widget=forms.RadioSelect)
    rating = forms.TypedChoiceField(
        label="Bedtime without shouting", coerce=int, choices=[(n, str(n)) for n in range(11)], widget=ScaleInput
    )
    account = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    alone = forms.BooleanField(label="seen alone", required=False)


@require_http_methods(["GET", "POST"])
def components(request: StaffRequest) -> HttpResponse:
    if settings.IS_PRODUCTION:
        raise Http404
    form = PatternForm(request.POST or None)
    return show(request, "patterns/components.html", {"form": form, **_samples(request)})


def _samples(request: StaffRequest) -> dict[str, Any]:
    """Made-up figures for the components that need some."""
    now = timezone.now()
    rows = [{"family": name, "seen": seen} for name, seen in (("Begum-Hale", 2), ("Ellis", 19), ("Marsh", 6))]
    return {
        "now": now,
        "yesterday": now - timedelta(days=1),
        "last_week": now - timedelta(days=4),
        "long_ago": now - timedelta(days=500),
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "born": date(timezone.localdate().year - 9, 2, 3),
        "yes": YES,
        "refusal": no("Only a worker allocated to this family, or their supervisor, can log a visit."),
        "voices": _voices(),
        "one_voice": charts.voices("School every day", [charts.Series("Yusuf", [charts.Point(_day(3), 4)])]),
        "trend": _trend(),
        "rows": rows,
        "sorting": Sorting.read(request, SORTS, default="-seen"),
        "page": Page.read(request, list(range(60)), size=25),
        "tabs": [("Overview", request.path), ("Story", "/#story"), ("People and network", "/#people")],
    }


def _day(weeks_ago: int) -> date:
    return timezone.localdate() - timedelta(weeks=weeks_ago)


def _voices() -> charts.Chart:
    said = {"Yusuf": (2, 3, 4, 4, 6), "Dana": (5, 6, 6, 7, 8), "Amara": (3, 4, None, 4, 5)}
    weeks = (20, 15, 10, 6, 1)
    lines = [
        charts.Series(who, [charts.Point(_day(week), value) for week, value in zip(weeks, values, strict=True)])
        for who, values in said.items()
    ]
    return charts.voices("Bedtime without shouting", lines)


def _trend() -> charts.Chart:
    values = [44.1, 46.0, 45.2, 48.8, None, 50.1, 49.4, 51.7, 52.3, 53.0, 54.2, 54.9]
    points = [
        charts.Point(
            date(2025 + (month + 10) // 12, (month + 10) % 12 + 1, 1),
            value,
            low=None if value is None else value - 5,
            high=None if value is None else value + 4.6,
            n=None if value is None else 380 + month,
        )
        for month, value in enumerate(values)
    ]
    return charts.trend("Families improved on their own goals", points, reference=48.0, reference_label="before")
