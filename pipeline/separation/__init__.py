"""Where one document ends and the next begins: by sheets, by blanks, by what pages show."""
