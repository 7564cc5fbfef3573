import { assertShape, fail, formatShape, IbpError, isIbpError } from './errors';

it('says where, what was expected and what came', () => {
  expect(() => fail('crown', 'expected a, got b')).toThrow(new IbpError('crown', 'expected a, got b'));
  expect(new IbpError('crown', 'expected a, got b')).toMatchObject({
    name: 'IbpError',
    message: 'crown: expected a, got b',
  });
});

it('is recognised from another copy of the package', () => {
  jest.isolateModules(() => {
    const other = jest.requireActual<typeof import('./errors')>('./errors');
    const foreign = new other.IbpError('x', 'y');
    expect(foreign).not.toBeInstanceOf(IbpError);
    expect(isIbpError(foreign)).toBe(true);
  });
  expect(isIbpError(new IbpError('x', 'y'))).toBe(true);
});

it.each([new Error('IbpError'), undefined, null, 'IbpError', {}])('is not %p', (other) => {
  expect(isIbpError(other)).toBe(false);
});

it('checks a shape, null standing for any size', () => {
  expect(() => assertShape('test', [2, 3], [2, 3])).not.toThrow();
  expect(() => assertShape('test', [2, 3], [null, 3])).not.toThrow();
  expect(() => assertShape('test', [2, 4], [null, 3])).toThrow('test: expected shape [*,3], got [2,4]');
  expect(() => assertShape('test', [2], [2, 3])).toThrow('test: expected shape [2,3], got [2]');
  expect(formatShape([])).toBe('[]');
});
