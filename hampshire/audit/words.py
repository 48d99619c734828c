"""What the audit's verbs say, so that a person can read a row. Strings only: this floor knows no table above it."""

# Each follows a name: "Amara Obi" + "opened the family's record". A verb not here is told by its own parts.
VERBS = {
    # staff and teams
    "staff.added": "added a member of staff",
    "staff.amended": "changed a member of staff",
    "staff.password-chosen": "chose a new password",
    "staff.password-link-sent": "had a link sent to choose a password",
    "staff.role-ended": "ended a role",
    "staff.role-given": "gave a role",
    "staff.sign-in-failed": "met a wrong password",
    "staff.signed-in": "signed in",
    "staff.stopped": "stopped somebody signing in",
    "staff.welcomed-back": "let somebody sign in again",
    "team.amended": "changed a team",
    "team.created": "made a team",
    # this audit, and long work
    "audit.opened": "read the audit",
    "audit.exported": "took a copy of the audit",
    "job.cancelled": "asked long work to stop",
    "job.started": "started long work",
}


def said(verb: str) -> str:
    """family.opened: as in VERBS, else "family: opened"."""
    if verb in VERBS:
        return VERBS[verb]
    noun, _, done = verb.partition(".")
    return f"{noun}: {done}".replace("-", " ")
