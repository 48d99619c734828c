"""Scores while they are being written: saved as they are typed, from any of somebody's windows, losing no word.

A save stands on the version its page was shown with. When another window has saved since, nothing is overwritten: what
came second is kept beside it, and the person says which goes on. Only whoever writes them ever reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hampshire.accounts.models import Staff
from hampshire.audit.models import AuditEvent
from hampshire.permissions import require
from practice.learning.models import Observation, ScoreAside, ScoreDraft, SkillScore
from practice.learning.permissions import can_choose_scores
from practice.learning.workflow import scoring


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the page hands back with every save: what is typed, the version it stands on, and its window."""

    data: Mapping[str, str]
    version: int
    window: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft as it now is; and, where another window had saved meanwhile, what is kept beside it."""

    draft: ScoreDraft
    aside: ScoreAside | None = None


@transaction.atomic
def save(*, observation: Observation, ticket: Ticket, by: Staff) -> Saved:
    """Keep what is typed so far, whatever is blank. Only the first save is audited, and what is set aside: the rest is
    typing. Raises PermissionDenied where `by` may not score now, or has."""
    observation = Observation.objects.locked(observation.pk)
    require(scoring(by, observation))
    side = _side_of(observation)
    draft = ScoreDraft.objects.filter(observation=observation, side=side).first()
    if draft is None:
        return Saved(_begin(observation, side, ticket, by))
    if draft.data == ticket.data:
        return Saved(draft)
    if draft.version == ticket.version or (ticket.window and draft.saved_from == ticket.window):
        _write(draft, ticket.data, ticket.window)
        return Saved(draft)
    return Saved(draft, _set_aside(draft, ticket, by))


def _side_of(observation: Observation) -> SkillScore.Side:
    """Whose scores are due: the worker's first."""
    return SkillScore.Side.WORKER if observation.is_planned else SkillScore.Side.OBSERVER


def _begin(observation: Observation, side: str, ticket: Ticket, by: Staff) -> ScoreDraft:
    draft = ScoreDraft.objects.create(
        observation=observation, side=side, data=dict(ticket.data), saved_from=ticket.window
    )
    AuditEvent.record("observation.score-begun", by=by, family=observation.family_id, subject=observation)
    return draft


def _write(draft: ScoreDraft, data: Mapping[str, str], window: str) -> None:
    draft.data, draft.version, draft.saved_from = dict(data), draft.version + 1, window
    draft.saved_at = timezone.now()
    draft.save(update_fields=["data", "version", "saved_from", "saved_at"])


def _set_aside(draft: ScoreDraft, ticket: Ticket, by: Staff) -> ScoreAside:
    """One a window, as it is typed on."""
    aside, is_new = ScoreAside.objects.update_or_create(
        draft=draft, window=ticket.window, defaults={"data": dict(ticket.data), "written_at": timezone.now()}
    )
    if is_new:
        observation = draft.observation
        AuditEvent.record("observation.score-set-aside", by=by, family=observation.family_id, subject=observation)
    return aside


@transaction.atomic
def go_on_with(*, aside: ScoreAside, by: Staff) -> ScoreDraft:
    """Take what another window held; what stood in its place is kept beside it instead."""
    aside, draft, observation = _held(aside, by)
    aside.data, theirs = draft.data, aside.data
    aside.written_at = draft.saved_at
    _write(draft, theirs, "")
    aside.save(update_fields=["data", "written_at"])
    AuditEvent.record("observation.score-chosen", by=by, family=observation.family_id, subject=observation)
    return draft


@transaction.atomic
def put_away(*, aside: ScoreAside, by: Staff) -> None:
    """It has been read, and is not needed."""
    aside, _, observation = _held(aside, by)
    aside.delete()
    AuditEvent.record("observation.score-put-away", by=by, family=observation.family_id, subject=observation)


def _held(aside: ScoreAside, by: Staff) -> tuple[ScoreAside, ScoreDraft, Observation]:
    """The aside, its draft and its observation as they are now, for whoever wrote them."""
    observation = Observation.objects.locked(aside.draft.observation_id)
    require(can_choose_scores(by, aside.draft))
    require(scoring(by, observation))
    aside = ScoreAside.objects.select_related("draft").get(pk=aside.pk)
    return aside, aside.draft, observation


def forget(*, observation: Observation, side: str) -> None:
    """Part of keeping the scores, and of saying that it did not happen: what was typed on the way goes."""
    ScoreAside.objects.filter(draft__observation=observation, draft__side=side).delete()
    ScoreDraft.objects.filter(observation=observation, side=side).delete()
