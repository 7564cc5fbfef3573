/** The longest that a timer of Node waits: one of more is over at once. */
const longest = 2 ** 31 - 1;

/**
 * Does something after so many milliseconds, weeks as well, by one timer after the other.
 *
 * @returns what has it not be done.
 */
export function afterTime(milliseconds: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    timer = left <= longest ? setTimeout(act, left) : setTimeout(() => wait(left - longest), longest);
  };
  wait(milliseconds);
  return () => clearTimeout(timer);
}
