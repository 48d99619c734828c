"""What the audit's verbs say, so that a person can read a row: each floor registers the words for its own."""

from collections.abc import Mapping

# Each follows a name: "Amara Obi" + "signed in".
_verbs: dict[str, str] = {
    # staff and teams
    "staff.added": "added a member of staff",
    "staff.amended": "changed a member of staff",
    "staff.password-chosen": "chose a new password",
    "staff.password-link-sent": "had a link sent to choose a password",
    "staff.role-ended": "ended a role",
    "staff.role-given": "gave a role",
    "staff.sign-in-failed": "was told of a wrong password",
    "staff.signed-in": "signed in",
    "staff.stopped": "stopped somebody signing in",
    "staff.welcomed-back": "let somebody sign in again",
    "team.amended": "changed a team",
    "team.created": "made a team",
    "view.saved": "kept a view of a list",
    "view.forgotten": "let go of a view of a list",
    # this audit, and long work
    "audit.opened": "read the audit",
    "audit.exported": "took a copy of the audit",
    "job.cancelled": "asked long work to stop",
    "job.started": "started long work",
}

# What a page is for, where its name says it in the code's word.
DEEDS = {"amend": "change", "new": "add", "reword": "put right", "start": "begin", "note": "write down"}


def register(verbs: Mapping[str, str]) -> None:
    """Say what an app's verbs mean, each as it follows a name. From AppConfig.ready()."""
    _verbs.update(verbs)


def is_known(verb: str) -> bool:
    """Whether there are words for it, its own or those made for the opening of a page."""
    return verb in _verbs or verb.endswith("-opened")


def said(verb: str) -> str:
    """visit.logged: logged a visit. family.visit-list-opened: opened visits. One that nobody registered: its parts."""
    noun, _, done = verb.partition(".")
    if verb in _verbs:
        return _verbs[verb]
    if done.endswith("-opened"):
        return f"opened {_page(done.removesuffix('-opened'))}"
    return f"{noun}: {done}".replace("-", " ")


def _page(name: str) -> str:
    """A page by its name, as urls.py names them: visit-list, visit-detail, visit-amend, visits-panel. What this would
    put oddly, an app registers as it should be said."""
    noun, _, deed = name.partition("-")
    match deed:
        case "":
            return noun if noun.endswith("s") else _one(noun)
        case "list":
            return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
        case "detail":
            return _one(noun)
        case "panel":
            return f"{noun} on the overview"
    return f"the page to {DEEDS.get(deed, deed.replace('-', ' '))} {_one(noun)}"


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def said_of(details: Mapping[str, object]) -> str:
    """{"fields": ["name", "phone"], "next_steps": 1}: fields: name, phone; next steps: 1. What is empty is left out."""
    told = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in details.items()}
    return "; ".join(f"{key.replace('_', ' ')}: {value}" for key, value in told.items() if value not in ("", None))
