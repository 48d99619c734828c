"""The sign-in library's forms for passwords, in our own words."""

from typing import Any

from allauth.account import forms

OLD, NEW, AGAIN = "The password you have now", "New password", "New password, once more"
HELP = "At least 12 letters or figures. Three or four words that do not belong together are easy to remember."


class _Worded:
    """A form of a new password, asked for in our words."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {"oldpassword": OLD, "password1": NEW, "password2": AGAIN}.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].widget.attrs.pop("placeholder", None)  # the label again, gone as soon as one types
        self.fields["password1"].help_text = HELP


class ChangePasswordForm(_Worded, forms.ChangePasswordForm):
    pass


class SetPasswordForm(_Worded, forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(_Worded, forms.ResetPasswordKeyForm):
    pass
