#!/usr/bin/env python3
"""Checks certificates of @ibp, written from docs/site/guide/certificate-format.md alone: Python's library, whole numbers.

    check.py CERTIFICATE --network NETWORK [--asked FILE] [--arithmetic NAME]     what is asked, else what the certificate says of itself
    check.py --batch FILE        a JSON list of [certificate, network, asked, arithmetic]; prints a line of JSON for each
"""
import argparse
import json
import math
import sys
from collections import Counter
from pathlib import Path

from bounds import Network
from ops import Rejected, Unshown, require
from proofs import Part, check_proof
from reading import Refused, digest, network_of, parsed, text_of
from statement import Question, with_inputs
from witness import check_witness

FLOAT32, EXACT = 1e-3, 1e-9  # how far a stored bound may lie below what its proof gives


def check_proofs(proofs, question, network, mode):
    boxes, shown = question.boxes(), Counter()
    for proof in proofs:
        require(proof.get('box', 0) < len(boxes), 'the box is not there')
        for box in [proof['box']] if 'box' in proof else range(len(boxes)):
            shown.update((box, k) for k in proof['conjunctions'])
    require(all(n == 1 for n in shown.values()), 'a conjunction is proved twice')
    all_shown = all((b, k) in shown for b in range(len(boxes)) for k in range(len(question.unsafe)))
    require(all_shown, 'a conjunction has no proof')
    alike = all(one or two and len(two[0]) == 1 for one, two in zip(network.linear[1:], network.pieces[1:]))
    tolerance = EXACT if mode == 'rigorous' else FLOAT32 if alike else math.inf
    open_, parts = None, [Part(network, box, question.unsafe) for box in boxes]
    for proof in proofs:
        for part in [parts[proof['box']]] if 'box' in proof else parts:
            try:
                check_proof(proof, part, len(boxes), tolerance)
            except Unshown as error:
                open_ = open_ or error
    if open_:
        raise open_


def check_example(example, question, certificate, nodes, networks):
    try:
        question.compare(example, certificate)
        verdict = example['verdict']
        if verdict['status'] == 'unknown':
            return 'no claim', verdict['reason']
        if question.of_inputs not in networks:
            of = with_inputs(nodes) if question.of_inputs else nodes
            networks[question.of_inputs] = Network(of, certificate['arithmetic'] != 'real')
        network = networks[question.of_inputs]
        if verdict['status'] == 'falsified':
            check_witness(verdict['witness'], question, network)
        else:
            check_proofs(verdict['proofs'], question, network, certificate['mode'])
        return 'confirmed', 'shown anew'
    except Rejected as error:
        return 'rejected', str(error)
    except (Unshown, OverflowError, MemoryError, RecursionError) as error:
        return 'not confirmable', str(error)


def check(certificate, network, asked=None, arithmetic=None):
    """What becomes of each example: `(index, claim, status, why)`."""
    certificate = parsed(text_of(certificate), 'certificate-2.json')
    nodes, name = network_of(Path(network).read_bytes())
    arithmetic = arithmetic or ('real' if asked else certificate['arithmetic'])
    asked = parsed(text_of(asked), 'asked-1.json') if asked else certificate
    fault = ('the certificate is of another network' if certificate['network'] != name
             else f'its claims are not in {arithmetic}' if certificate['arithmetic'] != arithmetic
             else 'the digest is of another text' if certificate['digest'] != digest(certificate) else None)
    claims, results, networks = {}, [], {}
    for example in certificate['examples']:
        claims.setdefault(example['index'], []).append(example)
    for ask in asked['examples']:
        found = claims.pop(ask['index'], [])
        claim, status, why = 'none', 'missing', 'the certificate says nothing of it'
        if found:
            claim, status, why = found[0]['verdict']['status'], 'rejected', fault or 'it comes twice'
        if len(found) == 1 and not fault:
            status, why = check_example(found[0], Question(ask, asked, nodes), certificate, nodes, networks)
        results.append((ask['index'], claim, status, why))
    others = [(k, found[0]['verdict']['status'], 'rejected', 'it was not asked about') for k, found in claims.items()]
    return results + others


def batch(path):
    for paths in json.loads(Path(path).read_text()):
        try:
            print(json.dumps([status for _, _, status, _ in check(*paths)]))
        except (Refused, KeyError, ValueError) as error:
            print(json.dumps(f'refused: {error}'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('certificate', nargs='?')
    for name in ('--network', '--asked', '--batch'):
        parser.add_argument(name)
    parser.add_argument('--arithmetic', choices=['real', 'any-order-float32'])
    args = parser.parse_args()
    if args.batch:
        return batch(args.batch)
    if not args.certificate or not args.network:
        parser.error('expected a certificate and its network')
    try:
        results = check(args.certificate, args.network, args.asked, args.arithmetic)
    except (Refused, OSError) as error:
        sys.exit(f'check.py: {error}')
    for index, claim, status, why in results:
        print(f'example {index}: {claim}: {status}: {why}')
    return int(any(status in ('rejected', 'missing') for _, _, status, _ in results))


if __name__ == '__main__':
    sys.exit(main())
