"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "rating.asked": "asked a family how a visit was",
    "rating.asking-withdrawn": "took back a question about a visit",
    "rating.entered": "copied from paper how a visit was",
    "rating.given": "a family said how a visit was",
    "rating.withdrawn": "took back what was copied from paper about a visit",
    "rupture.noted": "noted that trust was strained",
    "rupture.repaired": "noted that trust was mended",
    "rupture.withdrawn": "took back that trust was strained",
}
