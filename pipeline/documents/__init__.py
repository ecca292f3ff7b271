"""What becomes of a document once its pages are cut: understood, validated, routed, settled by a person's word."""
