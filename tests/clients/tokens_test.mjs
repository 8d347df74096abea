// Who a shared mcp-memory lets in: whoever has a token of the team, and nobody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds } from './support/clients.mjs';
import { records } from './support/records.mjs';
import { data, temporaryDirectory, tokens } from './support/server.mjs';
import { shareMemory } from './support/shared_server.mjs';

for (const kind of kinds) {
  const title = `${kind.name} without the token of a member is refused, and told why`;
  test(title, { timeout: 30_000 }, async (t) => {
    const url = await shareMemory(t, temporaryDirectory(t));
    await assert.rejects(kind.byHttp(url), /401|token/i);
    await assert.rejects(kind.byHttp(url, 'nobodys'), /401|token/i);
    await assert.rejects(kind.byHttp(url, `${tokens.devbot}x`), /401|token/i);
  });

  test(`${kind.name} cannot be somebody else`, { timeout: 30_000 }, async (t) => {
    const { client } = await kind.byHttp(await shareMemory(t, temporaryDirectory(t)), tokens.infrabot);
    t.after(() => client.close());
    const write = (args) => client.callTool({ name: 'write_record', arguments: args });
    assert.equal(data(await write(records.decision)).agent, 'infrabot');
    const forged = await write({ ...records.pattern, agent: 'devbot' });
    assert.equal(forged.isError, true);
  });
}

test('a refusal is a 401 with a challenge, and says what to do', async (t) => {
  const url = await shareMemory(t, temporaryDirectory(t));
  const knock = (headers) => fetch(url, { method: 'POST', headers, body: '{}' });
  for (const headers of [{}, { Authorization: 'Bearer nobodys' }]) {
    const reply = await knock(headers);
    assert.equal(reply.status, 401);
    assert.match(reply.headers.get('www-authenticate'), /^Bearer/);
    const { error } = await reply.json();
    assert.match(error.message, /token/);
  }
});
