"""Composes the stages; the only package that knows them all."""
