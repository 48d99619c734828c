"""Comments on an assessment: say something beside a section, and say what was done about it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.assessments.models import Assessment, Comment
from practice.assessments.permissions import can_comment


@transaction.atomic
def write(*, assessment: Assessment, by: Staff, text: str, key: str = "", at: datetime | None = None) -> Comment:
    """Say something about a section, or about the whole."""
    require(can_comment(by, assessment))
    if not text.strip():
        raise ValidationError({"text": "Write the comment first"})
    if key and assessment.definition.section(key) is None:
        raise ValidationError({"text": "That section is not part of the assessment"})
    told, moment = text.strip()[:1000], at or timezone.now()
    comment = Comment.objects.create(assessment=assessment, key=key, text=told, written_by=by, written_at=moment)
    AuditEvent.record("assessment.commented", by=by, family=assessment.family, subject=assessment, key=key)
    return comment


@transaction.atomic
def answer(*, comment: Comment, by: Staff, text: str = "", at: datetime | None = None) -> Comment:
    """Say that a comment was seen to, and how. One answered already stays as it is."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("assessment__family").get(pk=comment.pk)
    require(can_comment(by, comment.assessment))
    if comment.answered_at is None:
        comment.answer, comment.answered_by, comment.answered_at = text.strip()[:1000], by, at or timezone.now()
        comment.save(update_fields=["answer", "answered_by", "answered_at"])
        AuditEvent.record(
            "assessment.comment-answered", by=by, family=comment.assessment.family, subject=comment.assessment
        )
    return comment
