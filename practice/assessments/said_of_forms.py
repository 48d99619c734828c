"""What the audit verbs of forms say, each as it follows a name."""

SAID = {
    "form.begun": "began an assessment form",
    "form.brought-back": "brought an assessment form back into use",
    "form.changed": "changed the draft of an assessment form",
    "form.described": "changed what an assessment form is called or for",
    "form.drafted": "started a draft of an assessment form",
    "form.published": "published an assessment form",
    "form.thrown-away": "threw away the draft of an assessment form",
    "form.retired": "retired an assessment form",
}
