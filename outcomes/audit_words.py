"""What this floor's audit verbs say, each as it follows a name."""

SAID = {
    "outcome.computation-started": "had the outcome figures computed",
    "outcome.exported": "took a copy of outcome figures",
    "outcome.rows-opened": "opened the rows behind an outcome figure",
}
