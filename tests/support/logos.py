"""Pictures of logos: as trainers choose them, as an address carries them, and as an attacker would."""

import base64
import io
import random
import struct
import zlib

from PIL import Image

GREEN = (0, 120, 90)
TALLEST = (360, 120)
"""The largest logo that an address carries, in pixels."""


def encode(data: bytes) -> str:
    """Encode a logo as the address has it."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def picture(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture of one colour. `kind`: as Pillow names it."""
    file = io.BytesIO()
    Image.new("RGB", size, GREEN).save(file, kind)
    return file.getvalue()


def photo(size: tuple[int, int] = (900, 600)) -> bytes:
    """A JPEG of noise, which nothing compresses."""
    file = io.BytesIO()
    noise = random.Random(1).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, noise).save(file, "JPEG")
    return file.getvalue()


def png(width: int, height: int, data: bytes) -> bytes:
    """A PNG whose header promises a size, and whose data is anything."""
    chunks = ((b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content)) for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def hostile() -> dict[str, str]:
    """By what is wrong, what an address says in the place of a logo."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"><script>alert(2)</script></svg>'
    return {
        "a drawing": encode(drawing),
        "a drawing that says it is a PNG": encode(b"\x89PNG\r\n\x1a\n" + drawing),
        "another format": encode(picture("GIF")),
        "a page": encode(b"<!doctype html><script>alert(3)</script>" * 4),
        "more pixels than fit the memory": encode(png(50_000, 50_000, zlib.compress(bytes(4_000_000)))),
        "wider than a logo": encode(picture("PNG", (361, 20))),
        "a WebP that is too tall": encode(picture("WEBP", (20, 121))),
        "no pixels": encode(png(0, 20, b"")),
        "a header and rubbish": encode(png(40, 20, b"rubbish" * 20)),
        "more than it holds": encode(png(360, 120, zlib.compress(b"")) + bytes(6000)),
        "cut short": encode(picture("PNG"))[:-30],
        "an address": "https://example.com/logo.png",
        "an address with its data": f"data:image/png;base64,{base64.b64encode(picture('PNG')).decode()}",
        "no length of base 64": "A",
    }
