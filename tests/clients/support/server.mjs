// Where the server under test is, and what it is started with.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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

/// What each member of the team shows to a shared server.
export const tokens = {
  devbot: 'the-token-of-devbot-in-these-tests',
  infrabot: 'the-token-of-infrabot-in-these-tests',
};

function writeTeam(home) {
  const file = join(home, 'team.yaml');
  const members = Object.entries(tokens).map(([name, token]) => {
    const hash = createHash('sha256').update(token).digest('hex');
    return `  - name: ${name}\n    token_sha256: ${hash}\n`;
  });
  writeFileSync(file, `version: 1\nagents:\n${members.join('')}`);
  return file;
}

/// The environment of a server that keeps its state in `home`, with a team.yaml that lists devbot
/// and infrabot. Over stdio `agent` calls.
export function environment(home, agent) {
  const variables = {
    AGENT_SMITH_HOME: home,
    AGENT_SMITH_PROJECT: 'clients',
    AGENT_SMITH_TEAM: writeTeam(home),
  };
  return agent ? { ...variables, AGENT_NAME: agent } : variables;
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
