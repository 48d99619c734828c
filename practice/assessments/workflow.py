"""The road of an assessment, as one table: docs/assessments.md shows it drawn."""

from hampshire.workflow import Transition, Workflow
from practice.assessments.models import Assessment
from practice.assessments.permissions import (
    can_authorise_assessment,
    can_mark_in_error,
    can_review_assessment,
    can_withdraw_assessment,
    can_write_assessment,
)

STATE = Assessment.State

WORKFLOW: Workflow[Assessment] = Workflow(
    dict(STATE.choices),
    [
        Transition(
            "submit",
            sources=(STATE.DRAFT, STATE.RETURNED),
            target=STATE.SUBMITTED,
            decide=can_write_assessment,
            verb="assessment.submitted",
            word="Submit",
            next_words="finish what is needed, then submit it to be authorised",
        ),
        Transition(
            "return",
            sources=(STATE.SUBMITTED,),
            target=STATE.RETURNED,
            decide=can_review_assessment,
            verb="assessment.returned",
            word="Return with comments",
            next_words="or return it with comments",
            asks_why=True,
        ),
        Transition(
            "authorise",
            sources=(STATE.SUBMITTED,),
            target=STATE.AUTHORISED,
            decide=can_authorise_assessment,
            verb="assessment.authorised",
            word="Authorise",
            next_words="a supervisor who did not write it reads it and authorises it",
        ),
        Transition(
            "withdraw",
            sources=(STATE.DRAFT, STATE.SUBMITTED, STATE.RETURNED),
            target=STATE.WITHDRAWN,
            decide=can_withdraw_assessment,
            verb="assessment.withdrawn",
            word="Withdraw",
            next_words="it can be withdrawn, with a reason",
            asks_why=True,
        ),
        Transition(
            "mark-in-error",
            sources=(STATE.AUTHORISED,),
            target=STATE.WITHDRAWN,
            decide=can_mark_in_error,
            verb="assessment.marked-in-error",
            word="Entered in error",
            next_words="a supervisor who did not write it can mark it as entered in error",
            asks_why=True,
        ),
    ],
)
