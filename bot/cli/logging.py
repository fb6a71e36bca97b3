"""Logs: for people on a terminal, or as JSON lines for machines. They go to standard error."""

import logging
import sys

import structlog


def configure_logging(log_format: str, *, level: int = logging.INFO) -> None:
    """Set up structlog; what libraries log by the standard library goes the same way from WARNING on.

    Args:
        log_format: ``console`` or ``json``.
        level: The least level that is shown.
    """
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([structlog.processors.format_exc_info] if log_format == "json" else []),
    ]
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=processors,
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
