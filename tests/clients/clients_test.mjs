// Every official client does the daily work of an agent with mcp-memory. The clients themselves
// check structuredContent against the outputSchema of the tool.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { kinds } from './support/clients.mjs';
import { records } from './support/records.mjs';
import { data, temporaryDirectory, text } from './support/server.mjs';
import { http, stdio, ways } from './support/ways.mjs';

const modern = '2026-07-28';
const toolNames = [
  'brief', 'find_records', 'read_records', 'get_record', 'record_history', 'changes_since',
  'write_record', 'update_record', 'supersede_record', 'link_records', 'confirm_record',
  'memory_status',
];

const everyWay = kinds.flatMap((kind) => ways.map((way) => [kind, way]));

for (const [kind, way] of everyWay) {
  describe(`${kind.name} over ${way.name}`, { timeout: 60_000 }, () => {
    async function connected(t) {
      const connect = await way.open(t, temporaryDirectory(t));
      const made = await connect(kind, 'devbot');
      t.after(() => made.client.close());
      await made.client.listTools(); // from now on the client knows the output schemas
      const call = (name, args = {}) => made.client.callTool({ name, arguments: args });
      return { ...made, call };
    }

    test('agrees on a revision, learns who serves and lists the tools', async (t) => {
      const { client } = await connected(t);
      const version = client.getNegotiatedProtocolVersion?.(); // 1.x does not tell
      assert.equal(version ?? kind.version, kind.version);
      assert.equal(client.getServerVersion().name, 'mcp-memory');
      assert.match(client.getInstructions(), /^Shared memory/);
      const { tools } = await client.listTools();
      assert.deepEqual(tools.map((tool) => tool.name), toolNames);
    });

    test('writes a record of each type, finds it and reads it back', async (t) => {
      const { call } = await connected(t);
      for (const record of Object.values(records)) {
        const stored = data(await call('write_record', record));
        assert.equal(stored.created, true);
        assert.equal(stored.agent, 'devbot');

        const found = data(await call('find_records', { query: record.title }));
        assert.equal(found.records[0].id, stored.id);

        const read = data(await call('get_record', { id: stored.id }));
        for (const [field, value] of Object.entries(record))
          assert.deepEqual(read[field], value, field);
      }
      const again = data(await call('write_record', records.decision));
      assert.equal(again.created, false);

      const listed = data(await call('read_records'));
      const types = listed.records.map((record) => record.type).reverse();
      assert.deepEqual(types, Object.keys(records));
      const brief = await call('brief');
      assert.ok(data(brief).digest.includes(records.incident.title));
      assert.ok(text(brief).includes(records.incident.title));
    });

    test('follows a record through its life', async (t) => {
      const { call } = await connected(t);
      const done = async (name, args) => data(await call(name, args));
      const { id: decision } = await done('write_record', records.decision);
      const { id: runbook } = await done('write_record', records.runbook);

      const updated = await done('update_record', {
        id: decision, expected_revision: 1, set: { tags: ['storage'], status: 'proposed' },
      });
      assert.equal(updated.revision, 2);
      const first = await done('get_record', { id: decision, revision: 1 });
      assert.equal(first.status, 'accepted');

      const record = { ...records.decision, title: 'Orders are stored in two regions' };
      const newer = await done('supersede_record', { id: decision, reason: 'Load grew.', record });
      assert.equal(newer.created, true);
      const linked = await done('link_records', { from: runbook, relation: 'implements', to: newer.id });
      assert.equal(linked.changed, true);
      const trust = await done('confirm_record', { id: runbook, outcome: 'worked', evidence: 'Ran it.' });
      assert.equal(trust.counts, false); // the author's own word

      const history = await done('record_history', { id: decision });
      assert.deepEqual(history.changes.map((c) => c.change), ['written', 'updated', 'superseded']);
      assert.equal(history.superseded_by, newer.id);
      const { changes, position } = await done('changes_since', { own: true });
      assert.equal(changes.length, 7);
      assert.equal((await done('changes_since', { own: true, ack: position })).changes.length, 0);
      const status = await done('memory_status');
      assert.equal(status.superseded, 1);
    });

    test('reads the digest and a record as resources, and is given prompts', async (t) => {
      const { call, client } = await connected(t);
      const { id } = data(await call('write_record', records.incident));
      const [{ uri }] = (await client.listResources()).resources;
      const brief = await client.readResource({ uri });
      assert.ok(brief.contents[0].text.includes(records.incident.title));
      const [{ uriTemplate }] = (await client.listResourceTemplates()).resourceTemplates;
      const ref = { type: 'ref/resource', uri: uriTemplate };
      const { completion } = await client.complete({ ref, argument: { name: 'id', value: '' } });
      assert.deepEqual(completion.values, [id]);
      const record = await client.readResource({ uri: `memory://incident/${id}` });
      assert.equal(JSON.parse(record.contents[0].text).id, id);
      const { prompts } = await client.listPrompts();
      assert.equal(prompts.length, 2);
      const review = await client.getPrompt({ name: 'review_an_incident', arguments: { id } });
      assert.ok(review.messages[0].content.text.includes(id));
    });

    test('is told what is wrong with a call, and goes on', async (t) => {
      const { call } = await connected(t);
      const wrong = await call('write_record', { type: 'decision', title: 7, colour: 'red' });
      assert.equal(wrong.isError, true);
      assert.match(text(wrong), /colour/);
      const missing = await call('get_record', { id: 'no-such-record' });
      assert.equal(missing.isError, true);
      await assert.rejects(call('no_such_tool'), { code: -32602, message: /no_such_tool/ });
      assert.equal(data(await call('read_records')).records.length, 0);
    });

    test('has many calls in flight at once', async (t) => {
      const { call } = await connected(t);
      const titles = Array.from({ length: 20 }, (_, n) => `Decision number ${n}`);
      const stored = await Promise.all(
        titles.map((title) => call('write_record', { ...records.decision, title })));
      assert.equal(new Set(stored.map((reply) => data(reply).id)).size, titles.length);
    });

    test('pings where ping exists', async (t) => {
      const { client } = await connected(t);
      if (kind.version === modern) await client.discover();
      else await client.ping();
    });

    test('closes, and the server ends by itself', { skip: way !== stdio }, async (t) => {
      const { client, transport } = await connected(t);
      const child = transport._process; // private, but nothing else tells an exit from a kill
      await client.close();
      assert.deepEqual([child.exitCode, child.signalCode], [0, null]);
    });

    test('has a session if it is a legacy client, and ends it', { skip: way !== http }, async (t) => {
      const { client, transport } = await connected(t);
      assert.equal(transport.sessionId !== undefined, kind.version !== modern);
      await transport.terminateSession();
      assert.equal(transport.sessionId, undefined);
      await client.close();
    });
  });
}
