FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \
    -r requirements.txt

FROM python:3.13-slim
# Figures carry Chinese labels.
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home dayzero
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY manage.py pyproject.toml requirements.txt ./
COPY config config
COPY registry registry
COPY outcomes outcomes
COPY templates templates
COPY static static
COPY locale locale
# The published figures that the study is set against.
COPY demo demo
COPY docs/clients docs/clients
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/srv/dayzero
# The static files are part of the image; only these folders are written at run time.
RUN python -m config.translations compile \
 && python manage.py collectstatic --no-input -v 0 \
 && mkdir -p /srv/dayzero/audit /srv/dayzero/backups /srv/dayzero/files \
 && chown dayzero: /srv/dayzero/audit /srv/dayzero/backups /srv/dayzero/files
USER dayzero
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
