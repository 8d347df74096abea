// Every line that mcp-memory sends, in each revision, is valid by the official schema of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connection } from './schema/connection.mjs';
import { modern, revisions } from './schema/official.mjs';
import { openSession } from './support/raw_session.mjs';
import { records } from './support/records.mjs';
import { environment, mcpMemory, temporaryDirectory } from './support/server.mjs';

const metadata = (version) => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientCapabilities': {},
});

function conversation(t, revision) {
  const home = temporaryDirectory(t);
  const session = openSession(mcpMemory, environment(home, 'devbot'), home);
  let lastId = -1; // the first id is 0
  function send(method, params, id) {
    const withMeta = revision === modern ? { _meta: metadata(modern), ...params } : params;
    session.send(JSON.stringify({ jsonrpc: '2.0', id, method, params: withMeta }));
    return session.answer(id);
  }
  return {
    ...session,
    ask: (method, params = {}, id = ++lastId) => send(method, params, id),
    tool: (name, args = {}) => send('tools/call', { name, arguments: args }, ++lastId),
  };
}

function shakeHands({ ask, send }, revision) {
  if (revision === modern) return ask('server/discover');
  const answer = ask('initialize', {
    protocolVersion: revision,
    capabilities: {},
    clientInfo: { name: 'agent-smith-tests', version: '1' },
  });
  send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  return answer;
}

async function work({ ask, tool }) {
  await ask('tools/list');
  const ids = {};
  for (const [type, record] of Object.entries(records)) {
    const stored = await tool('write_record', record);
    const id = (ids[type] = stored.result.structuredContent.id);
    await tool('get_record', { id });
    await tool('find_records', { query: record.title });
  }
  await tool('read_records', { limit: 2 });
  await tool('brief');
  await tool('update_record', { id: ids.incident, expected_revision: 1, set: { tags: ['db'] } });
  await tool('supersede_record',
    { id: ids.pattern, reason: 'Grew.', record: { ...records.pattern, title: 'Another way' } });
  await tool('link_records', { from: ids.runbook, relation: 'resolves', to: ids.incident });
  await tool('confirm_record', { id: ids.runbook, outcome: 'failed', evidence: 'Step 1.' });
  await tool('record_history', { id: ids.incident });
  await tool('changes_since', { own: true });
  await tool('memory_status');
}

async function offers({ ask }) {
  await ask('resources/list');
  await ask('resources/templates/list');
  await ask('resources/read', { uri: 'memory://brief' });
  await ask('prompts/list');
  await ask('prompts/get', { name: 'record_a_decision', arguments: { topic: 'orders' } });
  const ref = { type: 'ref/resource', uri: 'memory://{type}/{id}' };
  await ask('completion/complete', { ref, argument: { name: 'id', value: '' } });
}

async function mistakes({ ask, tool, send, answer }) {
  const wrong = await tool('write_record', { type: 'decision', colour: 'red' });
  assert.equal(wrong.result.isError, true);
  assert.equal((await tool('no_such_tool')).error.code, -32602);
  assert.equal((await ask('tools/call', { name: 7 }, 'an id of text')).error.code, -32602);
  assert.equal((await ask('no/such/method')).error.code, -32601);
  assert.equal((await ask('resources/subscribe', { uri: 'memory://brief' })).error.code, -32601);
  const strange = await ask('ping', { _meta: metadata('1999-01-01') });
  assert.equal(strange.error.code, -32022);
  for (const line of ['{"jsonrpc":', '[]', 'null', '{"jsonrpc":"2.0","id":null,"method":"ping"}']) {
    send(line);
    assert.ok((await answer(undefined)).error, line);
  }
  send('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}');
  send('{"jsonrpc":"2.0","method":"notifications/never_heard_of"}');
}

// What one era answers and the other refuses.
async function differences({ ask }, revision) {
  assert.equal((await ask('ping')).error?.code, revision === modern ? -32601 : undefined);
  const unnamed = await ask('tools/list', { _meta: {} });
  assert.equal(unnamed.error?.code, revision === modern ? -32602 : undefined);
}

for (const revision of revisions) {
  test(`mcp-memory keeps to the schema of ${revision}`, { timeout: 30_000 }, async (t) => {
    const talk = conversation(t, revision);
    await shakeHands(talk, revision);
    await work(talk);
    await offers(talk);
    await mistakes(talk);
    await differences(talk, revision);
    assert.equal(await talk.close(), 0);

    const follow = connection();
    for (const { direction, line } of talk.traffic)
      assert.deepEqual(follow[direction](line) ?? [], [], line);
    assert.equal(follow.seen.get(`${revision} CallToolResult`), 22);
    assert.equal(follow.seen.get(`${revision} ListToolsResult`), revision === modern ? 1 : 2);
  });
}
