"""The page's own files, under an address that changes with them: a browser keeps them, and never an old one."""

import hashlib
import os
from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGE = Path(__file__).parent / "page"
_FOR_EVER = "public, max-age=31536000, immutable"


def page_files() -> Mount:
    """Serves ``/page/<version>/…``; scripts find one another by relative addresses, so they share the version."""
    return Mount("/page/{version}", app=_KeptFiles(directory=PAGE))


def front_page() -> Response:
    """``index.html``, which leads to the files as they are now."""
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    return HTMLResponse(html.replace('"/page/', f'"/page/{_version()}/'))


def _version() -> str:
    """Changes whenever a file does."""
    found = hashlib.sha256()
    for path in sorted(PAGE.rglob("*")):
        if path.is_file():
            about = path.stat()
            found.update(f"{path.relative_to(PAGE)} {about.st_mtime_ns} {about.st_size}\n".encode())
    return found.hexdigest()[:12]


class _KeptFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _FOR_EVER
        return response
