"""The last mile of a post: what is still wrong with a file, each fault with its place and the next action."""

from drafter.pipeline.check.build import check_build, find_hugo
from drafter.pipeline.check.file import Checked, check, check_file, check_files
from drafter.pipeline.check.finding import Finding, Severity
from drafter.pipeline.check.marks import LEFT

__all__ = ["LEFT", "Checked", "Finding", "Severity", "check", "check_build", "check_file", "check_files", "find_hugo"]
