// Where the server under test is, and what it is started with.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const mcpMemory = process.env.MCP_MEMORY;
assert.ok(mcpMemory, 'MCP_MEMORY must name the binary mcp-memory');

/// A directory that is gone when the test is over.
export function temporaryDirectory(test) {
  const directory = mkdtempSync(join(tmpdir(), 'agent-smith-clients-'));
  test.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/// The environment of a server that keeps its state in `home`. With `agent`, that agent calls, and
/// a team.yaml that lists devbot and infrabot says that it may.
export function environment(home, agent) {
  const variables = { AGENT_SMITH_HOME: home, AGENT_SMITH_PROJECT: 'clients' };
  if (!agent) return variables;
  const team = join(home, 'team.yaml');
  writeFileSync(team, 'version: 1\nagents:\n  - name: devbot\n  - name: infrabot\n');
  return { ...variables, AGENT_NAME: agent, AGENT_SMITH_TEAM: team };
}

/// The text of a tool's reply.
export function text(reply) {
  return reply.content.map((block) => block.text).join('\n');
}

/// The structured content of a reply that has to be a success.
export function data(reply) {
  assert.ok(!reply.isError, text(reply));
  return reply.structuredContent;
}
