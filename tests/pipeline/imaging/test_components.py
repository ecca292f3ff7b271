"""What is measured on a page's picture."""

import numpy as np
import pytest

from pipeline.imaging.components import median_grey


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (4, 5), (7, 8)])
@pytest.mark.parametrize("most", [2, 7, 256])
def test_the_middle_grey_is_the_median(shape, most):
    """Counted by grey levels, the median is the one of all pixels, between two of them when their number is even."""
    picture = np.random.default_rng(most).integers(0, most, shape, dtype=np.uint8)
    assert median_grey(picture) == float(np.median(picture))
