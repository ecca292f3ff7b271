"""Pages read in processes of their own: originals opened and drawn, codes and words recognised."""
