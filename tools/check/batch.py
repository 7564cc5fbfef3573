#!/usr/bin/env python3
"""For tests: of a JSON list of [certificate, network, asked, arithmetic], a line of JSON with the findings of each.

    batch.py FILE [--core]
"""
import json
import sys
from pathlib import Path

from core.finding import MALFORMED, Refused, Rejected
from core.findings import check

if '--core' not in sys.argv:
    import refusals, extensions  # noqa: F401, E401
for paths in json.loads(Path(sys.argv[1]).read_text()):
    try:
        print(json.dumps([status for _, _, status, _ in check(*paths)]))
    except (Refused, Rejected, *MALFORMED) as error:
        print(json.dumps(f'refused: {error}'))
