"""Facts to RDF, and everything that is asked of the RDF: the only room that knows Oxigraph and rdflib."""
