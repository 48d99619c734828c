"""What all figures stand on together. When it moves, everything is computed anew, without waiting for the night."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from hampshire.accounts.models import TeamLineage
from outcomes.metrics import METRICS
from outcomes.metrics.re_referral import held_since
from outcomes.models import MetricRun
from outcomes.periods import this_month


@dataclass(frozen=True, slots=True)
class Basis:
    """The month it is, since when referrals are held, which team stands where, and the version of each definition."""

    month: date
    held_since: date | None
    tree: str
    definitions: str

    @classmethod
    def now(cls) -> "Basis":
        line = TeamLineage.objects.order_by("ancestor", "team").values_list("ancestor", "team")
        tree = sha256(repr(list(line)).encode()).hexdigest()[:16]
        return cls(this_month(), held_since(), tree, "-".join(str(metric.version) for metric in METRICS.values()))

    def __str__(self) -> str:
        since = self.held_since.isoformat() if self.held_since else "never"
        return f"{self.month:%Y-%m} {since} {self.tree} {self.definitions}"


def of_last_run() -> str:
    """The basis of the last computation of everything; blank when there was none."""
    run = MetricRun.objects.of_everything().latest_first().first()
    return run.basis if run else ""
