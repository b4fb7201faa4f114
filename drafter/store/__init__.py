"""The disk: atomic files, the state in `.drafter/`, and the folders shipped with the program."""
