"""How gunicorn serves the web: `gunicorn --config python:hampshire.gunicorn hampshire.wsgi`."""

from pathlib import Path

from environs import Env

env = Env()
env.read_env(Path(__file__).resolve().parent.parent / ".env", recurse=False)

bind = f"{env.str('HOST', '127.0.0.1')}:{env.int('PORT', 8000)}"
worker_class = "gthread"
workers = env.int("WEB_CONCURRENCY", 2)
threads = env.int("WEB_THREADS", 4)

preload_app = True  # imported once, before the fork: a quicker start, and less memory
max_requests, max_requests_jitter = 20_000, 2_000  # a leak in any library stays small
timeout, graceful_timeout, keepalive = 60, 20, 5

# The heartbeat file is written every second: in memory, where there is such a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
accesslog = None  # django-structlog writes a line a request, with the request's id and no names
errorlog = "-"
