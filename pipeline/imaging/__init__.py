"""What is seen on a page's picture, and the picture made ready to be read: pure steps on arrays."""
