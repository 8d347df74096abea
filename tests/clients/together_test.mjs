// Two agents, each with a client of its own, on one AGENT_SMITH_HOME: with a server process each, with
// one shared server, and with one of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds } from './support/clients.mjs';
import { records } from './support/records.mjs';
import { data, temporaryDirectory } from './support/server.mjs';
import { http, stdio } from './support/ways.mjs';

async function member(t, connect, kind, agent) {
  const { client } = await connect(kind, agent);
  t.after(() => client.close());
  return async (name, args) => data(await client.callTool({ name, arguments: args }));
}

const pairs = [[kinds[0], kinds[3]], [kinds[3], kinds[0]]];
const routes = [[stdio, stdio], [http, http], [stdio, http]];
const everyPair = routes.flatMap((route) => pairs.map((pair) => [...pair, ...route]));

for (const [one, other, there, back] of everyPair) {
  const title = `what ${one.name} writes over ${there.name}, ${other.name} finds over ${back.name}`;
  test(`${title}, under the right author, and back`, { timeout: 30_000 }, async (t) => {
    const home = temporaryDirectory(t);
    const devbot = await member(t, await there.open(t, home), one, 'devbot');
    const infrabot = await member(t, await back.open(t, home), other, 'infrabot');

    const decision = await devbot('write_record', records.decision);
    const incident = await infrabot('write_record', records.incident);

    const seen = await infrabot('find_records', { query: 'PostgreSQL orders' });
    assert.deepEqual([seen.records[0].id, seen.records[0].agent], [decision.id, 'devbot']);
    const found = await devbot('find_records', { query: 'FATAL: sorry, too many clients already' });
    assert.deepEqual([found.records[0].id, found.records[0].agent], [incident.id, 'infrabot']);
  });
}

for (const way of [stdio, http]) {
  const title = `agents that write at the same time over ${way.name} lose nothing`;
  test(title, { timeout: 60_000 }, async (t) => {
    const connect = await way.open(t, temporaryDirectory(t));
    const agents = ['devbot', 'infrabot', 'devbot', 'infrabot'];
    const members = await Promise.all(
      agents.map((name, n) => member(t, connect, kinds[n], name)));
    const writes = members.flatMap((call, n) =>
      Array.from({ length: 10 }, (_, k) =>
        call('write_record', { ...records.pattern, title: `Pattern ${k} of member ${n}` })));
    await Promise.all(writes);
    const { records: all } = await members[0]('read_records', { limit: 100, budget_tokens: 8000 });
    assert.equal(all.length, 40);
    assert.equal(all.filter((record) => record.agent === 'devbot').length, 20);
  });
}
