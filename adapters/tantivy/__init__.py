"""Search by Tantivy, in a folder of this machine; `index.TantivyIndex` is the one way in."""
