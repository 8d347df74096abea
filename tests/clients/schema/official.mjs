// The official JSON schemas of the protocol revisions, taken out of the bundle of the conformance
// suite, the only package that carries all of them. In there each is an object literal.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const bundle = '../node_modules/@modelcontextprotocol/conformance/dist/index.js';

export const modern = '2026-07-28';
export const revisions = [modern, '2025-11-25', '2025-06-18'];

const definitionsOf = (schema) => schema.$defs ?? schema.definitions;

// By the newest definition that it has.
function revisionOf(schema) {
  const has = (name) => name in definitionsOf(schema);
  if (has('DiscoverResult')) return modern;
  if (has('CreateTaskResult')) return '2025-11-25';
  if (has('ResourceLink')) return '2025-06-18';
  return 'older';
}

/// The source of the object literal that begins at `start`.
function literalAt(source, start) {
  let depth = 0;
  let quote = '';
  for (let i = start; i < source.length; ++i) {
    const c = source[i];
    if (c === '\\') ++i;
    else if (quote) quote = c === quote ? '' : quote;
    else if ('`\'"'.includes(c)) quote = c;
    else if (c === '{') ++depth;
    else if (c === '}' && --depth === 0) return source.slice(start, i + 1);
  }
  throw new Error('the bundle of the conformance suite ends within a schema');
}

function schemasInBundle() {
  const source = readFileSync(new URL(bundle, import.meta.url), 'utf8');
  const starts = [...source.matchAll(/=\{\$schema:[`'"][^`'"]*[`'"],(?:definitions|\$defs):\{/g)];
  return starts.map((match) => {
    const literal = runInNewContext(`(${literalAt(source, match.index + 1)})`);
    return JSON.parse(JSON.stringify(literal)); // arrays and objects of this realm
  });
}

function compile(revision, schemas) {
  const matching = schemas.filter((schema) => revisionOf(schema) === revision);
  const found = `${matching.length} schemas in ${bundle} look like ${revision}`;
  assert.equal(matching.length, 1, `${found}; adapt schema/official.mjs`);
  const [schema] = matching;
  const ajv = formats(new (schema.$defs ? Ajv2020 : Ajv)({ strict: false, allErrors: true }));
  ajv.addSchema(schema, 'mcp');
  const path = schema.$defs ? '$defs' : 'definitions';
  return (name) => {
    const validate = ajv.getSchema(`mcp#/${path}/${name}`);
    assert.ok(validate, `${revision} has no definition ${name}`);
    return validate;
  };
}

const bundled = schemasInBundle();
const loaded = new Map(revisions.map((revision) => [revision, compile(revision, bundled)]));

/// What is wrong with `value` as a `name` of that revision, one line each; empty if nothing is.
export function problemsOf(revision, name, value) {
  const problems = explain(loaded.get(revision)(name), value);
  return problems.map((problem) => `${revision} ${name}: ${problem}`);
}

/// The same for any compiled schema.
export function explain(validate, value) {
  if (validate(value)) return [];
  return validate.errors.map((error) => `${error.instancePath || '/'} ${error.message}`);
}

/// Compiles a schema of a tool; throws if it is none of JSON Schema 2020-12.
export function compileToolSchema(schema) {
  return formats(new Ajv2020({ strict: false, allErrors: true })).compile(schema);
}
