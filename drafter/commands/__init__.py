"""One file per command: parse the options, call the pipeline, print what it returns."""
