"""The services that take papers in, read them and understand them, and tell how that goes."""

from functools import cached_property
from typing import TYPE_CHECKING

from bootstrap.ground import Ground
from services.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from services.capture.engine import Engine
    from services.capture.failures import Failures
    from services.capture.loop import Capture
    from services.capture.read import Read
    from services.capture.receive import Receive
    from services.capture.recover import Recover
    from services.capture.understand import Understand
    from services.capture.uploads import Uploads
    from services.cases.casework import Casework
    from services.looking.board import Overview


class Capturing(Ground):
    """What workers and drop zones need of an installation, each service made when first used."""

    @cached_property
    def rulebook(self) -> Rulebook:
        """Return the rules in force."""
        return Rulebook(self.records, self.clock)

    @cached_property
    def casework(self) -> "Casework":
        """Return what happens to cases inside others' transactions."""
        from services.cases.casework import Casework  # noqa: PLC0415

        return Casework(self.rulebook, self.clock, self.ids)

    @cached_property
    def receive(self) -> "Receive":
        """Return the act of receiving."""
        from bootstrap.parts.reading import limits  # noqa: PLC0415
        from services.capture.receive import Receive  # noqa: PLC0415

        return Receive(
            self.records, self.store, self.snapshots, self.rulebook, self.clock, self.ids, limits(self.settings)
        )

    @cached_property
    def uploads(self) -> "Uploads":
        """Return the acts of sending in pieces."""
        from bootstrap.parts.reading import limits, upload_bounds  # noqa: PLC0415
        from services.capture.uploads import Uploads  # noqa: PLC0415

        return Uploads(
            self.records,
            self.upload_store,
            self.receive,
            self.rulebook,
            self.clock,
            self.ids,
            limits=limits(self.settings),
            bounds=upload_bounds(self.settings),
        )

    @cached_property
    def read(self) -> "Read":
        """Return the steps from bytes to words."""
        from bootstrap.parts.reading import limits  # noqa: PLC0415
        from services.capture.read import Read  # noqa: PLC0415

        return Read(self.records, self.store, self.reader, self.rulebook, self.ids, limits(self.settings))

    @cached_property
    def understand(self) -> "Understand":
        """Return the steps from words to documents."""
        from bootstrap.parts.understanding import means  # noqa: PLC0415
        from services.capture.understand import Understand  # noqa: PLC0415

        return Understand(
            self.records,
            self.store,
            means(self._reference, self.settings),
            self.rulebook,
            self.casework,
            self.clock,
            self.ids,
        )

    @cached_property
    def capture(self) -> "Capture":
        """Return the capture loop's acts."""
        from adapters.leases import ThreadLeaseKeeper  # noqa: PLC0415
        from adapters.owners import is_gone  # noqa: PLC0415
        from services.capture.loop import Capture  # noqa: PLC0415

        leases = ThreadLeaseKeeper(self.records)
        return Capture(self.records, self.read, self.understand, leases, is_gone, self.clock, self.ids)

    @cached_property
    def engine(self) -> "Engine":
        """Return the inline engine."""
        from adapters.owners import this_process  # noqa: PLC0415
        from services.capture.engine import Engine  # noqa: PLC0415

        return Engine(self.records, self.capture, this_process(self.ids.new("w")))

    @cached_property
    def recovery(self) -> "Recover":
        """Return the acts of recovery."""
        from adapters.owners import is_gone  # noqa: PLC0415
        from services.capture.recover import Recover  # noqa: PLC0415

        return Recover(self.records, self.clock, self.ids, is_gone)

    @cached_property
    def overview(self) -> "Overview":
        """Return the act of looking at the board."""
        from services.looking.board import Overview  # noqa: PLC0415

        return Overview(self.records)

    @cached_property
    def failures(self) -> "Failures":
        """Return the acts on what was set aside."""
        from bootstrap.parts.reading import limits  # noqa: PLC0415
        from services.capture.failures import Failures  # noqa: PLC0415

        return Failures(self.records, self.clock, self.ids, limits(self.settings))
