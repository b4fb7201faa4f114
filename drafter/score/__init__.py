"""How good a draft is, in numbers that tell what they are made of: no model, no disk."""
