"""Where the words of a page go when the page is turned, skewed or photographed.

A motion is a 3 x 3 matrix from fractions of the page as printed to fractions of the page as a viewer shows it
(a homography, Hartley and Zisserman 2004, section 2.3); a box becomes the upright box around its moved corners.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from specimens.truth import Word

Motion = NDArray[np.float64]

STILL: Motion = np.eye(3)
HALF_TURN: Motion = np.array([[-1.0, 0, 1], [0, -1, 1], [0, 0, 1]])


def in_fractions(matrix: Motion, before: tuple[int, int], after: tuple[int, int]) -> Motion:
    """Return the motion of a 3 x 3 matrix between pixels; sizes are width and height in pixels."""
    into = np.diag([before[0], before[1], 1.0])
    back = np.diag([1 / after[0], 1 / after[1], 1.0])
    return np.asarray(back @ matrix @ into, dtype=np.float64)


def moved(words: tuple[Word, ...], motion: Motion) -> tuple[Word, ...]:
    """Return the words in their boxes after a motion; words that left the page keep what is left of their box."""
    if not words or motion is STILL:
        return words
    edges = np.array([word.box for word in words])
    corners = edges[:, [[0, 1], [2, 1], [2, 3], [0, 3]]].reshape(-1, 2)
    there = np.c_[corners, np.ones(len(corners))] @ motion.T
    flat = (there[:, :2] / there[:, 2:]).reshape(len(words), 4, 2)
    boxes = np.clip(np.c_[flat.min(axis=1), flat.max(axis=1)], 0, 1)
    return tuple(
        replace(word, box=(float(b[0]), float(b[1]), float(b[2]), float(b[3])))
        for word, b in zip(words, boxes, strict=True)
    )
