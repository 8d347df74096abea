// mcp-memory as a shared server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { environment, mcpMemory } from './server.mjs';

/// Starts one that keeps its state in `home`, and resolves with its URL. It is stopped when the
/// test is over, and must end well then.
export async function shareMemory(test, home) {
  const child = spawn(mcpMemory, ['serve', '--http', '127.0.0.1:0'], {
    cwd: home,
    env: { PATH: process.env.PATH, ...environment(home) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  test.after(async () => {
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], said);
  });

  let said = '';
  child.stderr.setEncoding('utf8');
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    const listens = /listening on (http:\S+) .*\n/.exec(said);
    if (!listens) continue;
    child.stderr.on('data', (more) => (said += more));
    return listens[1];
  }
  throw new Error(`mcp-memory does not serve: ${said}`);
}
