"""Papers a family can keep: tagged PDFs (PDF/UA-1), set by Typst from a template and data.

What people wrote goes in as data and is never read as markup, so it cannot inject. A page takes about 0.1 s.
"""

import json
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.text import slugify

FOLDER = settings.BASE_DIR / "templates" / "typst"


class UnprintableError(Exception):
    """There is no font on this machine for some of the letters: a paper that left them out would mislead."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of templates/typst/<template>.typ, which reads `data` by `json(bytes(sys.inputs.data))`.

    Raises UnprintableError where letters are missing, typst.TypstError when the template is at fault.
    """
    path = FOLDER / f"{template}.typ"
    inputs = {"data": json.dumps(data, cls=DjangoJSONEncoder)}
    try:
        return typst.compile(path, root=FOLDER, sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as fault:
        if "could not be displayed with font" in str(fault):
            raise UnprintableError(str(fault)) from fault
        raise


def download(pdf: bytes, name: str) -> HttpResponse:
    """Answer with the file, shown by the browser; kept out of every cache, as it is somebody's record."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name)}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
