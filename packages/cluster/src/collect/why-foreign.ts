/** Why a result is none of a case, whose id and version are given; nothing where it is one. */
export function whyForeign(
  result: { readonly id: string; readonly software: string },
  { id, software }: { readonly id: string; readonly software: string },
): string | undefined {
  if (result.id !== id) return `the result of another case, ${result.id}`;
  if (result.software === software) return undefined;
  return `expected version ${software}, which the campaign is of, got ${result.software}`;
}
