"""Copy the pictures of the tutorial from those the tests left, small enough to be read beside the text.

    make test-web && make pictures

The tests of the pages photograph what they do (`.cache/screens`); the tutorial shows some of it (`docs/pictures`).
"""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
SCREENS, SHOWN = ROOT / ".cache" / "screens", ROOT / "docs" / "pictures"
TUTORIAL = ROOT / "docs" / "tutorial.md"
WIDTH, MOST_HEIGHT = 1000, 800
"""Pixels; what is longer is cut at the bottom."""


def shrunk(picture: Path) -> Image.Image:
    """Return a picture as it is shown."""
    with Image.open(picture) as opened:
        full = opened.convert("RGB")
    small = full.resize((WIDTH, round(full.height * WIDTH / full.width)), Image.Resampling.LANCZOS)
    return small.crop((0, 0, WIDTH, min(small.height, MOST_HEIGHT)))


def main() -> int:
    """Copy every picture that the tutorial names; name those that are missing."""
    SHOWN.mkdir(exist_ok=True)
    wanted = sorted(set(named(TUTORIAL.read_text(encoding="utf-8"))))
    missing = [name for name in wanted if not (SCREENS / f"{name}.png").exists()]
    for name in wanted:
        if name not in missing:
            shrunk(SCREENS / f"{name}.png").save(SHOWN / f"{name}.webp", quality=80, method=6)
    for name in missing:
        print(f"no picture {name}: run make test-web", file=sys.stderr)
    return 1 if missing else 0


def named(text: str) -> list[str]:
    """Name the pictures a page shows, without folder and ending."""
    return [Path(part.partition(")")[0]).stem for part in text.split("](pictures/")[1:]]


if __name__ == "__main__":
    sys.exit(main())
