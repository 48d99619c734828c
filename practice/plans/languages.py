"""The words of a plan's paper, and those of other languages that come with Hampshire.

The words of the paper are lines like any other: they stand on the page where a plan is translated, filled in where we
have them or where somebody wrote them for another plan before, and can be changed there.
"""

from collections.abc import Mapping

from practice.plans.models import Plan

KIND = "label-kind-"

LABELS: Mapping[str, str] = {
    **{f"{KIND}{kind}": label for kind, label in Plan.Kind.choices},
    "label-why": "Why we have a plan",
    "label-words": "In our own words",
    "label-goals": "What we want to be different",
    "label-strong": "What helps already",
    "label-what": "What",
    "label-who": "Who",
    "label-when": "By when",
    "label-known": "We will know because",
    "label-family": "Us, the family",
    "label-network": "Our family and friends",
    "label-us": "Our worker",
    "label-harder": "If things get harder",
    "label-ring": "Who to ring",
    "label-own-plan": "Our own plan",
    "label-review": "We look at this plan together again by",
    "label-said": "What we said to this plan",
    "label-reply": "You can answer this plan",
    "label-reply-how": "Tell us if something here is wrong or missing, or if you do not agree. What you say is kept "
    "with the plan and printed on it. You can bring somebody with you, and you can ask to see your record.",
}

SHIPPED: Mapping[str, Mapping[str, str]] = {
    "pl": {
        "label-kind-early_help": "Plan wczesnej pomocy",
        "label-kind-child_in_need": "Plan wsparcia dziecka",
        "label-kind-child_protection": "Plan ochrony dziecka",
        "label-kind-care": "Plan opieki",
        "label-kind-pathway": "Plan wejścia w dorosłość",
        "label-why": "Dlaczego mamy plan",
        "label-words": "Naszymi słowami",
        "label-goals": "Co chcemy zmienić",
        "label-strong": "Co już pomaga",
        "label-what": "Co",
        "label-who": "Kto",
        "label-when": "Do kiedy",
        "label-known": "Poznamy to po tym, że",
        "label-family": "My, rodzina",
        "label-network": "Nasi bliscy i przyjaciele",
        "label-us": "Nasz pracownik",
        "label-harder": "Gdy zrobi się trudniej",
        "label-ring": "Do kogo zadzwonić",
        "label-own-plan": "Nasz własny plan",
        "label-review": "Wspólnie wrócimy do tego planu do",
        "label-said": "Co powiedzieliśmy o tym planie",
        "label-reply": "Możesz odpowiedzieć na ten plan",
        "label-reply-how": "Powiedz nam, jeśli coś się tu nie zgadza, czegoś brakuje albo masz inne zdanie. To, co "
        "powiesz, zapiszemy i wydrukujemy razem z planem. Możesz kogoś ze sobą przyprowadzić i możesz poprosić o wgląd "
        "do swoich akt.",
    }
}


def labels_for(kind: str) -> dict[str, str]:
    """The English words of the paper for a plan of this kind: those of other kinds are left out."""
    return {key: text for key, text in LABELS.items() if not key.startswith(KIND) or key == f"{KIND}{kind}"}
