"""manage.py load_letters: the kinds of letter that come with Hampshire, in the towards-or-against register."""

from typing import Any

from django.core.management.base import BaseCommand

from practice.letters.actions import kinds


class Command(BaseCommand):
    help = (
        "Put the kinds of letter that come with Hampshire into the register. One that is there already is left as it "
        "is, so the command may be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = kinds.load(by=None)
        for name in added:
            self.stdout.write(f"{name}: added.")
        if not added:
            self.stdout.write("All of them are there already.")
