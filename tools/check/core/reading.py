"""What the files say: JSON, packed numbers, networks."""
import base64
import gzip
import json
import math
import re
import struct
import zlib
from pathlib import Path

from core.finding import Refused, require

MOST = 1 << 29  # bytes of a text
LETTERS = {'float32': 'f', 'float64': 'd', 'uint8': 'B', 'uint16': 'H', 'uint32': 'I'}
REFUSALS = []  # what is asked of a file further, as functions of what it says and its format


def number(text):
    """The float64 nearest to a number; a whole number of Python where it is one below 2**53."""
    x = float(text)
    require(math.isfinite(x), f'{text} is no finite number', Refused)
    return int(x) if x.is_integer() and abs(x) < 2 ** 53 else x


def read_json(text):
    return json.loads(text, parse_int=number, parse_float=number, parse_constant=number)


def file_of(path, form, version):
    """What a file of JSON says, which gzip may have packed."""
    data = Path(path).read_bytes()
    try:
        if data[:2] == b'\x1f\x8b':
            with gzip.open(path) as file:
                data = file.read(MOST + 1)
        require(len(data) <= MOST, f'{path}: more than {MOST} bytes', Refused)
        value = read_json(data.decode())
        known = isinstance(value, dict) and (value.get('format'), value.get('version')) == (f'ibp-{form}', version)
        require(known, f'{path}: expected the format ibp-{form}, version {version}', Refused)
        for refusal in REFUSALS:
            refusal(value, f'{form}-{version}')
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise Refused(f'{path}: {error}') from error
    return value


def unpacked(packed):
    """The numbers of a packed list; None where it is none."""
    [(kind, text)] = packed.items()
    size = struct.calcsize(LETTERS[kind])
    if len(text) % 4 or not re.fullmatch('[A-Za-z0-9+/]*={0,2}', text):
        return None
    data = base64.b64decode(text)
    return None if len(data) % size else list(struct.unpack(f'<{len(data) // size}{LETTERS[kind]}', data))


def network_of(path):
    """The nodes of a file, each with its `op`, `inputs`, `shape`, `options` and `tensors`, and the hash in it."""
    data = Path(path).read_bytes()
    size = int.from_bytes(data[:8], 'little')
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    meta = header.pop('__metadata__', {})
    require(meta.get('format') == 'ibp-network-1', 'expected a network of the format ibp-network-1', Refused)
    nodes = [{**node, 'tensors': {}} for node in read_json(meta['graph'])]
    for name, entry in header.items():
        (start, end), (index, parameter) = entry['data_offsets'], name.split('.')
        numbers = struct.unpack(f'<{(end - start) // 4}f', body[start:end])
        require(len(numbers) == math.prod(entry['shape']), f'{name}: not as many numbers as its shape has', Refused)
        nodes[int(index)]['tensors'][parameter] = entry['shape'], list(numbers)
    earlier = all(0 <= j < i for i, node in enumerate(nodes) for j in node['inputs'])
    require(nodes[0]['op'] == 'input' and earlier, 'expected an input, and nodes of earlier ones', Refused)
    return nodes, meta.get('network')
