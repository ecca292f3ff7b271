"""Letters as PDFs: the layout in Typst beside the code that fills it."""
