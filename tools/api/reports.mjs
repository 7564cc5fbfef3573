import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { writeDeclarations } from './declarations.mjs';
import { publicEntries } from './entries.mjs';

/** Where declarations lie while they are read: below the root, from where the packages that they import are found. */
const scratch = join('.turbo', 'api');
const silent = { default: { logLevel: 'none' } };

/** How API Extractor is told of an entry. Packages of the family are left as what they are imported from. */
function configOf(root, { directory, source }, files, reports) {
  const folder = join(root, scratch, directory);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarationsOf(root, source),
      newlineKind: 'lf',
      compiler: {
        skipLibCheck: true,
        overrideTsconfig: {
          extends: join(root, 'tsconfig.base.json'),
          compilerOptions: { customConditions: [], paths: { '@ibp/*': ['./elsewhere/*'] } },
          files,
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFolder: reports,
        reportTempFolder: reports,
        reportFileName: 'report',
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: silent,
        compilerMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}

const declarationsOf = (root, source) => join(root, scratch, source.replace(/\.ts$/, '.d.ts'));

/** What the report says, without its headings. */
const contentOf = (report) => /^```ts\n([\s\S]*?)^```/m.exec(report)[1].trim();

/**
 * The names that each package exports, with their types and those that they mention: by folder, the text of its `api.md`.
 *
 * @param root the folder of the repository.
 */
export function apiReports(root) {
  const entries = publicEntries(root);
  writeDeclarations(
    root,
    entries.map(({ source }) => source),
    join(root, scratch),
  );
  const files = entries.map(({ source }) => declarationsOf(root, source));
  const reports = mkdtempSync(join(tmpdir(), 'ibp-api-'));
  const texts = new Map();
  try {
    let compilerState;
    for (const { directory, specifier, source } of entries) {
      copyFileSync(join(root, directory, 'package.json'), join(root, scratch, directory, 'package.json'));
      const config = configOf(root, { directory, source }, files, reports);
      compilerState ??= CompilerState.create(config, { additionalEntryPoints: files });
      Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => {
          message.handled = true;
        },
      });
      const content = contentOf(readFileSync(config.reportFilePath, 'utf8'));
      const section = `## \`${specifier}\`\n\n\`\`\`ts\n${content}\n\`\`\`\n`;
      texts.set(directory, `${texts.get(directory) ?? heading}\n${section}`);
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
    rmSync(join(root, scratch), { recursive: true, force: true });
  }
  return texts;
}

const heading = `# What this package exports

Written by \`npm run api\`, from the sources: a change of a public name or type is seen here in review.
`;
