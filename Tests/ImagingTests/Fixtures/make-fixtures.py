"""Makes the image files beside it, and expected.json: what Pillow reads from them.

    .deps/python/bin/python Tests/ImagingTests/Fixtures/make-fixtures.py

Pixels are in hexadecimal. Made with Pillow 13.0.0.
"""

import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
expected = {"images": {}, "labels": {}, "resizes": []}
columns, rows = np.meshgrid(np.arange(12), np.arange(8))
# Smooth, so that JPEG keeps it; no symmetry, so that a wrong turn shows.
picture = np.stack(
    [20 * columns, 30 * rows, 250 - 12 * columns - 9 * rows], axis=-1
).astype(np.uint8)


def record(name, image):
    image = image.convert("RGB")
    expected["images"][name] = {
        "width": image.width, "height": image.height, "pixels": image.tobytes().hex(),
    }


def save(name, image, **options):
    image.save(here / name, **options)
    with Image.open(here / name) as stored:
        upright = ImageOps.exif_transpose(stored)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            upright = upright.convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(white, upright)
        record(name, upright)


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


def raw_png(name, width, height, depth, colour, scanlines, extra=b""):
    (here / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
        + extra + chunk(b"IDAT", zlib.compress(scanlines, 9)) + chunk(b"IEND", b""))


rgb = Image.fromarray(picture)
jpeg = {"quality": 95, "subsampling": 0}
save("rgb.jpg", rgb, **jpeg)
save("grey.jpg", rgb.convert("L"), **jpeg)
save("cmyk.jpg", rgb.convert("CMYK"), **jpeg)
# The same bytes declared as YCCK: Adobe's segment ends with the transform, 2.
data = bytearray((here / "cmyk.jpg").read_bytes())
data[data.index(b"Adobe") + 11] = 2
(here / "ycck.jpg").write_bytes(data)
with Image.open(here / "ycck.jpg") as ycck:
    record("ycck.jpg", ycck)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"orientation-{orientation}.jpg", rgb, exif=exif.tobytes(), **jpeg)

save("rgb.png", rgb)
save("grey.png", rgb.convert("L"))
save("bilevel.png", rgb.convert("L").point(lambda v: 255 * (v > 128)).convert("1"))
alpha = Image.fromarray(((37 * columns + 11 * rows) % 256).astype(np.uint8))
rgba = rgb.copy()
rgba.putalpha(alpha)
save("rgba.png", rgba)
grey_alpha = rgb.convert("L")
grey_alpha.putalpha(alpha)
save("grey-alpha.png", grey_alpha)
save("palette.png", rgb.quantize(7))
save("palette-transparent.png", rgb.quantize(7), transparency=3)
exif = Image.Exif()
exif[0x0112] = 6
save("orientation-6.png", rgb, exif=exif)

# Pillow cannot write 16-bit colour. 257 · v is exactly v at 8 bits; the low byte rounds.
deep = picture.astype(">u2") * 257
deep[0, 0] = [0x0080, 0x0081, 0xFEFF]
raw_png("rgb16.png", 12, 8, 16, 2,
        b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep))
shallow = np.floor(deep.astype(np.float64) / 257 + 0.5).astype(np.uint8)
record("rgb16.png", Image.fromarray(shallow))

# Annotations: grey, four bits a pixel, palette indices, 16 bits.
labels = ((columns // 4 + 3 * (rows // 4)) % 12).astype(np.uint8)


def record_labels(name):
    expected["labels"][name] = {
        "width": 12, "height": 8, "pixels": labels.tobytes().hex(),
    }


Image.fromarray(labels).save(here / "labels-grey.png")
record_labels("labels-grey.png")
indexed = Image.fromarray(labels, mode="P")
indexed.putpalette([v for i in range(16) for v in (i * 15, 255 - i * 15, 90)])
indexed.save(here / "labels-palette.png")
record_labels("labels-palette.png")
raw_png("labels-4bit.png", 12, 8, 4, 0, b"".join(
    b"\0" + bytes(int(row[i]) << 4 | int(row[i + 1]) for i in range(0, 12, 2))
    for row in labels))
record_labels("labels-4bit.png")
raw_png("labels-16bit.png", 12, 8, 16, 0,
        b"".join(b"\0" + row.astype(">u2").tobytes() for row in labels))
record_labels("labels-16bit.png")
large = labels.astype(">u2").copy()
large[5, 7] = 300
raw_png("labels-above-255.png", 12, 8, 16, 0,
        b"".join(b"\0" + row.tobytes() for row in large))

# Bicubic with antialiasing: down, up, aslant, unchanged, of a part. Only sizes for which Pillow 13
# works on rows first, as earlier versions always do.
generator = np.random.default_rng(5)
source = generator.integers(0, 256, (17, 23, 3), dtype=np.uint8)
source[:, 9:12] = [255, 0, 255]  # edges that over- and undershoot
expected["source"] = {"width": 23, "height": 17, "pixels": source.tobytes().hex()}
for left, top, width, height, to_width, to_height in [
    (0, 0, 23, 17, 8, 8), (0, 0, 23, 17, 40, 31), (0, 0, 23, 17, 23, 17),
    (3, 2, 15, 11, 7, 9), (0, 0, 23, 17, 5, 30), (6, 4, 1, 9, 4, 4),
]:
    part = Image.fromarray(source).crop((left, top, left + width, top + height))
    result = part.resize((to_width, to_height), Image.Resampling.BICUBIC)
    expected["resizes"].append({
        "region": [left, top, width, height], "width": to_width, "height": to_height,
        "pixels": result.tobytes().hex(),
    })

(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
