import { fail, IbpError, isIbpError } from './errors';

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
