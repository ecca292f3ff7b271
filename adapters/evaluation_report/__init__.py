"""An evaluation as one HTML file for people: nothing of it is fetched from anywhere."""
