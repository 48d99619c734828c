"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "supervision.agenda-chosen": "put things on the agenda of a supervision",
    "supervision.agreed": "agreed the record of a supervision",
    "supervision.decided": "wrote down a decision in supervision",
    "supervision.held": "said that a supervision was held",
    "supervision.hypothesis-set-aside": "set a hypothesis aside",
    "supervision.item-brought": "brought something to a supervision",
    "supervision.item-removed": "took something off an agenda",
    "supervision.item-written": "wrote in a supervision",
    "supervision.missed": "said that a supervision did not happen",
    "supervision.moved": "moved a supervision to another day",
    "supervision.personal-note-written": "wrote in a personal supervision",
    "supervision.planned": "planned a supervision",
    "supervision.supposed": "offered a hypothesis",
    "supervision-policy.let-go": "let somebody’s own rhythm of supervision go",
    "supervision-policy.set": "set how often supervision should be",
    "supervision.printed": "printed what a family’s record says of supervision",
    # pages whose name would read oddly
    "family.family-supervision-opened": "opened what supervision decided",
    "supervision.supervision-opened": "opened a supervision",
}
