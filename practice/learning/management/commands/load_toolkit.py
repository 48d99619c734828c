"""manage.py load_toolkit: the practice tools and courses that come with Hampshire."""

from typing import Any

from django.core.management.base import BaseCommand

from practice.learning.actions import tools


class Command(BaseCommand):
    help = (
        "Add the practice tools and courses that come with Hampshire. One that is here already is left as it is, so "
        "the command may be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = tools.load_toolkit(by=None)
        for name in added:
            self.stdout.write(f"{name}: added.")
        if not added:
            self.stdout.write("All of them are here already.")
