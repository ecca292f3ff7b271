"""Pictures as originals, by Pillow: every page of a TIFF or GIF, upright by EXIF, in grey, alpha on white."""

import math
import warnings
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pi_heif
from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from pipeline import refusals
from pipeline.imaging.page_source import TextLayer
from pipeline.intake import IntakeLimits
from pipeline.model.einvoice import EInvoice
from pipeline.model.page import FormField
from pipeline.ports import Grey

Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before any pixel is decoded, and says what to do

MEASURED_DPI = range(50, 2401)
"""Resolutions that a scanner can mean; 72 and 96 from cameras and screens pass too, 1 and 0 are no resolution."""


class PictureOriginal:
    """A picture file; a frame is a page (only TIFF has pages: an animated GIF counts as its first frame)."""

    as_pdf: Path | bytes | None = None

    def __init__(self, path: Path, limits: IntakeLimits) -> None:
        """Open and count the frames; raises InputRefused."""
        self._limits = limits
        try:
            self._image, self.page_count = _counted(path)
        except UnidentifiedImageError as error:
            raise refusals.refused(refusals.reason("damaged")) from error
        except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, MemoryError) as error:
            raise refusals.refused(refusals.reason("truncated" if _is_cut(error) else "damaged")) from error
        width, height = self._image.size
        if width * height > limits.most_pixels:
            self.close()
            raise refusals.refused(refusals.too_many_pixels(width, height, limits.most_pixels))

    def page(self, number: int) -> "PicturePage":
        """Return a frame; raises PageFailed when it is damaged or too large."""
        if not 1 <= number <= self.page_count:
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {number}")
        try:
            _turn_to(self._image, number)
        except (OSError, ValueError, EOFError, SyntaxError, KeyError, TypeError) as error:
            raise refusals.page_failed(refusals.reason("unreadable_page"), where=f"page {number}") from error
        width, height = self._image.size
        if width * height > self._limits.most_pixels:
            raise refusals.page_failed(
                refusals.too_many_pixels(width, height, self._limits.most_pixels), where=f"page {number}"
            )
        return PicturePage(self._image, number, self._limits)

    def close(self) -> None:
        """Let go of the file."""
        self._image.close()


class PicturePage:
    """One frame. Width and height are those a viewer shows; a frame with unequal resolutions is made square first."""

    einvoice: EInvoice | None = None

    def __init__(self, image: Image.Image, number: int, limits: IntakeLimits) -> None:
        """Read the frame's measures."""
        self.number = number
        self._image = image
        self._limits = limits
        self.is_bilevel = image.mode == "1"
        self._turn = _exif_turn(image)
        self._stretch, self.dpi = _resolution(image)
        width, height = (round(side * factor) for side, factor in zip(image.size, self._stretch, strict=True))
        self.width, self.height = (height, width) if self._turn in _SIDEWAYS else (width, height)

    def text_layer(self) -> TextLayer | None:
        """Pictures have none."""
        return None

    def form_fields(self) -> tuple[FormField, ...]:
        """Pictures have none."""
        return ()

    def picture(self, *, for_reading: bool) -> Grey:
        """Decode the frame; raises PageFailed. Very large frames are reduced, for reading as for looking."""
        del for_reading  # decoding is what costs; there is nothing cheaper to look at
        try:
            _turn_to(self._image, self.number)
            reduced = self._reduced()
            grey = _grey(reduced)
        except (OSError, ValueError, EOFError, SyntaxError, KeyError, TypeError, MemoryError) as error:
            why = refusals.reason("truncated" if _is_cut(error) else "unreadable_page")
            raise refusals.page_failed(why, where=f"page {self.number}") from error
        if self._turn is not None:
            grey = grey.transpose(self._turn)
        return np.asarray(grey, dtype=np.uint8)

    def _reduced(self) -> Image.Image:
        image = self._image
        pixels = image.width * image.height
        share = min(1.0, (self._limits.reduce_pixels / pixels) ** 0.5)
        if share < 1 and image.format == "JPEG":
            # JPEG can be decoded at a half or a quarter: the full picture never stands in memory.
            image.draft("L", (int(image.width * share) + 1, int(image.height * share) + 1))
        image.load()
        factor = math.ceil(1 / share)
        if factor > 1 and image.width * image.height > self._limits.reduce_pixels:
            image = (image.convert("L") if image.mode == "1" else image).reduce(factor)
        return self._squared(image)

    def _squared(self, image: Image.Image) -> Image.Image:
        if self._stretch == (1.0, 1.0):
            return image
        across, down = self._stretch
        if image.mode in {"1", "P"}:
            image = _grey(image)
        return image.resize((round(image.width * across), round(image.height * down)), Image.Resampling.BICUBIC)


