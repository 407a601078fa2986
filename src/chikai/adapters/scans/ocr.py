"""Print read off pictures by RapidOCR: models inside its wheel, nothing fetched (extra `ocr`)."""

from __future__ import annotations

import importlib
import importlib.util
import threading
from typing import Any, Final

from chikai.kernel.area import WHOLE, Area, Word

_NEEDED: Final = ("rapidocr", "onnxruntime", "cv2")


def installed() -> bool:
    """Whether the extra is here. Nothing is loaded to find out."""
    return all(importlib.util.find_spec(each) for each in _NEEDED)


class RapidReader:
    """`ports.Reader`: one engine, loaded when first used, used by one thread at a time."""

    def __init__(self) -> None:
        self._engine: Any = None
        self._lock = threading.Lock()

    def words(self, picture: bytes) -> tuple[Word, ...]:
        with self._lock:
            found = self._ready()(picture)
        if found.boxes is None or found.img is None:
            return ()
        height, width = found.img.shape[:2]
        return tuple(
            Word(text, _area(corners, width, height))
            for corners, text in zip(found.boxes, found.txts, strict=True)
        )

    def _ready(self) -> Any:
        if self._engine is None:
            self._engine = importlib.import_module("rapidocr").RapidOCR(
                params={"Global.log_level": "critical"}
            )
        return self._engine


def _area(corners: Any, width: int, height: int) -> Area:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    left = min(WHOLE - 1, max(0, int(min(xs) * WHOLE / width)))
    top = min(WHOLE - 1, max(0, int(min(ys) * WHOLE / height)))
    right, bottom = -int(-max(xs) * WHOLE // width), -int(-max(ys) * WHOLE // height)
    return Area(left, top, max(1, right - left), max(1, bottom - top))
