"""What a person looks at: lists, one document or case, the picture of a page, search; each as far as they may see."""
