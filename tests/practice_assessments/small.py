"""A small assessment form with a question of every kind, and what a browser sends for it."""

from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Person
from hampshire.accounts.models import Staff
from practice.assessments.actions import assessments, sections
from practice.assessments.actions.sections import Saved, SectionTicket
from practice.assessments.models import Assessment, Form, FormVersion, SectionAnswers

SMALL: dict[str, Any] = {
    "sections": [
        {
            "key": "life",
            "title": "Life at home",
            "questions": [
                {"key": "story", "kind": "text", "label": "What is life like at home?", "required": True},
                {
                    "key": "baby",
                    "kind": "choice",
                    "label": "Is a baby expected?",
                    "choices": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                },
                {
                    "key": "when_due",
                    "kind": "date",
                    "label": "When is the baby due?",
                    "required": True,
                    "shown_if": {"question": "baby", "is": "yes"},
                },
                {
                    "key": "helpers",
                    "kind": "choices",
                    "label": "What helps already?",
                    "choices": [
                        {"value": "school", "label": "School"},
                        {"value": "nana", "label": "Grandparents"},
                        {"value": "club", "label": "A club"},
                    ],
                },
            ],
        },
        {
            "key": "balance",
            "title": "Strong, and worried about",
            "questions": [
                {"key": "strong", "kind": "strengths", "label": "What is working well?", "required": True},
                {"key": "worried", "kind": "worries", "label": "What are we worried about?"},
                {"key": "said", "kind": "quotes", "label": "What do the children say?"},
                {"key": "who", "kind": "people", "label": "Who matters to them?"},
                {
                    "key": "safe",
                    "kind": "scale",
                    "label": "How safe is it at home?",
                    "low": "nobody is safe",
                    "high": "everybody is",
                },
            ],
        },
        {
            "key": "meaning",
            "title": "What it means",
            "questions": [
                {"key": "analysis", "kind": "text", "label": "What does all this mean?", "required": True},
                {"key": "factors", "kind": "factors", "label": "Which factors did you find?"},
            ],
        },
    ]
}


def small_form(name: str = "Small assessment", working_days: int | None = 45) -> FormVersion:
    """Published straight away, past the builder and its register."""
    form = Form.objects.create(
        name=name, slug=name.lower().replace(" ", "-"), purpose="To try", working_days=working_days
    )
    return FormVersion.objects.create(
        form=form, number=1, definition=SMALL, state=FormVersion.State.PUBLISHED, published_at=timezone.now()
    )


def begun_by(worker: Staff, case: Case, version: FormVersion, children: Sequence[Person]) -> Assessment:
    return assessments.start(
        family=case.family, version=version, children=children, reason="School asked us to look", by=worker
    )


def stands(assessment: Assessment, key: str) -> SectionAnswers:
    """The section as the database has it."""
    return SectionAnswers.objects.get(assessment=assessment, key=key)


def write(assessment: Assessment, key: str, by: Staff, answers: dict[str, Any], *, version: int | None = None,
          window: str = "") -> Saved:  # fmt: skip
    """Saved as script does; on what stands there now unless told what it stood on."""
    at = stands(assessment, key).version if version is None else version
    fresh = Assessment.objects.select_related("family").get(pk=assessment.pk)
    ticket = SectionTicket(key, at, window or f"w-{by.pk}", answers)
    return sections.save(assessment=fresh, ticket=ticket, by=by)


def write_all(assessment: Assessment, by: Staff, **more: Any) -> None:
    """Everything that submitting needs: the strength has to be picked or typed."""
    write(assessment, "life", by, {"story": "Busy, and loud, and loving.", "baby": "no"})
    write(assessment, "balance", by, {"strong-new": "Nana collects them", "strong-new-about": "home"} | more)
    write(assessment, "meaning", by, {"analysis": "Evenings are hard, mornings are not.", "factors": ["4B"]})


def submitted(assessment: Assessment, by: Staff, **more: Any) -> Assessment:
    write_all(assessment, by, **more)
    return assessments.submit(assessment=assessment, by=by)


def page(worker: Staff, version: int, **typed: Any) -> dict[str, Any]:
    """A section's page as it is sent: fields are told by their question's key, with __ for a hyphen."""
    names = {f"q-{name.replace('__', '-')}": value for name, value in typed.items()}
    return {"version": str(version), "window": "a-window", "worker": str(worker.pk), "do": "save"} | names


def address(name: str, assessment: Assessment, *more: Any) -> str:
    return reverse(f"assessments:{name}", args=[assessment.family_id, assessment.pk, *more])


def save(client: Client, assessment: Assessment, key: str, sent: dict[str, Any]) -> Any:
    """As script does while somebody types."""
    url = address("section-save", assessment, key)
    return client.post(url, sent, headers={"Accept": "application/json"})
