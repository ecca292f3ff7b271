"""What everyday papers state: facts drawn consistently for somebody, with the truth they give, before any layout."""
