"""A Zoom of our own on loopback: it keeps webinars, holds every request to openapi.yaml, tells by
signed webhooks what happens, and fails on command."""
