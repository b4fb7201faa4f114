"""drafter beside a person who writes: a language server, and a watch on files that are saved."""
