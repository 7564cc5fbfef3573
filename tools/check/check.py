#!/usr/bin/env python3
"""Checks certificates of @ibp, written from docs/site/guide/certificate-format.md alone: Python's library, whole numbers.

    check.py CERTIFICATE --network NETWORK [--asked FILE] [--arithmetic NAME]     what is asked, else what the certificate says of itself
    check.py --batch FILE        a JSON list of [certificate, network, asked, arithmetic]; prints a line of JSON for each
"""
import argparse
import json
import math
import struct
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

from bounds import Enclosures, Network, Unshown, backward, value, whole
from form import Refused, digest, input_hash, network_of, parsed, refuse, text_of, unpacked
from proofs import Part, Rejected, check_proof, ends_of, reject

FLOAT32, EXACT = 1e-3, 1e-9  # how far a stored bound may lie below what its proof gives


def end(x):
    return float(x.replace('Infinity', 'inf')) if isinstance(x, str) else x


def by_feature(values, size):
    values = values if isinstance(values, list) else [values] * size
    if len(values) != size:
        reject(f'expected {size} features, got {len(values)}')
    return [end(x) for x in values]


def rounded32(x):
    try:
        return struct.unpack('<f', struct.pack('<f', x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def region_of(region, shared, size):
    """What a region says, number for number."""
    if region['kind'] == 'boxes':
        return [[[end(x) for x in box[key]] for key in ('lower', 'upper')] for box in region['boxes']]
    epsilon, range_ = (region.get(key, shared.get(key)) for key in ('epsilon', 'range'))
    if epsilon is None or range_ is None:
        reject('it states no epsilon or no range')
    return [by_feature(epsilon, size), *(by_feature(x, size) for x in range_)]


def rows_of(unsafe, size, outputs):
    """Conjunctions of rows, and whether they are of inputs too."""
    if unsafe['kind'] == 'rows':
        of_inputs = 'of' in unsafe
        units = outputs + size if of_inputs else outputs
        if any(len(rows['c']) != units * len(rows['d']) or not rows['d'] for rows in unsafe['any']) or not unsafe['any']:
            reject('its rows are not of the network')
        return unsafe['any'], of_inputs
    label, classes = unsafe['label'], unsafe['classes']
    if classes != outputs or label >= classes:
        reject('its classes are not those of the network')
    others = [(label + 1 + k) % classes for k in range(classes - 1)]
    return [{'c': [float(k == o) - float(k == label) for k in range(classes)], 'd': [0.0]} for o in others], False


def with_inputs(nodes):
    """The network whose output is its input and then its own output."""
    nodes, flat = list(nodes), []
    plain = {'options': {}, 'tensors': {}}
    for at in (0, len(nodes) - 1):
        flat.append(at if len(nodes[at]['shape']) == 1 else len(nodes))
        if flat[-1] == len(nodes):
            nodes.append({**plain, 'op': 'reshape', 'inputs': [at], 'shape': [math.prod(nodes[at]['shape'])]})
    shape = [sum(nodes[at]['shape'][0] for at in flat)]
    return [*nodes, {**plain, 'op': 'concat', 'inputs': flat, 'shape': shape}]


class Question:
    """What is asked of one example."""

    def __init__(self, example, shared, nodes):
        self.size, outputs = math.prod(nodes[0]['shape']), math.prod(nodes[-1]['shape'])
        self.region, self.kind = region_of(example['region'], shared, self.size), example['region']['kind']
        self.unsafe, self.of_inputs = rows_of(example['unsafe'], self.size, outputs)
        if self.kind == 'ball':
            given = example['region']['input']
            self.x = None if 'sha256' in given else unpacked(given)
            if self.x is None or len(self.x) != self.size:
                refuse('expected every input to be embedded in what is asked')
            epsilon, least, most = self.region
            self.least, self.most = [min(v, rounded32(v)) for v in least], [max(v, rounded32(v)) for v in most]

    def compare(self, example, shared):
        """Rejects an example of a certificate that states anything else."""
        if example['region']['kind'] != self.kind or region_of(example['region'], shared, self.size) != self.region:
            reject('its inputs are others than those asked about')
        given = example['region'].get('input', {})
        if given and given != {'sha256': input_hash(self.x)} and ('sha256' in given or unpacked(given) != self.x):
            reject('the input is another one')
        c_of = len(self.unsafe[0]['c']) // len(self.unsafe[0]['d']) - (self.size if self.of_inputs else 0)
        if rows_of(example['unsafe'], self.size, c_of) != (self.unsafe, self.of_inputs):
            reject('its rows are others than those asked about')

    def boxes(self):
        """Each box, or None for one with ends that are not finite."""
        found = []
        if self.kind == 'ball':
            epsilon = self.region[0]
            if not all(map(math.isfinite, [*self.x, *epsilon])):
                return [None]
            exact = [(Fraction(p), Fraction(e)) for p, e in zip(self.x, epsilon)]
            low = [max(p - e, l) for (p, e), l in zip(exact, self.least)]
            high = [min(p + e, u) for (p, e), u in zip(exact, self.most)]
        for low, high in [(low, high)] if self.kind == 'ball' else self.region:
            try:
                found.append(ends_of(low, high))
            except Unshown:
                found.append(None)
        return found

    def holds(self, point):
        """Whether a point is an input that is asked about."""
        if len(point) != self.size or any(map(math.isnan, point)):
            return False
        if self.kind == 'boxes':
            return any(all(a <= v <= b for a, v, b in zip(low, point, high)) for low, high in self.region)
        return all(math.isfinite(v) and abs(Fraction(v) - Fraction(p)) <= Fraction(e) and a <= v <= b for v, p, e, a, b
                   in zip(point, self.x, self.region[0], self.least, self.most))


def values_at(network, point):
    """The output at a point, exactly."""
    numbers, bits = whole(point)
    values = [[Fraction(n, 1 << bits) for n in numbers]]
    for i, node in enumerate(network.nodes[1:], 1):
        x, op = [v for j in node['inputs'] for v in values[j]], network.linear[i]
        if op:
            out = [(sum(w * x[j] for j, w in zip(c, ws)) + b) / (1 << op.bits) for (c, ws), b in zip(op.rows, op.bias)]
        else:
            out = [Fraction(value(network.pieces[i], v)) for v in x]
        values.append(out)
    return values[-1]


def check_witness(witness, question, network):
    point, k = unpacked(witness['x']), witness['conjunction']
    if point is None or not question.holds(point):
        reject('the witness is no input that is asked about')
    if k >= len(question.unsafe):
        reject('the conjunction is not there')
    if network.unknown:
        raise Unshown(f'this checker does not know op {network.unknown}')
    z, rows = None if network.any_order else values_at(network, point), question.unsafe[k]
    if network.any_order:
        return check_computed(network, point, rows)
    for r, d in enumerate(rows['d']):
        if sum(Fraction(c) * v for c, v in zip(rows['c'][r * len(z):], z)) + Fraction(d) < 0:
            reject('a row of the conjunction does not hold at the witness')


def check_computed(network, point, rows):
    """Whether all rows are 0 or above at a point, whatever a float32 program makes of them."""
    if any(rounded32(v) != v for v in point):
        raise Unshown('the witness has numbers that are not float32')
    at, units = Enclosures(network, ends_of(point, point)), len(rows['c']) // len(rows['d'])
    split = [(rows['c'][r * units:(r + 1) * units], d) for r, d in enumerate(rows['d'])]
    least, most = ([backward(at, (*whole([s * x for x in c]), Fraction(s * d)), linear_only=True) for c, d in split]
                   for s in (-1, 1))
    if not all(bound is not None and bound <= 0 for bound in least):
        if any(bound is not None and bound < 0 for bound in most):
            reject('a row of the conjunction does not hold at the witness')
        raise Unshown('a row is within rounding of 0 at the witness')


def check_proofs(proofs, question, network, mode):
    boxes = question.boxes()
    shown = Counter()
    for proof in proofs:
        if proof.get('box', 0) >= len(boxes):
            reject('the box is not there')
        for box in [proof['box']] if 'box' in proof else range(len(boxes)):
            shown.update((box, k) for k in proof['conjunctions'])
    if any(n > 1 for n in shown.values()):
        reject('a conjunction is proved twice')
    if any((b, k) not in shown for b in range(len(boxes)) for k in range(len(question.unsafe))):
        reject('a conjunction has no proof')
    alike = all(one or two and len(two[0]) == 1 for one, two in zip(network.linear[1:], network.pieces[1:]))
    tolerance = EXACT if mode == 'rigorous' else FLOAT32 if alike else math.inf
    open_, parts = None, [Part(network, box, question.unsafe) for box in boxes]
    for proof in proofs:
        for k, part in enumerate(parts):
            if proof.get('box', k) == k:
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
    fault = None
    if certificate['network'] != name:
        fault = 'the certificate is of another network'
    elif certificate['arithmetic'] != arithmetic:
        fault = f'its claims are not in {arithmetic}'
    elif certificate['digest'] != digest(certificate):
        fault = 'the digest is of another text'
    claims, results, networks = {}, [], {}
    for example in certificate['examples']:
        claims.setdefault(example['index'], []).append(example)
    for ask in asked['examples']:
        found = claims.pop(ask['index'], [])
        claim = found[0]['verdict']['status'] if found else 'none'
        if not found:
            status, why = 'missing', 'the certificate says nothing of it'
        elif fault or len(found) > 1:
            status, why = 'rejected', fault or 'it comes twice'
        else:
            status, why = check_example(found[0], Question(ask, asked, nodes), certificate, nodes, networks)
        results.append((ask['index'], claim, status, why))
    others = [(k, found[0]['verdict']['status'], 'rejected', 'it was not asked about') for k, found in claims.items()]
    return results + others


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('certificate', nargs='?')
    for name in ('--network', '--asked', '--batch'):
        parser.add_argument(name)
    parser.add_argument('--arithmetic', choices=['real', 'any-order-float32'])
    args = parser.parse_args()
    for paths in json.loads(Path(args.batch).read_text()) if args.batch else []:
        try:
            print(json.dumps([status for _, _, status, _ in check(*paths)]))
        except (Refused, KeyError, ValueError) as error:
            print(json.dumps(f'refused: {error}'))
    if args.batch:
        return 0
    if not args.certificate or not args.network:
        parser.error('expected a certificate and its network')
    try:
        results = check(args.certificate, args.network, args.asked, args.arithmetic)
    except (Refused, OSError) as error:
        sys.exit(f'check.py: {error}')
    for index, claim, status, why in results:
        print(f'example {index}: {claim}: {status}: {why}')
    return 1 if any(status in ('rejected', 'missing') for _, _, status, _ in results) else 0


if __name__ == '__main__':
    sys.exit(main())
