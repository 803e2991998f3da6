"""Nodes, edges and rows to pages and tables. Nothing here asks the graph: it shows what it is given."""
