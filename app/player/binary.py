"""The binary form of a message: float32 arrays behind a short JSON header.

`[u32 header length][UTF-8 JSON header][zeros up to a multiple of 8][float32 arrays]`, little
endian. The header refers to an array by its first element and its shape.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np


class Arrays:
    """Float32 arrays laid one behind the other, and where each begins."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, array: np.ndarray) -> list[int]:
        """Append `array`; its reference is the index of its first element, then its shape."""
        first = self._size
        # Little endian on every machine, since that is how the browser reads it.
        self._parts.append(array.astype("<f4").tobytes())
        self._size += array.size
        return [first, *array.shape]

    def to_bytes(self) -> bytes:
        """Every array in the order of adding."""
        return b"".join(self._parts)


def packed(header: Mapping[str, Any], arrays: Arrays) -> bytes:
    """A message of `header`, whose references are to `arrays`."""
    # JSON knows no NaN: better an error here than silence in the browser.
    text = json.dumps(header, allow_nan=False).encode()
    lead = struct.pack("<I", len(text)) + text
    return lead + bytes(-len(lead) % 8) + arrays.to_bytes()
