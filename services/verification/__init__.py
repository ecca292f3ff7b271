"""The operator's desk: doubts about documents are claimed, answered, cut anew, and taken back."""
