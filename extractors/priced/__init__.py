"""Priced lines and totals: tables of goods, sums by their words, and the arithmetic that proves both."""
