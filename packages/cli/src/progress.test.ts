import { startProgress } from './progress';

describe('progress where there is no terminal', () => {
  afterEach(() => jest.restoreAllMocks());

  it('has a line for each twentieth, each minute and the end, with the time left as soon as it is known', () => {
    let seconds = 0;
    const lines: string[] = [];
    if (process.stderr.isTTY) jest.replaceProperty(process.stderr, 'isTTY', false);
    jest.spyOn(console, 'error').mockImplementation((line) => lines.push(line));
    jest.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds);
    const { update } = startProgress('training', 1000, 1);
    const updates = [
      [0, 1],
      [1, 50],
      [2, 51],
      [61, 52],
      [62, 53],
      [63, 1000],
    ] as const;
    for (const [at, value] of updates) {
      seconds = at;
      update(value, `at ${at}`);
    }
    expect(lines).toEqual([
      'training 1/1000 | at 0',
      'training 51/1000 | 38 s left | at 2',
      'training 53/1000 | 1129 s left | at 62',
      'training 1000/1000 | 0 s left | at 63',
    ]);
  });
});
