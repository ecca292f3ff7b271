"""Judging a case: its facts, its checklist, whether its pieces agree, when it is due; states without words."""
