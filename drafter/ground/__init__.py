"""Does a sentence stand, and may it be told: checks by code that need no model."""
