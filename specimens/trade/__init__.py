"""Buying and selling: an order, its deliveries and its invoices, consistent among themselves or wrong on purpose."""
