"""The Celery application: `celery -A hampshire worker` and `celery -A hampshire beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hampshire.settings")

app = Celery("hampshire")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
