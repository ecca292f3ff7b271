"""All tables together, to make them in memory and to compare them with what migrations leave."""

from adapters.records.schema import accounts, actors, capture, case_parts, cases, reference, rules, work
from adapters.records.schema.base import metadata

__all__ = ["accounts", "actors", "capture", "case_parts", "cases", "metadata", "reference", "rules", "work"]
