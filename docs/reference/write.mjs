import { PageEvent } from 'typedoc';
import { convert } from './convert.mjs';
import { undocumented } from './undocumented.mjs';

/** How pages look; the theme of typedoc-plugin-markdown. */
const appearance = {
  plugin: ['typedoc-plugin-markdown'],
  name: 'Reference',
  router: 'member',
  entryFileName: 'index',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  pageTitleTemplates: { module: '{name}', member: '{name}' },
  useCodeBlocks: true,
  indexFormat: 'table',
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideSources: true, hideModifiers: true, hideDefaults: true },
};

/**
 * Writes a page for every exported name into `folder`.
 *
 * @returns the modules, `{ name, url, groups: [{ title, names: [{ name, url }] }] }`, each url a path in `folder`.
 * @throws where a name has no docstring, or a docstring links to a name that there is not.
 */
export async function writeReference(folder) {
  const outputs = [{ name: 'markdown', path: folder }];
  const validation = { invalidLink: true, notExported: false, notDocumented: false };
  const { app, project, modules } = await convert({ ...appearance, outputs, validation });
  const wrong = [...undocumented(modules), ...brokenLinks(app, project)];
  if (wrong.length > 0) throw new Error(`the docstrings do not hold:\n${wrong.join('\n')}`);
  const urls = new Map();
  app.renderer.on(PageEvent.BEGIN, ({ model, url }) => void urls.set(model, url));
  await app.generateOutputs(project);
  const namesOf = ({ children }) =>
    children.filter((child) => urls.has(child)).map((child) => ({ name: child.name, url: urls.get(child) }));
  return modules.map((module) => ({
    name: module.name,
    url: urls.get(module),
    groups: (module.groups ?? []).map((group) => ({ title: group.title, names: namesOf(group) })),
  }));
}

/** What typedoc says of `{@link}`s that lead nowhere. */
function brokenLinks(app, project) {
  const said = [];
  app.logger.validationWarning = (text) => void said.push(text);
  app.validate(project);
  return said;
}
