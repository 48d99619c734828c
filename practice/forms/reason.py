"""The one thing asked before something is withdrawn."""

from django import forms


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why should it not stand?",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Such as: logged for the wrong family. Everybody who may read the record reads this.",
        error_messages={"required": "Say why it should not stand"},
    )
