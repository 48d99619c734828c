"""The assessment forms of the made-up authority: those that come with Hampshire, and what it has made of them since."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hampshire.accounts.models import Role, Staff
from practice.assessments.actions import forms
from practice.assessments.definition import Kind
from practice.assessments.editing import AddQuestion, ChangeQuestion
from practice.assessments.models import Form

YEARS_IN_USE = 3
MONTHS_SINCE = 9  # since young people asked for a change of theirs


def tell(*, today: date) -> None:
    """Three forms in use for years, one of them changed as young people asked, and a draft of what comes next."""
    forms.load_shipped(by=None, at=_morning(today - timedelta(days=365 * YEARS_IN_USE)))
    by = Staff.objects.filter(memberships__role=Role.ADMINISTRATOR).order_by("email").distinct()[0]
    _as_young_people_asked(Form.objects.get(slug="about-me"), by, _morning(today - timedelta(days=30 * MONTHS_SINCE)))
    _what_comes_next(Form.objects.get(slug="child-and-family"), by)


def _as_young_people_asked(form: Form, by: Staff, at: datetime) -> None:
    draft = forms.start_draft(form=form, by=by)
    music = {
        "kind": str(Kind.TEXT),
        "label": "What do you listen to, watch or play? What does it do for you?",
        "lines": 3,
    }
    draft = forms.change(version=draft, revision=1, change=AddQuestion("me", music), by=by)
    told = {
        "kind": str(Kind.TEXT),
        "label": "Whom would you tell if something was wrong?",
        "help": "If there is nobody, say so. We will find somebody with you, and you say whether they are right.",
        "required": True,
        "lines": 2,
    }
    draft = forms.change(version=draft, revision=2, change=ChangeQuestion("tell", told), by=by)
    why = "The young people’s council asked for a question about music and games, and to choose who stands by them."
    forms.publish(version=draft, revision=3, entry=None, what_changed=why, by=by, at=at)


def _what_comes_next(form: Form, by: Staff) -> None:
    draft = forms.start_draft(form=form, by=by)
    asked = {
        "kind": str(Kind.TEXT),
        "label": "Who in the wider family did we ask, and what did they offer?",
        "help": "Before anybody from outside is thought of.",
        "lines": 3,
    }
    forms.change(version=draft, revision=1, change=AddQuestion("family", asked), by=by)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 40)))
