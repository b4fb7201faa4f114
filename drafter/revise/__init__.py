"""A draft made again and what a person made of the one before, as one text."""
