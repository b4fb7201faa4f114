"""The port to a model: requests, the endpoint that answers them, what they cost and what leaves the machine."""
