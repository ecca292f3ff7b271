"""What is it? Certain marks first, then telling words, and `unknown` when nothing fits."""
