"""Rows of scores and the drafts they are of → what a person reads: a table, a Markdown summary, one HTML page."""
