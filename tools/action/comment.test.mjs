import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = join(dirname(fileURLToPath(import.meta.url)), 'comment.mjs');
const folder = mkdtempSync(join(tmpdir(), 'ibp-comment-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, value) => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return join(folder, name);
};
const report = {
  ...{ epsilon: 0.1, examples: 100, summary: { verified: 97, falsified: 2, unknown: 1 } },
  changes: { better: [3], worse: Array.from({ length: 14 }, (_, k) => 10 + k), both: 99 },
};

let server;
afterEach(() => server?.close());

/** Runs the script with a server of comments at the address of GitHub's API. */
async function run({ comments = [], status = 200, event = { pull_request: { number: 7 } }, given = report }) {
  const calls = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { method, url, headers } = request;
    calls.push({ method, url, token: headers.authorization, ...(body && JSON.parse(body)) });
    const page = Number(new URL(url, 'http://localhost').searchParams.get('page') ?? 1);
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(method === 'GET' ? comments.slice(100 * (page - 1), 100 * page) : {}));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    ...process.env,
    GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
    GITHUB_REPOSITORY: 'someone/net',
    GITHUB_EVENT_PATH: file('event.json', event),
    GITHUB_TOKEN: 'secret',
  };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, file('report.json', given), 'net.onnx'],
    { env },
  );
  return { calls, stdout };
}

it('comments with a table of what is proved, and what came out better or worse', async () => {
  const { calls, stdout } = await run({});
  assert.deepEqual(
    calls.map(({ method, url, token }) => [method, url, token]),
    [
      ['GET', '/repos/someone/net/issues/7/comments?per_page=100&page=1', 'Bearer secret'],
      ['POST', '/repos/someone/net/issues/7/comments', 'Bearer secret'],
    ],
  );
  const { body } = calls[1];
  assert.match(body, /^<!-- ibp certify: net\.onnx -->\n### Certified: `net\.onnx`, epsilon 0\.1\n/);
  assert.match(body, /\| verified \| 97 of 100 \| {2}\|/);
  assert.match(body, /\| better than the baseline \| 1 \| 3 \|/);
  assert.match(body, /\| \*\*worse\*\* than the baseline \| 14 \| 10 11 .* 21 and 2 more \|/);
  assert.match(body, /\| as the baseline \| 84 \| {2}\|/);
  assert.equal(stdout, 'a comment was made\n');
});

it('writes over its own comment, on whatever page it is, and no other', async () => {
  const others = Array.from({ length: 120 }, (_, id) => ({ id, body: id === 5 ? null : 'fine' }));
  const own = { id: 300, body: '<!-- ibp certify: net.onnx -->\nold' };
  const { calls } = await run({
    comments: [...others, { id: 299, body: '<!-- ibp certify: other -->' }, own],
  });
  const { method, url } = calls.at(-1);
  assert.deepEqual([method, url], ['PATCH', '/repos/someone/net/issues/comments/300']);
});

it('says nothing of a baseline that there is none of', async () => {
  const { changes: _, ...given } = report;
  const { calls } = await run({ given });
  assert.doesNotMatch(calls[1].body, /baseline/);
});

it('is silent without a pull request, and only warns where it may not write', async () => {
  const none = await run({ event: {} });
  assert.deepEqual([none.calls.length, none.stdout], [0, 'no pull request: no comment\n']);
  server.close();
  const refused = await run({ status: 403 });
  assert.match(refused.stdout, /^::warning::no comment: GET .*: 403/);
});
