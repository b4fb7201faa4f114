"""drafter writes the first draft of a retrospective from a person's own notes and posts."""

__version__ = "0.1.0"
