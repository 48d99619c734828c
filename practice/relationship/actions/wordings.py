"""The family's page about a visit, put into another language."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.languages import LANGUAGES
from hampshire.permissions import require
from practice.relationship.models import Wording
from practice.relationship.permissions import can_word
from practice.relationship.wording import SENTENCES


@transaction.atomic
def write(
    *, language: str, by: Staff, sentences: Mapping[str, str], checked_by: str = "", is_offered: bool = True
) -> Wording:
    """Keep the whole page in a language, in place of what it said in it before.

    Raises PermissionDenied, and ValidationError by key for each sentence that is not there.
    """
    require(can_word(by))
    if language not in LANGUAGES:
        raise ValidationError("This is no language we know.")
    told = {key: sentences.get(key, "").strip() for key in SENTENCES}
    if missing := {key: "Write this in their language" for key, text in told.items() if not text}:
        raise ValidationError(missing)
    wording, _ = Wording.objects.update_or_create(
        language=language,
        defaults={
            "sentences": told,
            "checked_by": checked_by.strip(),
            "is_offered": is_offered,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )
    AuditEvent.record("wording.written", by=by, subject=wording, language=language)
    return wording
