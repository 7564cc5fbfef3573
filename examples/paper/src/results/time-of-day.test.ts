import { timeOfDay } from './time-of-day';

const now = new Date(2026, 2, 28, 21, 15, 30);

it('is the next time that a clock shows it: today, or tomorrow', () => {
  expect(timeOfDay('23:30', now)).toEqual(new Date(2026, 2, 28, 23, 30));
  expect(timeOfDay('7:05', now)).toEqual(new Date(2026, 2, 29, 7, 5));
  expect(timeOfDay('21:15', now)).toEqual(new Date(2026, 2, 29, 21, 15));
  expect(timeOfDay('00:00', new Date(2026, 11, 31, 12))).toEqual(new Date(2027, 0, 1));
});

it.each(['24:00', '12:60', 'noon', '7', '', '7:5', '-1:00'])('refuses "%s"', (text) => {
  expect(() => timeOfDay(text, now)).toThrow(`--until: expected a time of day such as 23:30, got ${text}`);
});
