"""Tests. All of them read messages in English, whatever the developer's own language is."""

import os

os.environ["SSI_LANGUAGE"] = "en"
