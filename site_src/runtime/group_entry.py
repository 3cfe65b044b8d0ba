"""The code of a group's scores in the visitor's worker: after importing this, `ssi_core.wire` answers requests about a group.

It ships in the archive `group.zip`, with the parts of `ssi_core` that only these requests need.
"""

from late_packages import extend_packages  # type: ignore[import-not-found]

from ssi_core.wire import handle as handle

extend_packages(__file__)
