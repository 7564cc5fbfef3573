import { keepQuiet } from './notes';
import { startProgress } from './progress';

describe('progress where there is no terminal', () => {
  afterEach(() => jest.restoreAllMocks());

  it('has a line each minute, with the time left as soon as it is known: what is done sooner is quiet', () => {
    let seconds = 0;
    const lines: string[] = [];
    if (process.stderr.isTTY) jest.replaceProperty(process.stderr, 'isTTY', false);
    jest.spyOn(console, 'error').mockImplementation((line) => lines.push(line));
    jest.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
    const { update } = startProgress('training', 1000, 1);
    const updates = [
      [0, 1],
      [1, 50],
      [59, 51],
      [61, 52],
      [62, 53],
      [121, 1000],
    ] as const;
    for (const [at, value] of updates) {
      seconds = at;
      update(value, `at ${at}`);
    }
    expect(lines).toEqual([
      'training 52/1000 | 1134 s left | at 61',
      'training 1000/1000 | 0 s left | at 121',
    ]);
  });

  it('has none where quiet is asked for', () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();
    keepQuiet(true);
    const { update, stop } = startProgress('training', 10);
    keepQuiet(false);
    jest.spyOn(performance, 'now').mockReturnValue(1e9);
    update(5, 'halfway');
    stop();
    expect(error).not.toHaveBeenCalled();
  });
});
