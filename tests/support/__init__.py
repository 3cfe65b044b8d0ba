"""Shared by the tests: sites, servers, browsers, invented input."""
