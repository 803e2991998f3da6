"""The Python face: a graph as a researcher meets it in a notebook. `kg.__all__` lists what is public."""
