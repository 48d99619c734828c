"""The parts of life that a strength, a worry or a goal is about: one list for all three."""

from collections.abc import Iterable

from django.db import models


class Domain(models.TextChoices):
    SAFETY = "safety", "Being safe"
    RELATIONSHIPS = "relationships", "Getting on together"
    HEALTH = "health", "Feeling well"
    EDUCATION = "education", "School and learning"
    HOME = "home", "Home and money"
    OTHER = "other", "Something else"


def by_domain[Filed](filed: Iterable[Filed]) -> list[tuple[str, list[Filed]]]:
    """Strengths, worries or goals under the name of their domain, in the order of the list; none for none."""
    under: dict[str, list[Filed]] = {domain: [] for domain in Domain.values}
    for one in filed:
        under[one.domain].append(one)  # type: ignore[attr-defined]
    return [(Domain(domain).label, rows) for domain, rows in under.items() if rows]
