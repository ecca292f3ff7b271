"""The vocabulary layouts are put together from: themes, a flow down the page, tables, blocks of address and totals."""
