"""What a blog is: its generator, its folders, its clock, and where it serves a post."""

from drafter.site.find import find_site
from drafter.site.record import Site, is_index
from drafter.site.urls import post_url

__all__ = ["Site", "find_site", "is_index", "post_url"]
