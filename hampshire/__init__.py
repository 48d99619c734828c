"""The ground floor: settings, permission and page helpers, working days, jobs, accounts and audit."""

from hampshire.celery import app as celery_app

__all__ = ["celery_app"]
