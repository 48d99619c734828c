"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "rating.asked": "asked a family how a visit was",
    "rating.asking-withdrawn": "took back a question about a visit",
    "rating.entered": "copied from paper how a visit was",
    "rating.given": "took in how a family found a visit",
    "rating.withdrawn": "took back what was copied from paper about a visit",
    "rating.slips-drawn": "drew up slips to ask families how visits were",
    "rupture.noted": "noted that trust was strained",
    "rupture.repaired": "noted that trust was mended",
    "rupture.withdrawn": "took back that trust was strained",
    "wording.written": "wrote the family’s page about a visit in another language",
    # pages whose name would read oddly
    "family.relationship-opened": "opened our relationship",
    "family.relationship-panel-opened": "opened our relationship on the overview",
    "family.rating-ask-opened": "opened the page to ask how a visit was",
}
