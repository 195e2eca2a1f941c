"""A program of its own that takes one file apart: bytes on stdin, UTF-8 on stdout.

It is started without ungis_events: nothing in here imports from outside of this folder, but for
the standard library and the libraries that read the files. How it ended, its exit code says.
"""
