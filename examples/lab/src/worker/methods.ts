/** How bounds can be found, cheapest and loosest first. */
export const methodNames = ['ibp', 'crown', 'alpha-crown'] as const;
export type MethodName = (typeof methodNames)[number];
