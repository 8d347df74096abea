// The validator itself: it accepts what is right and finds what is broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connection } from './schema/connection.mjs';
import { modern } from './schema/official.mjs';

const metadata = {
  'io.modelcontextprotocol/protocolVersion': modern,
  'io.modelcontextprotocol/clientCapabilities': {},
};
const tool = {
  name: 'count',
  inputSchema: { type: 'object' },
  outputSchema: {
    type: 'object',
    properties: { count: { type: 'integer' } },
    required: ['count'],
  },
};
const content = [{ type: 'text', text: 'seven' }];

// Answers as [method, members of the response]; a change to undefined leaves the member out.
const cached = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const goodReply = { resultType: 'complete', content, structuredContent: { count: 7 } };
const reply = (changes) => ['tools/call', { result: { ...goodReply, ...changes } }];
const tools = (list, changes) => ['tools/list', { result: { ...cached, tools: list, ...changes } }];
const error = (code, changes) => ['no/such', { error: { code, message: 'no', ...changes } }];

function message(members) {
  return JSON.stringify({ jsonrpc: '2.0', ...members });
}

/// What the validator says about that answer, on a modern connection that has listed `tool`.
function afterModern([method, response]) {
  const follow = connection();
  const answer = (id, asked, members) => {
    const params = { _meta: metadata, name: 'count' };
    follow.client(message({ id, method: asked, params }));
    return follow.server(message({ id, ...members }));
  };
  assert.deepEqual(answer(1, ...tools([tool])), []);
  return answer(2, method, response);
}

/// The same for the result of a tool call on a connection that began with initialize.
function afterInitialize(version, result) {
  const follow = connection();
  const serverInfo = { name: 'x', version: '1' };
  const handshake = { protocolVersion: version, capabilities: {}, serverInfo };
  follow.client(message({ id: 0, method: 'initialize', params: {} }));
  assert.deepEqual(follow.server(message({ id: 0, result: handshake })), []);
  follow.client(message({ id: 1, method: 'tools/call', params: { name: 'x' } }));
  return follow.server(message({ id: 1, result }));
}

test('the validator accepts valid answers', () => {
  const discovered = { ...cached, supportedVersions: [modern], capabilities: {} };
  const valid = [
    reply({}),
    reply({ isError: true, structuredContent: undefined }),
    ['server/discover', { result: discovered }],
    error(-32601),
    error(-32022, { data: { supported: [modern], requested: '1999-01-01' } }),
  ];
  for (const answer of valid) assert.deepEqual(afterModern(answer), []);
  for (const version of ['2025-06-18', '2025-11-25'])
    assert.deepEqual(afterInitialize(version, { content }), []);
});

const noSchema = { type: 'object', properties: { a: { type: 'txt' } } };
const broken = [
  ['no resultType', reply({ resultType: undefined }), /resultType/],
  ['a resultType that is no text', reply({ resultType: 7 }), /resultType must be string/],
  ['no content', reply({ content: undefined }), /content/],
  ['an unknown kind of content', reply({ content: [{ type: 'film' }] }), /content\/0/],
  ['the wrong structured content', reply({ structuredContent: { count: 'x' } }), /be integer/],
  ['no structured content', reply({ structuredContent: undefined }), /structuredContent/],
  ['no hint for caching', tools([], { ttlMs: undefined }), /ttlMs/],
  ['a tool without inputSchema', tools([{ name: 'x' }]), /inputSchema/],
  ['a schema that is none', tools([{ name: 'x', inputSchema: noSchema }]), /x\.inputSchema/],
  ['an error without a message', error(-32601, { message: undefined }), /message/],
  ['an error whose code is text', error('-32601'), /code must be integer/],
  ['a refused version without the supported ones', error(-32022), /data/],
  ['an error code of the legacy era', error(-32002), /legacy/],
  ['a result for an unknown method', ['no/such', { result: cached }], /unknown method/],
];

for (const [name, answer, expected] of broken)
  test(`the validator finds ${name}`, () => assert.match(afterModern(answer).join('\n'), expected));

test('the validator finds broken answers of the legacy era', () => {
  for (const version of ['2025-06-18', '2025-11-25'])
    assert.match(afterInitialize(version, { content: 'seven' }).join('\n'), /must be array/);
});

test('the validator finds lines that are no answer to anything', () => {
  const { server } = connection();
  const line = (members) => server(message(members)).join('\n');
  assert.match(server('not json').join(), /no JSON object/);
  assert.match(server('[]').join(), /no JSON object/);
  assert.match(line({ id: 9, result: {} }), /nobody sent/);
  assert.match(line({ id: 9, error: { code: 1, message: 'x' } }), /nobody sent/);
  assert.match(line({ id: null, error: { code: -32700, message: 'x' } }), /nobody sent/);
  assert.match(line({ id: 1, method: 'tools/list' }), /sends a request/);
  assert.match(line({ method: 'notifications/gossip' }), /unknown/);
  const unfinished = { method: 'notifications/progress', params: { progressToken: 1 } };
  assert.match(line(unfinished), /'progress'/);
  assert.equal(line({ error: { code: -32700, message: 'x' } }), '');
});

test('the validator knows what a server may ask, and when', () => {
  const roots = message({ id: 'server-1', method: 'roots/list' });
  const follow = connection();
  assert.deepEqual(follow.server(roots), []);
  const params = { message: 'Who are you?' };
  const incomplete = message({ id: 'server-2', method: 'elicitation/create', params });
  assert.match(follow.server(incomplete).join('\n'), /params/);
  follow.client(message({ id: 1, method: 'tools/list', params: { _meta: metadata } }));
  assert.match(follow.server(roots).join(), /sends a request/);
});
