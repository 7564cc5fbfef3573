import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ReflectionKind } from 'typedoc';
import { undocumented } from './undocumented.mjs';

const documented = { hasComment: () => true };
const bare = { hasComment: () => false };
const sources = [{ fileName: 'a.ts', line: 3 }];
const moduleOf = (...children) => ({ name: '@ibp/a', children });

it('names what has no docstring, and where it is', () => {
  const module = moduleOf({ ...bare, name: 'f', kind: ReflectionKind.Function, sources });
  assert.deepEqual(undocumented([module]), ['a.ts:3: f of @ibp/a has no docstring']);
});

it('takes a docstring on the name or on one of its signatures', () => {
  const onName = { ...documented, name: 'A', kind: ReflectionKind.TypeAlias, sources };
  const onCall = {
    ...bare,
    name: 'f',
    kind: ReflectionKind.Function,
    sources,
    signatures: [bare, documented],
  };
  assert.deepEqual(undocumented([moduleOf(onName, onCall)]), []);
});

it('leaves to another package what is of it', () => {
  const again = { ...bare, name: 'f', kind: ReflectionKind.Reference, sources };
  assert.deepEqual(undocumented([moduleOf(again)]), []);
});
