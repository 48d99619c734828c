"""manage.py load_plans: what planning asks of people, in the towards-or-against register."""

from typing import Any

from django.core.management.base import BaseCommand

from practice.plans.actions import parts


class Command(BaseCommand):
    help = (
        "Put the paper a family keeps, plan reviews and network meetings into the register. One that is there already "
        "is left as it is, so the command may be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = parts.load(by=None)
        for name in added:
            self.stdout.write(f"{name}: added.")
        if not added:
            self.stdout.write("All of them are there already.")
