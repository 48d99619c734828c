"""What the pages of several models ask."""

from collections.abc import Iterable

from django.db.models import Max

from hampshire.accounts.models import Team


def teams_to_compute(team_ids: Iterable[str]) -> list[Team]:
    """These teams, those furthest down the tree first."""
    teams = Team.objects.filter(pk__in=list(team_ids)).annotate(depth=Max("lineage__depth"))
    return list(teams.order_by("-depth", "name"))
