import { stopping } from './stopping';

describe('a training that is to stop', () => {
  let others: readonly NodeJS.SignalsListener[];
  beforeEach(() => {
    others = process.listeners('SIGINT');
    jest.useFakeTimers();
    jest.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  // those of its own: an event would end the test runner too
  const own = () => process.listeners('SIGINT').filter((listener) => !others.includes(listener));
  const interrupt = () => {
    expect(own()).toHaveLength(1);
    own()[0]!('SIGINT');
  };

  it('is told by a signal, of which a second one ends nothing', () => {
    const { signal, release } = stopping();
    expect(signal.aborted).toBe(false);
    interrupt();
    expect(signal.aborted).toBe(true);
    interrupt();
    jest.advanceTimersByTime(119_000);
    interrupt();
    release();
    expect(own()).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('can be ended by a signal where its end hangs', () => {
    const { release } = stopping();
    interrupt();
    jest.advanceTimersByTime(120_000);
    expect(own()).toEqual([]);
    release();
  });

  it('is told when its time is up', () => {
    const { signal, release } = stopping(2);
    jest.advanceTimersByTime(119_000);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1000);
    expect(signal.aborted).toBe(true);
    release();
  });

  it('trains for as long as was asked, more than a timer waits', () => {
    jest.useRealTimers();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { release } = stopping(40_000);
    expect(timers.mock.calls.map(([, delay]) => delay)).toEqual([2 ** 31 - 1]);
    release();
  });
});
