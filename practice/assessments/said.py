"""What this app's audit verbs say, each as it follows a name."""

SAID = {
    "assessment.authorised": "authorised an assessment",
    "assessment.begun-from-last": "began a section from what was said the last time",
    "assessment.comment-answered": "answered a comment on an assessment",
    "assessment.commented": "commented on an assessment",
    "assessment.kept-for-return": "kept an assessment for the statutory return",
    "assessment.marked-in-error": "marked an authorised assessment as entered in error",
    "assessment.put-together": "put two people’s words together in an assessment",
    "assessment.returned": "returned an assessment with comments",
    "assessment.set-aside": "wrote in an assessment at the same time as somebody else",
    "assessment.started": "began an assessment",
    "assessment.submitted": "submitted an assessment",
    "assessment.taken-from-return": "took an assessment out of the statutory return",
    "assessment.taken-in": "wrote something new down in an assessment",
    "assessment.withdrawn": "withdrew an assessment",
    "assessment.written": "wrote in an assessment",
    # pages whose name would read oddly
    "family.assessment-earlier-opened": "opened the earlier words of an assessment",
    "family.assessment-mark-in-error-opened": "opened the page to mark an assessment as entered in error",
    "family.assessment-merge-opened": "opened what two people wrote in an assessment",
    "family.assessment-print-opened": "printed an assessment",
    "family.assessment-review-opened": "opened an assessment to review it",
    "family.assessment-write-opened": "opened an assessment to write in it",
}
