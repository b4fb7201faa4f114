"""Facts become sections, a draft, and a Markdown file in the author's own form."""
