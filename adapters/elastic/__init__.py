"""Search on Elasticsearch; `index.ElasticIndex` is the one way in."""
