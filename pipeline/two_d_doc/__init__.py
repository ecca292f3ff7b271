"""2D-Doc: the Data Matrix by which French authorities and firms sign what stands on their papers."""
