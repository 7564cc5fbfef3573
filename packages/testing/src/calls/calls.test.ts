import { opNames, vocabulary } from '@ibp/core';
import { sampleCalls } from '../sample';

it.each(opNames)('calls %s as it may be called, always alike', (op) => {
  const { outputShape } = vocabulary[op];
  const calls = sampleCalls(op, 20);
  for (const { shapes, params } of calls) {
    expect(() => outputShape(shapes, params as never)).not.toThrow();
  }
  expect(sampleCalls(op, 20)).toEqual(calls);
});
