"""Readers: from sources to documents and chunks."""
