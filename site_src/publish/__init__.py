"""Outputs → dist/: the one-file quiz, the service worker, headers, compressed copies, the swap.

    checksums.py       SHA256SUMS
    compress.py        .br and .gz copies
    headers.py         _headers, for hosts that read it
    service_worker.py  the service worker and the web app manifests
    write.py           dist/, replaced in one move

`single_file/` makes the quiz as one file.
"""
