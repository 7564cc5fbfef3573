/** 0.0314 as 8/255, as the paper writes it. */
export function epsilonText(epsilon: number): string {
  const of255 = epsilon * 255;
  const isWhole = Math.abs(of255 - Math.round(of255)) < 1e-6 && Math.round(of255) % 51 !== 0;
  return isWhole ? `${Math.round(of255)}/255` : String(Number(epsilon.toPrecision(4)));
}
