"""A child of the reading pool bounds its memory, within what the machine allows its user."""

import subprocess
import sys

HARDEST = 2_500_000_000
CHILD = f"""
import os, resource
from adapters.reading.child import begin
from adapters.reading.tools import ReadingTools
resource.setrlimit(resource.RLIMIT_AS, ({HARDEST}, {HARDEST}))
begin(ReadingTools(), MOST, os.getppid())
print(*resource.getrlimit(resource.RLIMIT_AS))
"""


def limits(most: int) -> list[int]:
    """Return the limits, soft and hard, of a child told to use at most so much where the machine allows HARDEST."""
    code = CHILD.replace("MOST", str(most))
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=120, check=True)
    return [int(part) for part in done.stdout.split()]


def test_a_child_asks_for_no_more_than_the_machine_allows() -> None:
    """Asking for more is refused to everybody but root, and every file would then be unreadable."""
    assert limits(3_000_000_000) == [HARDEST, HARDEST]
    assert limits(2_000_000_000) == [2_000_000_000, 2_000_000_000]
