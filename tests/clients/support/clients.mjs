// The official clients, each as { name, version, byStdio(environment), byHttp(url, token) }, both of
// which resolve with { client, transport }. `version` is the protocol revision that the client has
// to agree on with our server.
import {
  Client as Client2,
  StreamableHTTPClientTransport as Http2,
} from '@modelcontextprotocol/client';
import { StdioClientTransport as Stdio2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as Stdio1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as Http1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { mcpMemory } from './server.mjs';

const identity = { name: 'agent-smith-tests', version: '1' };

async function connect(Client, options, transport) {
  const client = new Client(identity, options);
  client.onerror = (error) => {
    // Client 1.x calls it an error that its own close() ends the stream of a session.
    if (!error.message.includes('AbortError')) throw error;
  };
  await client.connect(transport);
  return { client, transport };
}

function kind(name, version, { Client, Stdio, Http }, mode) {
  const options = mode && { versionNegotiation: { mode } };
  return {
    name,
    version,
    byStdio(env) {
      const cwd = env.AGENT_SMITH_HOME;
      const transport = new Stdio({ command: mcpMemory, env, cwd, stderr: 'inherit' });
      return connect(Client, options, transport);
    },
    byHttp(url, token) {
      const headers = token ? { Authorization: `Bearer ${token}` } : {};
      return connect(Client, options, new Http(new URL(url), { requestInit: { headers } }));
    },
  };
}

const one = { Client: Client1, Stdio: Stdio1, Http: Http1 };
const two = { Client: Client2, Stdio: Stdio2, Http: Http2 };

export const kinds = [
  kind('client 1.x', '2025-11-25', one),
  kind('client 2.x, legacy', '2025-11-25', two, 'legacy'),
  kind('client 2.x, auto', '2026-07-28', two, 'auto'),
  kind('client 2.x, modern', '2026-07-28', two, { pin: '2026-07-28' }),
];
