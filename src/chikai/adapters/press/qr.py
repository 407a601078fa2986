"""The code of a sheet as a picture: SVG, to be set by typst or shown in a page."""

from __future__ import annotations

import functools
import io

from chikai.kernel.sheet_code import SheetCode


@functools.lru_cache(maxsize=512)
def svg(code: SheetCode) -> str:
    """A QR with its quiet zone. A quarter of it may be lost or soiled (error correction Q)."""
    import segno

    out = io.BytesIO()
    made = segno.make(str(code), micro=False, error="q", boost_error=False)
    made.save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode()
