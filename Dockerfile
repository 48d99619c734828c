# The image of web, worker, beat and migrate. It holds no PostgreSQL, no Valkey, no compiler and no Node.

FROM python:3.13-slim AS build
WORKDIR /app
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir "uv>=0.9"

COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-default-groups

COPY package.json package-lock.json ./
COPY bin/frontend bin/frontend
RUN UV=$(command -v uv) python bin/frontend

COPY manage.py ./
COPY hampshire hampshire
COPY cases cases
COPY practice practice
COPY outcomes outcomes
COPY templates templates
COPY static static
# Gathers files only: the servers named here are never asked, and the key signs nothing.
RUN HAMPSHIRE_MODE=production DATABASE_URL=postgres://none/none REDIS_URL=redis://none EMAIL_URL=dummy: \
    ALLOWED_HOSTS=none SECRET_KEY=used-only-while-static-files-are-gathered-into-the-image \
    .venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim
# Letters for the papers that families keep, in their languages: templates/typst/letter.typ names them.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-liberation fonts-noto-cjk fonts-noto-color-emoji fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 hampshire \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin hampshire \
    && mkdir --parents /data/uploads /data/beat && chown --recursive hampshire:hampshire /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    HAMPSHIRE_MODE=production \
    HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1 \
    UPLOADS_DIR=/data/uploads
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:hampshire.gunicorn", "hampshire.wsgi"]
