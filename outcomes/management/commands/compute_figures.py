"""`manage.py compute_figures`: every figure from the first row on, as each night, for an import or an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from outcomes.computing import rebuild_all


class Command(BaseCommand):
    help = "Compute every figure anew. Those that come out as they stand keep their version."

    def handle(self, *args: Any, **options: Any) -> None:
        run = rebuild_all()
        taken = (run.published_at - run.started_at).total_seconds() if run.published_at else 0
        self.stdout.write(f"{run.snapshots_written:,} figures changed in {taken:.1f} s.")
