"""The caseworker's desk: acts on one case, its notes, baskets and letters."""
