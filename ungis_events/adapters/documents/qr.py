"""QR codes. The only user of segno."""

from io import BytesIO

import segno

_QUIET_ZONE = 4
"""Modules of white around the code that readers count on (ISO/IEC 18004)."""


def qr_svg(address: str) -> bytes:
    """Dark on white, whatever the page around it: on a dark page many cameras read nothing."""
    code = segno.make_qr(address, error="m")
    file = BytesIO()
    code.save(file, kind="svg", border=_QUIET_ZONE, light="#fff", xmldecl=True, svgns=True, scale=8)
    return file.getvalue()
