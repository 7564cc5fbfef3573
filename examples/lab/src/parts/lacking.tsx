/** What pages of this kind may compute with, of which this browser may give the page less. */
const offers: readonly { readonly name: string; readonly here: () => boolean }[] = [
  { name: 'WebGPU', here: () => typeof navigator !== 'undefined' && !!(navigator as { gpu?: unknown }).gpu },
  { name: 'SharedArrayBuffer', here: () => typeof SharedArrayBuffer !== 'undefined' },
];

/** Says what the browser does not give this page, and what is used instead; nothing where it gives all. */
export const Lacking = () => {
  const absent = offers.filter(({ here }) => !here()).map(({ name }) => name);
  if (absent.length === 0) return null;
  return (
    <p>
      This browser gives the page no {absent.join(' and no ')}. Nothing is missing for that: WebAssembly in
      one thread is used instead for every number.
    </p>
  );
};
