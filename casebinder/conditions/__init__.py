"""Conditions of case types: CEL over typed flat names, three-valued, explained leaf by leaf.

A name without a known value stays unbound, and CEL's own rules (an error absorbed by `&&` and `||`) then give true,
false or "cannot be told". Every mistake is found when the rules are loaded, at the exact word.
"""
