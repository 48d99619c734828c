"""manage.py load_forms: the assessment forms that come with Hampshire, published and ready to be written on."""

from typing import Any

from django.core.management.base import BaseCommand

from practice.assessments.actions import forms


class Command(BaseCommand):
    help = (
        "Make and publish the assessment forms that come with Hampshire. One that is here already is left as it is, so "
        "the command may be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        made = forms.load_shipped(by=None)
        for form in made:
            self.stdout.write(f"{form.name}: published, version 1.")
        if not made:
            self.stdout.write("All of them are here already.")
