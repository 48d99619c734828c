"""Which static files of the packages are gathered for serving."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Without what no page of ours asks for: compressing it took most of a first start's time."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # its browsable pages are switched off: see DEFAULT_RENDERER_CLASSES
        "redoc",  # the second of two readers of the API's schema
        "*-4.js", "*-4.min.js", "*-4.min.js.map", "htmax-*",  # htmx that we do not use
    ]  # fmt: skip
