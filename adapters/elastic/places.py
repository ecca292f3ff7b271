"""Which index is searched and which is being filled: aliases, moved in one step by the server.

`casebinder` and `casebinder-v1` name the index in force, `casebinder-v1-next` the one a rebuild fills; the indexes
themselves are `casebinder-v1-0001` and so on. We search by the alias that carries the version of our terms, so that a
process of another version finds nothing rather than something wrong; `casebinder` is for people and other programs.
"""

import re
from collections.abc import Mapping

from elasticsearch import BadRequestError, Elasticsearch

from adapters.elastic.connection import reason_of
from adapters.elastic.mapping import MAPPINGS, SETTINGS, VERSION
from adapters.search_faults import outdated, renewed_meanwhile

_TRIES = 5
"""Processes that make the first index in the same moment: the server lets one of them."""


class ElasticPlaces:
    """The indexes of one installation behind their aliases."""

    def __init__(self, client: Elasticsearch, name: str, where: str) -> None:
        self._client = client
        self._where = where
        self._alias = name
        self.in_force = f"{name}-v{VERSION}"
        self._next = f"{name}-v{VERSION}-next"
        self._own_name = re.compile(rf"{re.escape(name)}-v\d+-(\d+)")

    def written(self) -> tuple[str, ...]:
        """Return the aliases that a write goes to; the first index is made here. Raises PartUnreachable."""
        for _ in range(_TRIES):
            aliases = {alias for names in self._known().values() for alias in names}
            found = tuple(alias for alias in (self.in_force, self._next) if alias in aliases)
            if found:
                return found
            if self._alias in aliases:
                break
            self._make(self._alias, self.in_force)
        raise outdated(self._where)

    def is_outdated(self) -> bool:
        """Return whether what is in force is of another version than ours."""
        aliases = {alias for names in self._known().values() for alias in names}
        return self._alias in aliases and self.in_force not in aliases

    def versions(self) -> tuple[str, ...]:
        """Return the versions of the mapping in force: one, or none before anything was indexed."""
        prefix = f"{self._alias}-v"
        found = (alias for names in self._known().values() if self._alias in names for alias in names)
        return tuple(alias.removeprefix(prefix) for alias in found if alias.startswith(prefix))

    def is_being_filled(self) -> bool:
        """Return whether a rebuild runs, or was interrupted."""
        return any(self._next in names for names in self._known().values())

    # ------------------------------------------------------------ building anew
    def begin_next(self) -> str:
        """Make an empty index beside the one that is searched; one begun before is given up."""
        known = self._known()
        for index, aliases in known.items():
            if self._next in aliases or (not aliases and index.startswith(f"{self.in_force}-")):
                self._client.indices.delete(index=index, ignore_unavailable=True)
        made = self._make(self._next)
        if made is None:
            raise renewed_meanwhile(self._where)
        return made

    def put_in_force(self, index: str) -> None:
        """Let this index be searched in one step, then drop the ones before; raises ConcurrentChange.

        They are dropped only when no node sends a search to them any more.
        """
        known = self._known()
        if self._next not in known.get(index, ()):
            raise renewed_meanwhile(self._where)
        before = [other for other, aliases in known.items() if self._alias in aliases and other != index]
        actions: list[dict[str, dict[str, str]]] = [
            {"remove": {"index": other, "alias": alias}} for other in before for alias in sorted(known[other])
        ]
        actions += [{"add": {"index": index, "alias": alias}} for alias in (self._alias, self.in_force)]
        actions.append({"remove": {"index": index, "alias": self._next}})
        self._client.indices.update_aliases(actions=actions)
        for other in before:
            self._client.indices.delete(index=other, ignore_unavailable=True)

    def give_up(self, index: str) -> None:
        """Remove an index that is being filled, if it still is."""
        if self._next in self._known().get(index, ()):
            self._client.indices.delete(index=index, ignore_unavailable=True)

    # ------------------------------------------------------------ indexes
    def _known(self) -> Mapping[str, frozenset[str]]:
        """Return our indexes of any version and their aliases."""
        found = self._client.indices.get_alias(index=f"{self._alias}-v*", expand_wildcards="open")
        return {index: frozenset(about["aliases"]) for index, about in found.items() if self._own_name.fullmatch(index)}

    def _make(self, *aliases: str) -> str | None:
        """Make an empty index under the next number; None when another process was first."""
        numbers = [int(found[1]) for index in self._known() if (found := self._own_name.fullmatch(index))]
        index = f"{self._alias}-v{VERSION}-{max(numbers, default=0) + 1:04}"
        try:
            self._client.indices.create(
                index=index, mappings=MAPPINGS, settings=SETTINGS, aliases={alias: {} for alias in aliases}
            )
        except BadRequestError as error:
            if reason_of(error) != "resource_already_exists_exception":
                raise
            return None
        return index
