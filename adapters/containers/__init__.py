"""Files that bring other files: archives and messages, taken apart within bounds."""
