"""Snapshots in a dictionary, for `preview` and tests. Fulfils `services.ports.snapshots.SnapshotStore`."""

from collections.abc import Iterator

from adapters.snapshot_names import checked_name


class MemorySnapshots:
    """Keeps snapshots as long as it lives itself."""

    def __init__(self) -> None:
        """Begin empty."""
        self._content: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        """Keep the bytes."""
        self._content[checked_name(name)] = bytes(content)

    def get(self, name: str) -> bytes | None:
        """Return what the name has, or None."""
        return self._content.get(checked_name(name))

    def names(self, prefix: str) -> Iterator[str]:
        """Yield every name that begins so, in no order."""
        yield from (name for name in tuple(self._content) if name.startswith(prefix))
