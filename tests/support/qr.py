"""QR codes, read by a decoder that shares no code with the page's."""

import io

import zxingcpp
from PIL import Image


def read_qr_codes(picture: bytes) -> list[str]:
    """Read the QR codes in a picture file, as a phone's camera would: not light on dark."""
    image = Image.open(io.BytesIO(picture)).convert("L")
    return [
        found.text
        for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False)
    ]
