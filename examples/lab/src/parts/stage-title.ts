const titles: { readonly [name: string]: string } = {
  clean: 'the image itself',
  ibp: 'IBP',
  crown: 'CROWN',
  'alpha-crown': 'α-CROWN',
  pgd: 'PGD',
  'branch-and-bound': 'branch and bound',
  'clip-and-verify': 'branch and bound, clipped',
  mip: 'MIP',
};

/** A stage of the cascade as it is read. */
export const stageTitle = (name: string): string => titles[name] ?? name;
