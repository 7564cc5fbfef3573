const urlOf = (page) => `/api/${page.replace(/(index)?\.md$/, '')}`;
const toModule = ({ name }) => ({ text: name, link: `/api/${name}/` });

/** The packages, and under each what is imported of it. */
export const ofPackages = (packages, modules) => [
  {
    text: 'Packages',
    items: packages.map(({ folder, name }) => ({ text: name, link: `/packages/${folder}` })),
  },
  { text: 'Reference', collapsed: true, items: modules.map(toModule) },
];

/** All modules. */
export const ofReference = (modules) => [{ text: 'Reference', link: '/api/', items: modules.map(toModule) }];

/** The names of one module, by kind. */
export const ofModule = (module) => [
  { text: 'All of the reference', link: '/api/' },
  {
    text: module.name,
    link: `/api/${module.name}/`,
    items: module.groups
      .filter(({ names }) => names.length > 0)
      .map(({ title, names }) => ({
        text: title,
        collapsed: names.length > 40,
        items: names.map(({ name, url }) => ({ text: name, link: urlOf(url) })),
      })),
  },
];
