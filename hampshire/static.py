"""Which static files of the packages are gathered for serving."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Without what no page of ours asks for: compressing it took most of a first start's time."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # its browsable pages are switched off: see DEFAULT_RENDERER_CLASSES
        "redoc",  # the second of two readers of the API's schema
        "*-4.js", "*-4.min.js", "*-4.min.js.map", "htmax-*",  # htmx that we do not use
    ]  # fmt: skip


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Each file's address carries a hash of its content, in what scripts import from one another too: a script that had
    to ask the page for the address of another would not be ready when the page says it has loaded."""

    support_js_module_import_aggregation = True
