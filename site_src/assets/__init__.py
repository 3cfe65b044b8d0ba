"""Prepares style sheets, scripts, images and licences for publication."""
