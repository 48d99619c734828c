"""The share of a plan's actions that are the family's and their network's own, from one review to the next."""

from hampshire.charts import Chart, Point, shares
from practice.plans.models import Plan
from practice.plans.snapshots import share_of_theirs


def share_chart(plan: Plan) -> Chart | None:
    """A point for the plan's beginning and one a review; None before there is anything to hold it against."""
    rows = [(plan.started_on, plan.began_as)]
    rows += plan.reviews.standing().order_by("number").values_list("held_on", "snapshot")
    counted = [(day, *share_of_theirs(snapshot)) for day, snapshot in rows]
    points = [Point(day, 100 * theirs / total, n=total) for day, theirs, total in counted if total]
    if len(points) < 2:
        return None
    return shares("Actions that are the family’s and their network’s own", points)
