/**
 * Puts what `ibp certify` found into a comment of the pull request that a job of GitHub is about: a table of what is proved, and of what came
 * out better or worse than in the baseline. One comment for each name, which later runs write over. `node comment.mjs REPORT NAME`.
 */
import { readFileSync } from 'node:fs';

const [report, name] = process.argv.slice(2);
const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_EVENT_PATH, GITHUB_TOKEN } = process.env;

/** What finds the comment again. */
const mark = `<!-- ibp certify: ${name.replaceAll('-->', '')} -->`;

const some = (indices) => {
  const first = indices.slice(0, 12).join(' ');
  return indices.length > 12 ? `${first} and ${indices.length - 12} more` : first;
};

function text({ epsilon, examples, summary, changes }) {
  const rows = [
    ['verified', `${summary.verified} of ${examples}`, ''],
    ['falsified', summary.falsified, ''],
    ['unknown', summary.unknown, ''],
  ];
  if (changes) {
    const { better, worse, both } = changes;
    rows.push(['better than the baseline', better.length, some(better)]);
    rows.push(['**worse** than the baseline', worse.length, some(worse)]);
    rows.push(['as the baseline', both - better.length - worse.length, '']);
  }
  const table = [
    '| | examples | which |',
    '| --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
  return `${mark}\n### Certified: \`${name.replaceAll('`', '')}\`, epsilon ${epsilon}\n\n${table.join('\n')}\n`;
}

async function call(path, method = 'GET', body) {
  const response = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${response.statusText}`);
  return response.json();
}

/** The comment of an earlier run, if there is one. */
async function earlier(issue) {
  for (let page = 1; ; page++) {
    const comments = await call(`/issues/${issue}/comments?per_page=100&page=${page}`);
    const own = comments.find(({ body }) => body?.startsWith(mark));
    if (own || comments.length < 100) return own;
  }
}

try {
  const issue = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8')).pull_request?.number;
  if (!issue) console.log('no pull request: no comment');
  else {
    const body = text(JSON.parse(readFileSync(report, 'utf8')));
    const own = await earlier(issue);
    if (own) await call(`/issues/comments/${own.id}`, 'PATCH', { body });
    else await call(`/issues/${issue}/comments`, 'POST', { body });
    console.log(own ? 'the comment was written over' : 'a comment was made');
  }
} catch (error) {
  // a pull request from a fork has a token that may not write: what was certified stands all the same
  console.log(`::warning::no comment: ${error.message}`);
}