_SIDEWAYS = frozenset(
    {Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE}
)
_EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _opened(path: Path) -> Image.Image:
    pi_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd tags are Pillow's concern; what cannot be decoded raises
        return Image.open(path)


def _counted(path: Path) -> tuple[Image.Image, int]:
    with ExitStack() as closing:
        image = closing.enter_context(_opened(path))
        pages = _frames(image)
        closing.pop_all()
    return image, pages


def _frames(image: Image.Image) -> int:
    """Return the number of pages; raises ValueError when the chain of a TIFF's directories runs in a circle.

    Pillow ends where a directory comes again; what should have followed there is a page that would be lost.
    """
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return 1
    frames = int(image.n_frames)
    image.seek(frames - 1)
    if image.tag_v2.next:
        raise ValueError("the chain of directories runs in a circle")
    image.seek(0)
    return frames


def _turn_to(image: Image.Image, number: int) -> None:
    """Go to a frame that is a page; any other file stays at the picture it shows first (HEIF: its primary one)."""
    if image.format == "TIFF":
        image.seek(number - 1)


def _is_cut(error: BaseException) -> bool:
    return "truncated" in str(error).lower() or isinstance(error, EOFError)


def _exif_turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _EXIF_TURNS.get(int(image.getexif().get(0x0112, 1)))
    except (ValueError, TypeError, SyntaxError, OSError, KeyError):
        return None


def _resolution(image: Image.Image) -> tuple[tuple[float, float], float | None]:
    """Return how to stretch a frame of unequal resolutions (faxes), and its dots per inch, None when not said.

    A TIFF may give its resolutions without a unit: then they tell the shape of a pixel and nothing else.
    """
    across, down = _both(image.info.get("dpi"))
    if round(across) in MEASURED_DPI and round(down) in MEASURED_DPI:
        stretch = _squaring(across, down)
        return stretch, across * stretch[0]
    return _squaring(*_both(image.info.get("resolution"))), None


def _both(resolution: object) -> tuple[float, float]:
    try:
        across, down = (float(value) for value in resolution)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return across, down


def _squaring(across: float, down: float) -> tuple[float, float]:
    """Return the factors that make pixels square; none for a shape that no scanner makes."""
    finer, coarser = max(across, down), min(across, down)
    if coarser <= 0 or not 1.05 <= finer / coarser <= 4:
        return 1.0, 1.0
    return finer / across, finer / down


def _grey(image: Image.Image) -> Image.Image:
    """Return the image in 8-bit grey; what is transparent becomes white paper."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _deep_grey(image)
    if image.mode == "LAB":
        return image.getchannel("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("L")
    return image.convert("RGB").convert("L") if image.mode == "P" else image.convert("L")


def _deep_grey(image: Image.Image) -> Image.Image:
    """Bring levels of more than 8 bits to 0-255; the greatest of them tells whether they run to 1, 255 or 65535."""
    levels = np.asarray(image, dtype=np.float32)
    greatest = float(levels.max(initial=0.0))
    top = next((top for top in (1.0, 255.0) if greatest <= top), 65535.0)
    return Image.fromarray((levels * (255.0 / top)).clip(0, 255).astype(np.uint8))
