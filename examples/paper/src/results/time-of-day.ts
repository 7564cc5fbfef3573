/**
 * The next time that a clock shows `text`, such as `23:30` or `7:05`.
 *
 * @throws when the text is no time of day.
 */
export function timeOfDay(text: string, now: Date): Date {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) {
    throw new Error(`--until: expected a time of day such as 23:30, got ${text}`);
  }
  const then = new Date(now);
  then.setHours(Number(hours), Number(minutes), 0, 0);
  if (then <= now) then.setDate(then.getDate() + 1);
  return then;
}
