"""From a delivery to documents: received, opened, read, cut and understood, and begun again where it stopped."""
