"""From a drawn paper to pictures of its pages, through pypdfium2."""

from collections.abc import Iterator

import numpy as np
import pypdfium2
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def pictures(pdf: bytes, *, dpi: int, in_colour: bool = False) -> Iterator[Picture]:
    """Yield the pages as height x width grey (0 black, 255 white) or height x width x 3 RGB pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            bitmap = document[number].render(scale=dpi / 72, grayscale=not in_colour, rev_byteorder=in_colour)
            yield np.array(bitmap.to_numpy(), dtype=np.uint8)[:, :, ...].squeeze()
    finally:
        document.close()
