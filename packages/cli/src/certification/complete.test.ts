import { parseFlags } from '../flags';
import { digits } from '../testing';

const campaign = ['campaign', 'submit', 'net', '--redis', 'redis://a', '--store', 'b'];

describe('--complete', () => {
  const given = (...argv: string[]) => {
    const invocation = parseFlags(digits, argv);
    if (invocation.command === 'certify') return invocation.certify.complete;
    return invocation.command === 'radius' ? invocation.radius.complete : undefined;
  };

  it.each(['certify', 'radius'])('of %s is for the mode to say unless given', (command) => {
    expect(given(command)).toEqual(['branch-and-bound', 'mip']);
    expect(given(command, '--mode', 'rigorous')).toEqual(['branch-and-bound']);
    expect(given(command, '--complete', 'mip')).toEqual(['mip']);
    const searches = ['branch-and-bound', 'clip-and-verify'];
    expect(given(command, '--mode', 'rigorous', '--complete', ...searches)).toEqual(searches);
  });

  it.each([[['certify']], [['radius']], [campaign]])(
    'refuses solvers in rigorous mode: %j',
    (command: string[]) => {
      expect(() =>
        parseFlags(digits, [...command, '--mode', 'rigorous', '--complete', 'mip', 'clip-and-verify']),
      ).toThrow(
        '--complete: expected branch-and-bound or clip-and-verify beside --mode rigorous, got mip clip-and-verify',
      );
    },
  );
});
