"""The pictures of one lab, small: the opening one in full, each other as what is different in it.

A page lays the difference over the opening picture. All share one palette; WebP is kept without loss (every browser
since 2020 draws it).
"""

import io
from base64 import b64encode

import numpy as np
from PIL import Image, ImageFilter

COLOURS = 64
SAMPLE = 12  # pictures that the palette is made from
# A browser that makes the picture smaller mixes neighbours: around what is different, three pixels more keep out the old.
AROUND = 7  # pixels, across
WHITE = 255


def packed(pictures, opening=0):
    """The pictures, arrays of shape (height, width, 3), as JSON; `which[i]` says which of `over` belongs to picture i.

    base: the opening picture, WebP in base64; over: what differs, the same, with None for nothing.
    """
    pictures = _of_one_size(pictures)
    palette = _palette(pictures)
    flat = [_reduced(picture, palette) for picture in pictures]
    base, over, which, known = flat[opening], [], [], {}
    for picture in flat:
        key = picture.tobytes()
        if key not in known:
            known[key] = len(over)
            over.append(_difference(base, picture))
        which.append(known[key])
    height, width = base.shape[:2]
    return {"base": _webp(Image.fromarray(base)), "over": over, "which": which, "width": width, "height": height}


def _of_one_size(pictures):
    """All as high and as wide as the largest: a folded picture grows where its key does."""
    high, wide = (max(picture.shape[i] for picture in pictures) for i in (0, 1))
    return [
        np.pad(
            picture, ((0, high - picture.shape[0]), (0, wide - picture.shape[1]), (0, 0)), constant_values=WHITE
        )
        for picture in pictures
    ]  # fmt: skip


def _palette(pictures):
    """An image whose palette fits all of them."""
    some = pictures[:: max(len(pictures) // SAMPLE, 1)]
    return Image.fromarray(np.vstack(some)).quantize(COLOURS, method=Image.Quantize.MEDIANCUT)


def _reduced(picture, palette):
    """The picture in these colours. Pillow finds them roughly: the sheet is put back to pure white."""
    made = np.array(Image.fromarray(picture).quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB"))
    made[(picture == WHITE).all(2)] = WHITE
    return made


def _difference(base, picture):
    differs = (base != picture).any(2)
    if not differs.any():
        return None
    seen = Image.fromarray(np.uint8(255 * differs)).filter(ImageFilter.MaxFilter(AROUND))
    return _webp(Image.fromarray(np.dstack([picture, np.asarray(seen)])))


def _webp(image):
    file = io.BytesIO()
    image.save(file, "webp", lossless=True, quality=80, method=4)
    return b64encode(file.getvalue()).decode("ascii")
