"""What is it? Certain marks first, then telling words, then likeness; `unknown` when nothing fits."""
