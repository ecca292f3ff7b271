"""What the services need from outside, one module a room. Import from the room: a search should not load the others."""
