"""The web application, for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hampshire.settings")
application = get_wsgi_application()

# Import every view now, before gunicorn forks: its processes share that memory, and nobody's first page is slow.
_ = get_resolver().url_patterns
