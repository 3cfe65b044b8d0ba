"""The cache of earlier builds, and work on all processor cores.

build_cache.py  values by the fingerprint of everything they were made of
files.py        files written whole or not at all, and evicted when old
parallel.py     a function over many values, on all cores
"""
