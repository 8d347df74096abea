// The floor's opposite: a server of the official TypeScript SDK over HTTP, set up the way that is
// quickest for it: one session for all connections, replies as JSON instead of streams. Its tool
// returns the record in the reply that the file argv[2] holds.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../clients/package.json', import.meta.url));
const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js');
const { StreamableHTTPServerTransport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
const { z } = require('zod');

const record = JSON.parse(readFileSync(process.argv[2], 'utf8')).result.structuredContent;

const server = new McpServer({ name: 'floor', version: '1' });
server.registerTool(
  'get_record',
  { description: 'Read one record', inputSchema: { id: z.string() } },
  async () => ({
    content: [{ type: 'text', text: JSON.stringify(record) }],
    structuredContent: record,
  }),
);
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: randomUUID,
  enableJsonResponse: true,
});
await server.connect(transport);

const http = createServer((request, response) => transport.handleRequest(request, response));
http.listen(0, '127.0.0.1', () => {
  console.error(`listening on http://127.0.0.1:${http.address().port}/mcp`);
});
