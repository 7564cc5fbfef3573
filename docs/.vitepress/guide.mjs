/** The pages of the guide, in the order in which they are read. */
export const guide = [
  {
    text: 'Begin',
    items: [
      { text: 'A first certificate', link: '/guide/first-certificate' },
      { text: 'The lab', link: '/guide/lab' },
      { text: 'Your own model', link: '/guide/your-model' },
      { text: 'From PyTorch', link: '/guide/from-pytorch' },
      { text: 'Your own data', link: '/guide/your-data' },
      { text: 'Training', link: '/guide/training' },
      { text: 'On a GPU', link: '/guide/gpu' },
    ],
  },
  {
    text: 'Prove',
    items: [
      { text: 'What a proof promises', link: '/guide/proofs' },
      { text: 'Real numbers, and the program that runs', link: '/guide/arithmetic' },
      { text: 'The format of certificates', link: '/guide/certificate-format' },
      { text: 'Proofs of other tools', link: '/guide/other-proofs' },
      { text: 'Choosing a bound', link: '/guide/choosing-a-bound' },
      { text: 'Networks and properties as files', link: '/guide/benchmarks' },
    ],
  },
  {
    text: 'Look up',
    items: [
      { text: 'The command line', link: '/guide/command-line' },
      { text: 'Campaigns on many machines', link: '/guide/campaigns' },
      { text: 'Glossary', link: '/guide/glossary' },
      { text: 'Figures', link: '/figures' },
    ],
  },
];
