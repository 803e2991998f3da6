"""The graph over HTTP: the SPARQL protocol, linked data, and pages where a person asks and reads."""
