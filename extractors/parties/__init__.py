"""Who is on a paper: blocks of lines at its head and foot, seller and buyer, the person it is about."""
