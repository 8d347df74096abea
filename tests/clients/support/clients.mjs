// The official clients, each as { name, version, connect(environment) -> { client, transport } }.
// `version` is the protocol revision that it has to agree on with our server.
import { Client as Client2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { mcpMemory } from './server.mjs';

const identity = { name: 'agent-smith-tests', version: '1' };

async function connect(Client, Stdio, options, env) {
  const client = new Client(identity, options);
  client.onerror = (error) => {
    throw error;
  };
  const cwd = env.AGENT_SMITH_HOME;
  const transport = new Stdio({ command: mcpMemory, env, cwd, stderr: 'inherit' });
  await client.connect(transport);
  return { client, transport };
}

function kind(name, version, Client, Stdio, mode) {
  const options = mode && { versionNegotiation: { mode } };
  return { name, version, connect: (env) => connect(Client, Stdio, options, env) };
}

export const kinds = [
  kind('client 1.x', '2025-11-25', Client1, Stdio1),
  kind('client 2.x, legacy', '2025-11-25', Client2, Stdio2, 'legacy'),
  kind('client 2.x, auto', '2026-07-28', Client2, Stdio2, 'auto'),
  kind('client 2.x, modern', '2026-07-28', Client2, Stdio2, { pin: '2026-07-28' }),
];
