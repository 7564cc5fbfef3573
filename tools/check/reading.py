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


def fits(schema, value, at=''):
    """Refuses a value that a JSON Schema of the few words used here does not allow."""
    for one in ('anyOf', 'oneOf'):
        if one in schema:
            if not any(is_fit(choice, value) for choice in schema[one]):
                refuse(f'{at}: fits nothing of what it may be')
    if 'const' in schema and value != schema['const'] or 'enum' in schema and value not in schema['enum']:
        refuse(f'{at}: expected {schema.get("const", schema.get("enum"))}, got {value!r}')
    kinds = {'object': dict, 'array': list, 'string': str, 'number': (int, float), 'integer': int}
    if isinstance(value, bool) or 'type' in schema and not isinstance(value, kinds[schema['type']]):
        refuse(f'{at}: expected {schema.get("type")}')
    if isinstance(value, (int, float)):  # too great a number is infinite
        if value - value != 0 or not schema.get('minimum', value) <= value <= schema.get('maximum', value):
            refuse(f'{at}: {value} is out of its range')
    if isinstance(value, str) and not re.search(schema.get('pattern', ''), value):
        refuse(f'{at}: {value!r} is not of its pattern')
    if isinstance(value, list):
        items = schema.get('items', {})
        if len(value) < schema.get('minItems', 0) or isinstance(items, list) and len(value) != len(items):
            refuse(f'{at}: has {len(value)} items')
        for k, item in enumerate(value):
            fits(items[k] if isinstance(items, list) else items, item, f'{at}.{k}')
    if isinstance(value, dict):
        known, rest = schema.get('properties', {}), schema.get('additionalProperties', True)
        missing = [key for key in schema.get('required', []) if key not in value]
        if missing:
            refuse(f'{at}: {missing[0]} is missing')
        for key, item in value.items():
            fits(schema.get('propertyNames', {}), key, at)
            if key not in known and rest is False:
                refuse(f'{at}: {key} is not known')
            fits(known.get(key, rest if isinstance(rest, dict) else {}), item, f'{at}.{key}')


def is_fit(schema, value):
    try:
        fits(schema, value)
        return True
    except Refused:
        return False


def text_of(path):
    """The text of a file, which gzip may have packed."""
    data = Path(path).read_bytes()
    try:
        if data[:2] == b'\x1f\x8b':
            with gzip.open(path) as file:
                data = file.read(MOST + 1)
        if len(data) > MOST:
            refuse(f'{path}: more than {MOST} bytes')
        return data.decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        refuse(f'{path}: {error}')


def parsed(text, schema):
    try:
        value = read_json(text)
        fits(json.loads((SCHEMAS / schema).read_text()), value)
    except (ValueError, RecursionError) as error:
        refuse(str(error))
    return value


def number_text(x):
    """As ECMAScript writes a float64: RFC 8785, section 3.2.2.3."""
    if x == 0:
        return '0'
    sign, digits, exponent = Decimal(repr(float(x))).normalize().as_tuple()
    text, point = ''.join(map(str, digits)), len(digits) + exponent
    if len(text) <= point <= 21:
        text += '0' * (point - len(text))
    elif 0 < point <= 21:
        text = f'{text[:point]}.{text[point:]}'
    elif -6 < point <= 0:
        text = f'0.{"0" * -point}{text}'
    else:
        text = f'{text[0]}{"." if len(text) > 1 else ""}{text[1:]}e{point - 1:+d}'
    return '-' * sign + text


def canonical(value):
    """Canonical JSON, RFC 8785."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        return re.sub('[\ud800-\udfff]', lambda m: f'\\u{ord(m[0]):04x}', text)
    if isinstance(value, list):
        return f'[{",".join(map(canonical, value))}]'
    keys = sorted(value, key=lambda key: key.encode('utf-16-be', 'surrogatepass'))
    return f'{{{",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys)}}}'


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).hexdigest()


def float64s(numbers):
    return struct.pack(f'<{len(numbers)}d', *(x + 0.0 for x in numbers))  # 0 for -0


def input_hash(x):
    return sha256(float64s(x))


def digest(certificate):
    return sha256(canonical({key: item for key, item in certificate.items() if key != 'digest'}).encode())


def unpacked(packed):
    """The numbers of a packed list; None where it is none."""
    [(kind, text)] = packed.items()
    letter, size = {'float32': 'f4', 'float64': 'd8', 'uint8': 'B1', 'uint16': 'H2', 'uint32': 'I4'}[kind]
    if len(text) % 4 or not re.fullmatch('[A-Za-z0-9+/]*={0,2}', text):
        return None
    data = base64.b64decode(text)
    if len(data) % int(size):
        return None
    return list(struct.unpack(f'<{len(data) // int(size)}{letter}', data))


def network_of(data):
    """The nodes of a network's file, each with its `op`, `inputs`, `shape`, `options` and `tensors`, and its hash."""
    size = int.from_bytes(data[:8], 'little')
    header = json.loads(data[8:8 + size])
    meta, body = header.pop('__metadata__', {}), data[8 + size:]
    if meta.get('format') != 'ibp-network-1':
        refuse('expected a network of the format ibp-network-1')
    nodes = read_json(meta['graph'])
    for node in nodes:
        node['tensors'] = {}
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
