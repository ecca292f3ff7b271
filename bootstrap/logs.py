"""Logs: events with ids and numbers on stderr, never text, names or values read from documents."""

import logging
import sys

import structlog


def configure(*, verbose: bool) -> None:
    """Send our events of warning level and above (all, when verbose) to stderr, one line each."""
    level = logging.DEBUG if verbose else logging.WARNING
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
