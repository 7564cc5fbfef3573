import { namesOf, positive, positives } from './numbers';

it('reads counts and names', () => {
  expect([positive('7'), positives('1,2'), namesOf({ a: 1, b: 2 })('b,a')]).toEqual([7, [1, 2], ['b', 'a']]);
});

it.each(['', '0', '-1', '1.5', 'x', 'NaN', '1e99'])('refuses %p as a count', (text) => {
  expect(() => positive(text)).toThrow('Expected a whole number above 0.');
  expect(() => positives(`1,${text}`)).toThrow('Expected a whole number above 0.');
});

it.each(['c', '', 'a,', 'toString'])('refuses %p as a name', (text) => {
  expect(() => namesOf({ a: 1, b: 2 })(text)).toThrow('Allowed choices are a, b, separated by commas.');
});
