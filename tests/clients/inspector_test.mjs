// The inspector's command line lists and calls the tools of mcp-memory, over stdio and over HTTP.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { records } from './support/records.mjs';
import { data, environment, mcpMemory, temporaryDirectory, tokens } from './support/server.mjs';
import { shareMemory } from './support/shared_server.mjs';

const inspector = fileURLToPath(new URL('node_modules/.bin/mcp-inspector-cli', import.meta.url));

// The inspector looks for ../package.json from where it is started.
const cwd = fileURLToPath(
  new URL('node_modules/@modelcontextprotocol/inspector-cli/build', import.meta.url));

/// Resolves with inspect(...args), which runs it as infrabot.
const ways = {
  stdio: async (home) => (...args) => inspect(home, [mcpMemory], args),
  async HTTP(home, t) {
    const url = await shareMemory(t, home);
    const header = `Authorization: Bearer ${tokens.infrabot}`;
    return (...args) => inspect(home, [url, '--transport', 'http', '--header', header], args);
  },
};

async function inspect(home, server, args) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [inspector, '--cli', ...server, '--method', ...args],
    { cwd, env: { ...process.env, ...environment(home, 'infrabot') }, timeout: 30_000 });
  return JSON.parse(stdout);
}

function call(run, tool, args) {
  const pairs = Object.entries(args).map(([name, value]) =>
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return run('tools/call', '--tool-name', tool, '--tool-arg', ...pairs);
}

for (const [name, open] of Object.entries(ways)) {
  test(`the inspector lists the tools over ${name}`, async (t) => {
    const run = await open(temporaryDirectory(t), t);
    const { tools } = await run('tools/list');
    assert.equal(tools.length, 12);
    for (const tool of tools) assert.equal(tool.inputSchema.type, 'object');
  });

  test(`the inspector calls tools with arguments over ${name}`, async (t) => {
    const run = await open(temporaryDirectory(t), t);
    const stored = data(await call(run, 'write_record', records.runbook));
    assert.equal(stored.agent, 'infrabot');
    const found = data(await call(run, 'find_records', { query: 'DiskAlmostFull', limit: 3 }));
    assert.equal(found.records[0].id, stored.id);
  });
}
