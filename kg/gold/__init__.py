"""Annotated letters: reading them, holding facts against them, learning weights from them."""
