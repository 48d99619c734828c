"""`manage.py demo_data`: fill an empty database with a made-up authority, through the actions people use."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.loading import is_empty, is_whole, load


class Command(BaseCommand):
    help = "Fill an empty database with about 300 made-up families and three years of work with them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--families", type=int, default=285)
        parser.add_argument("--seed", type=int, default=2026, help="The same seed tells the same stories.")
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where there is data already.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Made-up families do not belong in production: this runs in demo mode only.")
        if not is_whole():
            raise CommandError("The last load was cut short. Start over with bin/demo --reset.")
        if not is_empty():
            if not options["if_empty"]:
                raise CommandError("There is data here already. Start over with bin/demo --reset.")
            return
        load(families=options["families"], seed=options["seed"], tell=self._tell)

    def _tell(self, done: int, total: int) -> None:
        self.stdout.write(f"\r  made-up families: {done} of {total}", ending="\n" if done == total else "")
        self.stdout.flush()
