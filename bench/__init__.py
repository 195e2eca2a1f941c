"""`make bench`: our pages side by side with a bare Flask "hello" under the same server."""
