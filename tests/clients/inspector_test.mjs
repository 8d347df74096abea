// The inspector's command line lists and calls the tools of mcp-memory.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { records } from './support/records.mjs';
import { data, environment, mcpMemory, temporaryDirectory } from './support/server.mjs';

const inspector = fileURLToPath(new URL('node_modules/.bin/mcp-inspector-cli', import.meta.url));

async function inspect(home, ...args) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [inspector, '--cli', mcpMemory, '--method', ...args],
    { cwd: home, env: { ...process.env, ...environment(home, 'infrabot') }, timeout: 30_000 });
  return JSON.parse(stdout);
}

function call(home, tool, args) {
  const pairs = Object.entries(args).map(([name, value]) =>
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return inspect(home, 'tools/call', '--tool-name', tool, '--tool-arg', ...pairs);
}

test('the inspector lists the tools', async (t) => {
  const { tools } = await inspect(temporaryDirectory(t), 'tools/list');
  assert.equal(tools.length, 5);
  for (const tool of tools) assert.equal(tool.inputSchema.type, 'object');
});

test('the inspector calls tools with arguments', async (t) => {
  const home = temporaryDirectory(t);
  const stored = data(await call(home, 'write_record', records.runbook));
  assert.equal(stored.agent, 'infrabot');
  const found = data(await call(home, 'find_records', { query: 'DiskAlmostFull', limit: 3 }));
  assert.equal(found.records[0].id, stored.id);
});
