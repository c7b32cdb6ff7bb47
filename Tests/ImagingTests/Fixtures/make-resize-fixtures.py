"""Makes resizes.json and detail.jpg: what Pillow and PyTorch make of random sizes.

    .deps/python/bin/python Tests/ImagingTests/Fixtures/make-resize-fixtures.py

resizes.json holds only results: the tests make the sources from the same formula. detail.jpg is
decoded by Pillow at full size, 1/2, 1/4 and 1/8 (libjpeg-turbo's scaled inverse DCT). Made with
Pillow 13.0.0 and PyTorch 2.13.0.
"""

import io
import json
import pathlib

import numpy as np
import torch
from PIL import Image

here = pathlib.Path(__file__).parent
generator = np.random.default_rng(11)


def source(width, height):
    """Noise, gradients and hard edges, by whole numbers alone."""
    x, y, c = np.meshgrid(np.arange(width), np.arange(height), np.arange(3), indexing="xy")
    noise = (x * 7919 + y * 104729 + c * 1299709 + x * y * 31) % 251
    gradient = (x * 3 + y * 5 + c * 40) % 256
    return np.where((x // 8 + y // 8) % 2 == 0, noise, gradient).astype(np.uint8)


def resized(pixels, width, height):
    """Rows first, then columns, as Pillow did for all shapes before version 13."""
    image = Image.fromarray(pixels).resize((width, pixels.shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


cases = []
for index in range(32):
    width, height = (int(v) for v in generator.integers(1, 97, 2))
    to_width, to_height = (int(v) for v in generator.integers(1, 33, 2))
    pixels = source(width, height)
    result = resized(pixels, to_width, to_height)
    tensor = torch.from_numpy(pixels).permute(2, 0, 1)[None].contiguous()
    # What torchvision's resize(antialias=True) does with images of bytes.
    other = torch.nn.functional.interpolate(
        tensor, (to_height, to_width), mode="bicubic", antialias=True)[0].permute(1, 2, 0).numpy()
    difference = int(np.abs(other.astype(int) - result.astype(int)).max())
    assert difference <= 1, (width, height, to_width, to_height, difference)
    cases.append({"from": [width, height], "width": to_width, "height": to_height,
                  "pixels": result.tobytes().hex()})

stream = io.BytesIO()
x, y = np.meshgrid(np.arange(75), np.arange(50))
photo = np.stack([127 + 120 * np.sin(x / 9) * np.cos(y / 7), 3 * x, 255 - 4 * y + x], axis=-1)
Image.fromarray(photo.clip(0, 255).astype(np.uint8)).save(
    here / "detail.jpg", quality=90, subsampling=0)
reduced = []
for divisor in (1, 2, 4, 8):
    with Image.open(here / "detail.jpg") as image:
        size = (75 // divisor, 50 // divisor)
        if divisor > 1:
            image.draft("RGB", size)
        decoded = np.asarray(image.convert("RGB"))
    assert decoded.shape[:2] == (-(-50 // divisor), -(-75 // divisor)), decoded.shape
    reduced.append({"width": decoded.shape[1], "height": decoded.shape[0],
                    "pixels": decoded.tobytes().hex()})
(here / "resizes.json").write_text(
    json.dumps({"resizes": cases, "reduced": reduced}, separators=(",", ":")) + "\n")
