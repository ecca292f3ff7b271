"""The outside, one module per outside thing; each fulfils a port and wraps what its library raises."""
