/** What the pages share: they say what holds, and end with the first thing that does not. */
export function check(ok, what) {
  if (!ok) throw new Error(`expected: ${what}`);
  console.log(`ok: ${what}`);
}

/** Tells check.mjs how it ended. */
export function report(main) {
  main.then(
    () => {
      globalThis.outcome = 'done';
    },
    (error) => {
      globalThis.outcome = error.stack;
    },
  );
}
