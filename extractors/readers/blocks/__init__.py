"""Whom the blocks at the head of a paper name: the parties of a letter, companies, the person it is about."""
