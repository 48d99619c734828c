"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "link.made": "made a one-time link",
    "link.withdrawn": "took a one-time link back",
}
