"""Nodes, edges and rows to pages and tables. Nothing here knows RDF: it shows what it is given."""
