/** The workers that the page has, by what they are for. */
export const roles = ['quick', 'lines', 'background', 'search'] as const;
export type RoleName = (typeof roles)[number];

/** What a worker is to compute on. */
export type Role = {
  /** Whether the GPU was asked for. */
  readonly gpu: boolean;
  /** Whether its numbers must be there at once: intervals alone can wait for theirs. */
  readonly atOnce: boolean;
  /** Whether it may have threads of its own: what takes long. Each module of tfjs starts eight, used or not. */
  readonly threads: boolean;
};

/** The name that a worker is given, by which it finds its role. */
export const nameOf = (role: RoleName, gpu: boolean): string => `${role}${gpu ? ' on webgpu' : ''}`;

export const roleOf = (name: string): Role => ({
  gpu: name.endsWith(' on webgpu'),
  atOnce: !name.startsWith('quick'),
  threads: name.startsWith('background') || name.startsWith('search'),
});
