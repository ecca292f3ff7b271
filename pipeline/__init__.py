"""The words and the pure steps of capture: what happens to any document, with no input or output.

Everything above imports this package; it imports nothing of ours.
"""
