"""What may become of an observation: the worker scores first, then the observer, and then the two compare."""

from hampshire.accounts.models import Staff
from hampshire.permissions import Decision
from hampshire.workflow import Transition, Workflow
from practice.learning import permissions
from practice.learning.models import Observation

State = Observation.State

OBSERVING: Workflow[Observation] = Workflow(
    {str(value): str(label) for value, label in State.choices},
    [
        Transition(
            "score",
            (State.PLANNED,),
            State.WORKER,
            permissions.can_score,
            "observation.scored",
            "Score my own practice",
            "whoever was seen scores first",
        ),
        Transition(
            "watch",
            (State.WORKER,),
            State.OBSERVER,
            permissions.can_watch,
            "observation.watched",
            "Score what I saw",
            "whoever saw it scores, without knowing the other’s",
        ),
        Transition(
            "compare",
            (State.OBSERVER,),
            State.COMPARED,
            permissions.can_compare,
            "observation.compared",
            "What we learnt together",
            "the two look at both, and write what they learnt",
        ),
        Transition(
            "alongside",
            (State.PLANNED,),
            State.COMPARED,
            permissions.can_work_alongside,
            "observation.worked-alongside",
            "We worked alongside",
            "either of the two writes what they learnt",
        ),
        Transition(
            "cancel",
            (State.PLANNED,),
            State.CANCELLED,
            permissions.can_cancel,
            "observation.cancelled",
            "It did not happen",
            "it may also not happen",
            asks_why=True,
        ),
    ],
)


def scoring(user: Staff, observation: Observation) -> Decision:
    """Whether this person may write scores now: whoever was seen while it is planned, then whoever saw it."""
    return OBSERVING.decide("score" if observation.is_planned else "watch", user, observation)
