#!/usr/bin/env python3
"""Checks a certificate of @ibp, written from the specification alone: Python's library, whole numbers.

Without --asked it checks what the certificate says of itself.
"""
import argparse
import sys

from core.finding import MALFORMED, Refused, Rejected
from core.findings import check

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('certificate')
parser.add_argument('--network', required=True)
parser.add_argument('--asked')
parser.add_argument('--arithmetic', choices=['real', 'any-order-float32'])
parser.add_argument('--core', action='store_true', help='what the core alone shows, without refusals and extensions')
args = parser.parse_args()
if not args.core:
    import refusals, extensions  # noqa: F401, E401
try:
    results = check(args.certificate, args.network, args.asked, args.arithmetic)
except (Refused, Rejected, OSError, *MALFORMED) as error:
    sys.exit(f'check.py: {error}')
for index, claim, status, why in results:
    print(f'example {index}: {claim}: {status}: {why}')
sys.exit(any(status in ('rejected', 'missing') for _, _, status, _ in results))
