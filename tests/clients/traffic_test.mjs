// Validates the recordings in TRAFFIC_DIR: a file for each connection, in it a line for each line
// of the wire, {"direction":"client"|"server","line":"..."}.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connection } from './schema/connection.mjs';
import { mcpMemory } from './support/server.mjs';

const directory = process.env.TRAFFIC_DIR;
assert.ok(directory, 'TRAFFIC_DIR must name the directory with the recordings');
const { tools } = JSON.parse(execFileSync(mcpMemory, ['--tools']));
const files = readdirSync(directory).filter((name) => name.endsWith('.jsonl')).sort();

test('there are recordings, and in them messages of both directions', () => {
  assert.ok(files.length > 0, `no recordings in ${directory}`);
  const all = files.map((name) => readFileSync(join(directory, name), 'utf8')).join('');
  assert.match(all, /"server"/);
  assert.match(all, /"client"/);
});

for (const name of files) {
  test(name, () => {
    const follow = connection(tools);
    const lines = readFileSync(join(directory, name), 'utf8').split('\n').filter(Boolean);
    for (const { direction, line } of lines.map((text) => JSON.parse(text)))
      assert.deepEqual(follow[direction](line) ?? [], [], line);
  });
}
