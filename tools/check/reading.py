"""What the files say: JSON and its schema, canonical text, hashes, packed numbers, networks."""
import base64
import gzip
import hashlib
import json
import re
import struct
import zlib
from decimal import Decimal
from pathlib import Path

MOST = 1 << 29  # bytes of a text
SCHEMAS = Path(__file__).resolve().parents[2] / 'docs' / 'site' / 'public' / 'schema'
KINDS = {'object': dict, 'array': list, 'string': str, 'number': (int, float), 'integer': int}


class Refused(Exception):
    """A file that is not of the format."""


def refuse(why):
    raise Refused(why)


def number(text):
    """The float64 nearest to a number, as the format has them; as a whole number of Python where it is one."""
    x = float(text)
    return int(x) if x.is_integer() and abs(x) < 2 ** 53 else x


def read_json(text):
    return json.loads(text, parse_int=number, parse_float=number, parse_constant=refuse)


def is_number(x):
    return isinstance(x, (int, float))


# what the words of JSON Schema that are used here ask of a value: only of one of the kind that they are about
WORDS = {
    'anyOf': lambda of, x: any(fits(one, x) for one in of),
    'oneOf': lambda of, x: any(fits(one, x) for one in of),
    'const': lambda of, x: x == of,
    'enum': lambda of, x: x in of,
    'type': lambda of, x: isinstance(x, KINDS[of]),
    'minimum': lambda of, x: not is_number(x) or x >= of,
    'maximum': lambda of, x: not is_number(x) or x <= of,
    'pattern': lambda of, x: not isinstance(x, str) or re.search(of, x),
    'minItems': lambda of, x: not isinstance(x, list) or len(x) >= of,
    'required': lambda of, x: not isinstance(x, dict) or all(key in x for key in of),
    'propertyNames': lambda of, x: not isinstance(x, dict) or all(fits(of, key) for key in x),
}


def misfit(schema, value, at=''):
    """Where a value is what a schema does not allow; None where it fits."""
    if isinstance(value, bool) or is_number(value) and value - value != 0:  # too great a number is infinite
        return f'{at}: {value}'
    wrong = next((word for word, asks in WORDS.items() if word in schema and not asks(schema[word], value)), None)
    if wrong:
        return f'{at}: not as "{wrong}" has it'
    inner = []
    if isinstance(value, list):
        items = schema.get('items', {})
        if isinstance(items, list) and len(items) != len(value):
            return f'{at}: has {len(value)} items'
        inner = [(items[k] if isinstance(items, list) else items, k) for k in range(len(value))]
    elif isinstance(value, dict):
        known, rest = schema.get('properties', {}), schema.get('additionalProperties', {})
        unknown = next((key for key in value if key not in known), None)
        if rest is False and unknown is not None:
            return f'{at}: {unknown} is not known'
        inner = [(known.get(key, rest), key) for key in value]
    return next(filter(None, (misfit(of, value[key], f'{at}.{key}') for of, key in inner)), None)


def fits(schema, value):
    return misfit(schema, value) is None


def text_of(path):
    """The text of a file, which gzip may have packed."""
    data = Path(path).read_bytes()
    try:
        if data[:2] == b'\x1f\x8b':
            with gzip.open(path) as file:
                data = file.read(MOST + 1)
        return data.decode() if len(data) <= MOST else refuse(f'{path}: more than {MOST} bytes')
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        refuse(f'{path}: {error}')


def parsed(text, schema):
    try:
        value = read_json(text)
        wrong = misfit(json.loads((SCHEMAS / schema).read_text()), value)
    except (ValueError, RecursionError) as error:
        wrong = str(error)
    return refuse(wrong) if wrong else value


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
    return number_text(value) if is_number(value) and not isinstance(value, bool) else json.dumps(value)


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).hexdigest()


def float64s(numbers):
    return struct.pack(f'<{len(numbers)}d', *(x + 0.0 for x in numbers))  # 0 for -0


def digest(certificate):
    return sha256(canonical({key: item for key, item in certificate.items() if key != 'digest'}).encode())


def unpacked(packed):
    """The numbers of a packed list; None where it is none."""
    [(kind, text)] = packed.items()
    letter = {'float32': 'f', 'float64': 'd', 'uint8': 'B', 'uint16': 'H', 'uint32': 'I'}[kind]
    if len(text) % 4 or not re.fullmatch('[A-Za-z0-9+/]*={0,2}', text):
        return None
    data, size = base64.b64decode(text), struct.calcsize(letter)
    return None if len(data) % size else list(struct.unpack(f'<{len(data) // size}{letter}', data))


def network_of(data):
    """The nodes of a network's file, each with its `op`, `inputs`, `shape`, `options` and `tensors`, and its hash."""
    size = int.from_bytes(data[:8], 'little')
    header = json.loads(data[8:8 + size])
    meta, body = header.pop('__metadata__', {}), data[8 + size:]
    if meta.get('format') != 'ibp-network-1':
        refuse('expected a network of the format ibp-network-1')
    nodes = [{**node, 'tensors': {}} for node in read_json(meta['graph'])]
    for name, entry in header.items():
        start, end = entry['data_offsets']
        index, parameter = name.split('.')
        numbers = list(struct.unpack(f'<{(end - start) // 4}f', body[start:end]))
        nodes[int(index)]['tensors'][parameter] = (entry['shape'], numbers)
    parts = [b'ibp-network 2\n']
    for node in nodes:
        tensors, options = node['tensors'], node['options']
        entries = sorted({**options, **tensors}.items())
        described = [[key, {'tensor': v[0], 'numbers': len(v[1])} if key in tensors else v] for key, v in entries]
        head = {'op': node['op'], 'inputs': node['inputs'], 'shape': node['shape'], 'options': described}
        parts.append(f'{canonical(head)}\n'.encode())
        parts += [float64s(tensors[key][1]) for key, _ in entries if key in tensors]
    if sha256(*parts) != meta.get('network'):
        refuse('expected the network that the file says, got another')
    return nodes, meta['network']
