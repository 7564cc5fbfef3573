"""Refuses files that the JSON Schema of their format does not allow. The core asks anew for all that it rests on."""
import json
import re
from pathlib import Path

from core.finding import Refused, require
from core.reading import REFUSALS

SCHEMAS = Path(__file__).resolve().parents[3] / 'docs' / 'site' / 'public' / 'schema'
KINDS = {'object': dict, 'array': list, 'string': str, 'number': (int, float), 'integer': int}


def is_number(x):
    return isinstance(x, (int, float))


# what the words of JSON Schema that are used here ask of a value: only of one of the kind that they are about
WORDS = {
    'anyOf': lambda of, x: any(misfit(one, x) is None for one in of),
    'oneOf': lambda of, x: any(misfit(one, x) is None for one in of),
    'const': lambda of, x: x == of,
    'enum': lambda of, x: x in of,
    'type': lambda of, x: isinstance(x, KINDS[of]),
    'minimum': lambda of, x: not is_number(x) or x >= of,
    'maximum': lambda of, x: not is_number(x) or x <= of,
    'pattern': lambda of, x: not isinstance(x, str) or re.search(of, x),
    'minItems': lambda of, x: not isinstance(x, list) or len(x) >= of,
    'required': lambda of, x: not isinstance(x, dict) or all(key in x for key in of),
    'propertyNames': lambda of, x: not isinstance(x, dict) or all(misfit(of, key) is None for key in x),
}


def misfit(schema, value, at=''):
    """Where a value is what a schema does not allow; None where it fits."""
    if isinstance(value, bool):
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


def refusal(value, form):
    wrong = misfit(json.loads((SCHEMAS / f'{form}.json').read_text()), value)
    require(wrong is None, wrong, Refused)


REFUSALS.append(refusal)
