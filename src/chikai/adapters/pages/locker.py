"""A PDF that only its secret opens: AES-256, revision 6 (ISO 32000-2, 7.6.4.3.3)."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping


class PdfLocker:
    """Implements `chikai.ports.Locker`."""

    def lock(self, pdf: bytes, secret: str, *, attached: Mapping[str, bytes]) -> bytes:
        import pikepdf  # when first used

        with pikepdf.open(io.BytesIO(pdf)) as document:
            for name, content in attached.items():
                document.attachments[name] = pikepdf.AttachedFileSpec(
                    document,
                    content,
                    description=name,
                    filename=name,
                    mime_type="application/octet-stream",
                    creation_date="",
                    mod_date="",
                )
            out = io.BytesIO()
            nobody = secrets.token_urlsafe(32)  # the owner's password: nobody has it
            document.save(
                out, encryption=pikepdf.Encryption(owner=nobody, user=secret, R=6, aes=True)
            )
        return out.getvalue()
