"""Calculations beyond conditions: pure functions from papers and reference rows to flags that rules may ask for."""
