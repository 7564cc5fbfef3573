"""Rejects what certificates say of themselves: another network or text, another statement, better bounds.

The core shows what is asked whatever a certificate says that it is about, so that these can only reject.
"""
import hashlib
import json
import math
import re
import struct
from decimal import Decimal

from core.finding import Refused, require
from core.findings import FAULTS
from core.ops import Linear
from core.question import region_of, conjunctions_of
from core.reading import unpacked

FLOAT32, EXACT = 1e-3, 1e-9  # how far a stored bound may lie below what its proof gives


def number_text(x):
    """As ECMAScript writes a float64: RFC 8785, section 3.2.2.3."""
    digits = Decimal(repr(float(x))).normalize()
    exponent = digits.adjusted()
    if x == 0:
        return '0'
    return f'{digits:f}' if -7 < exponent < 21 else f'{digits.scaleb(-exponent):f}e{exponent:+d}'


def canonical(value):
    """Canonical JSON, RFC 8785."""
    if isinstance(value, str):
        return re.sub('[\ud800-\udfff]', lambda m: f'\\u{ord(m[0]):04x}', json.dumps(value, ensure_ascii=False))
    if isinstance(value, list):
        return f'[{",".join(map(canonical, value))}]'
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode('utf-16-be', 'surrogatepass'))
        return f'{{{",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys)}}}'
    return number_text(value) if isinstance(value, (int, float)) else json.dumps(value)


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).hexdigest()


def float64s(numbers):
    return struct.pack(f'<{len(numbers)}d', *(x + 0.0 for x in numbers))  # 0 for -0


def network_hash(nodes):
    parts = [b'ibp-network 2\n']
    for node in nodes:
        tensors, options = node['tensors'], node['options']
        entries = sorted({**options, **tensors}.items())
        described = [[key, {'tensor': v[0], 'numbers': len(v[1])} if key in tensors else v] for key, v in entries]
        head = {'op': node['op'], 'inputs': node['inputs'], 'shape': node['shape'], 'options': described}
        parts.append(f'{canonical(head)}\n'.encode())
        parts += [float64s(tensors[key][1]) for key, _ in entries if key in tensors]
    return sha256(*parts)


def certificate_fault(certificate, nodes, name):
    require(network_hash(nodes) == name, 'expected the network that the file says, got another', Refused)
    require(certificate['network'] == name, 'the certificate is of another network')
    text = canonical({key: item for key, item in certificate.items() if key != 'digest'})
    require(certificate['digest'] == sha256(text.encode()), 'the digest is of another text')


def example_fault(example, question, certificate):
    """Rejects an example that states anything else than what is asked."""
    region = example['region']
    same = region['kind'] == question.kind and region_of(region, certificate, question.size) == question.stated
    require(same, 'its inputs are others than those asked about')
    given = region.get('input')
    same = not given or (given['sha256'] == sha256(float64s(question.x)) if 'sha256' in given
                         else unpacked(given) == question.x)
    require(same, 'the input is another one')
    same = conjunctions_of(example['unsafe'], question.size, question.outputs) == (question.unsafe, question.beside)
    require(same, 'its rows are others than those asked about')


def bound_fault(proof, found, network, certificate):
    """Rejects stored bounds that are better than those found by more than who wrote them may have lost."""
    alike = all(isinstance(op, Linear) or len(getattr(op, 'kinks', [])) == 1 for op in network.ops[1:])
    tolerance = EXACT if certificate['mode'] == 'rigorous' else FLOAT32 if alike else math.inf
    for bound, stored in zip(found, proof.get('bounds', [])):
        better = stored < bound - tolerance * max(1, abs(bound))  # not so of what is infinite
        require(not better, f'stored a bound of {stored}, which is better than what the proof gives')


FAULTS['certificate'].append(certificate_fault)
FAULTS['example'].append(example_fault)
FAULTS['bound'].append(bound_fault)
