"""``multipart/form-data``: how browsers, curl and some SDKs send fields and files (RFC 7578)."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

CONTENT_TYPE = "multipart/form-data"


class MultipartError(Exception):
    """The body is no form of its content type."""


@dataclass(slots=True)
class Form:
    """The parts of a form."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def read_form(content_type: str, body: bytes) -> Form:
    """The fields and files of a whole body.

    Args:
        content_type: The header, with its boundary.
        body: What was sent.

    Raises:
        MultipartError: It is no such form.
    """
    form = Form()
    headers: Mapping[str, bytes] = {"Content-Type": content_type.encode("latin-1")}

    def on_field(each: Field) -> None:
        form.fields[_name(each.field_name)] = (each.value or b"").decode("utf-8")

    def on_file(each: File) -> None:
        each.file_object.seek(0)
        form.files[_name(each.field_name)] = each.file_object.read()

    try:
        parse_form(dict(headers), io.BytesIO(body), on_field, on_file)
    except (FormParserError, ValueError) as error:
        raise MultipartError(str(error)) from error
    return form


def _name(name: bytes | None) -> str:
    return (name or b"").decode("utf-8")
