// Two agents, each with a client and a server process of its own, on one AGENT_SMITH_HOME.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds } from './support/clients.mjs';
import { records } from './support/records.mjs';
import { data, environment, temporaryDirectory } from './support/server.mjs';

async function member(t, kind, home, agent) {
  const { client } = await kind.connect(environment(home, agent));
  t.after(() => client.close());
  return async (name, args) => data(await client.callTool({ name, arguments: args }));
}

for (const [one, other] of [[kinds[0], kinds[3]], [kinds[3], kinds[0]]]) {
  const title = `what ${one.name} writes, ${other.name} finds under the right author, and back`;
  test(title, { timeout: 30_000 }, async (t) => {
    const home = temporaryDirectory(t);
    const devbot = await member(t, one, home, 'devbot');
    const infrabot = await member(t, other, home, 'infrabot');

    const decision = await devbot('write_record', records.decision);
    const incident = await infrabot('write_record', records.incident);

    const seen = await infrabot('find_records', { query: 'PostgreSQL orders' });
    assert.deepEqual([seen.records[0].id, seen.records[0].agent], [decision.id, 'devbot']);
    const back = await devbot('find_records', { query: 'FATAL: sorry, too many clients already' });
    assert.deepEqual([back.records[0].id, back.records[0].agent], [incident.id, 'infrabot']);
  });
}

test('agents that write at the same time lose nothing', { timeout: 60_000 }, async (t) => {
  const home = temporaryDirectory(t);
  const agents = ['devbot', 'infrabot', 'devbot', 'infrabot'];
  const members = await Promise.all(agents.map((name, n) => member(t, kinds[n], home, name)));
  const writes = members.flatMap((call, n) =>
    Array.from({ length: 10 }, (_, k) =>
      call('write_record', { ...records.pattern, title: `Pattern ${k} of member ${n}` })));
  await Promise.all(writes);
  const { records: all } = await members[0]('read_records', { limit: 100, budget_tokens: 8000 });
  assert.equal(all.length, 40);
  assert.equal(all.filter((record) => record.agent === 'devbot').length, 20);
});
