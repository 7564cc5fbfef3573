import { afterTime } from './long-timer';

describe('a timer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const day = 24 * 60 * 60_000;
  it.each([1, 24, 25, 60])('waits %i days', (days) => {
    const act = jest.fn();
    const delays = jest.spyOn(globalThis, 'setTimeout');
    afterTime(days * day, act);
    jest.advanceTimersByTime(days * day - 1);
    expect(act).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(1);
    // of more Node makes one millisecond, and jest does not
    expect(Math.max(...delays.mock.calls.map(([, delay]) => delay!))).toBeLessThan(2 ** 31);
    delays.mockRestore();
  });

  it('can be called off, also after weeks', () => {
    const act = jest.fn();
    const callOff = afterTime(60 * day, act);
    jest.advanceTimersByTime(40 * day);
    callOff();
    expect(jest.getTimerCount()).toBe(0);
    expect(act).not.toHaveBeenCalled();
  });
});
