"""The frozen values of a case: what the records keep of it, and what is judged from that."""
