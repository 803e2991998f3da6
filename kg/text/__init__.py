"""Pure functions over Chinese text: no files, no tables of names, no state."""
