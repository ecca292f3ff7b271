"""The pages and the REST API: the door for people at a browser and for other systems."""
