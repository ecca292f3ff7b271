# Casebinder's image: the program, its locked dependencies, and Tesseract with French, English and orientation data.
# The servers stand beside it (docker-compose.yml); it also runs alone, on an embedded installation in its volume.

FROM python:3.12.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1
WORKDIR /build
RUN python -m venv /opt/casebinder
COPY requirements.lock requirements-dev.lock ./
RUN /opt/casebinder/bin/pip install --require-hashes -r requirements.lock
# What builds the project comes from the lock too, by its hash, into an environment of its own.
RUN awk -v wanted=" hatchling editables packaging pathspec pluggy tomlkit trove-classifiers " \
        '/^[a-z0-9]/ { split($1, name, "=="); is_wanted = index(wanted, " " name[1] " ") } is_wanted' \
        requirements-dev.lock > build.lock \
    && python -m venv /build/tools \
    && /build/tools/bin/pip install --require-hashes -r build.lock
COPY pyproject.toml README.md LICENSE ./
COPY adapters adapters
COPY bootstrap bootstrap
COPY casebinder casebinder
COPY classifiers classifiers
COPY cli cli
COPY extractors extractors
COPY flows flows
COPY pipeline pipeline
COPY rules rules
COPY services services
COPY specimens specimens
COPY web web
RUN /build/tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /build/wheel . \
    && /opt/casebinder/bin/pip install --no-deps --no-index /build/wheel/*.whl \
    && /opt/casebinder/bin/python -m compileall -q /opt/casebinder/lib

FROM python:3.12.12-slim-bookworm
# No versions: Debian takes old ones out of its archive, and the image could not be built again.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        tesseract-ocr tesseract-ocr-fra tesseract-ocr-eng tesseract-ocr-osd \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 casebinder \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/casebinder --create-home --shell /usr/sbin/nologin casebinder
COPY --from=build /opt/casebinder /opt/casebinder
ENV PATH=/opt/casebinder/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    OMP_THREAD_LIMIT=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    CASEBINDER_HOME=/var/lib/casebinder
USER 10001:10001
WORKDIR /var/lib/casebinder
VOLUME ["/var/lib/casebinder"]
HEALTHCHECK --interval=5m --timeout=1m --start-period=2m --retries=2 CMD ["casebinder", "doctor"]
ENTRYPOINT ["casebinder"]
CMD ["worker"]
