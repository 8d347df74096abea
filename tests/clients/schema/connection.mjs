// Follows one connection line by line and tells what the server sent against the schemas.
import { compileToolSchema, explain, modern, problemsOf, revisions } from './official.mjs';

const versionKey = 'io.modelcontextprotocol/protocolVersion';
const newestLegacy = '2025-11-25';

const resultOf = {
  initialize: 'InitializeResult',
  ping: 'EmptyResult',
  'logging/setLevel': 'EmptyResult',
  'resources/subscribe': 'EmptyResult',
  'resources/unsubscribe': 'EmptyResult',
  'server/discover': 'DiscoverResult',
  'tools/list': 'ListToolsResult',
  'tools/call': 'CallToolResult',
  'resources/list': 'ListResourcesResult',
  'resources/templates/list': 'ListResourceTemplatesResult',
  'resources/read': 'ReadResourceResult',
  'prompts/list': 'ListPromptsResult',
  'prompts/get': 'GetPromptResult',
  'completion/complete': 'CompleteResult',
  'subscriptions/listen': 'SubscriptionsListenResult',
};

const notificationOf = {
  'notifications/cancelled': 'CancelledNotification',
  'notifications/message': 'LoggingMessageNotification',
  'notifications/progress': 'ProgressNotification',
  'notifications/prompts/list_changed': 'PromptListChangedNotification',
  'notifications/resources/list_changed': 'ResourceListChangedNotification',
  'notifications/resources/updated': 'ResourceUpdatedNotification',
  'notifications/tools/list_changed': 'ToolListChangedNotification',
  'notifications/subscriptions/acknowledged': 'SubscriptionsAcknowledgedNotification',
};

// What a server may ask in the legacy era.
const requestOf = {
  'elicitation/create': 'ElicitRequest',
  'sampling/createMessage': 'CreateMessageRequest',
  'roots/list': 'ListRootsRequest',
  ping: 'PingRequest',
};

const modernErrorOf = {
  [-32020]: 'HeaderMismatchError',
  [-32021]: 'MissingRequiredClientCapabilityError',
  [-32022]: 'UnsupportedProtocolVersionError',
};
const legacyErrorCodes = [-32002, -32042];

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

// What the tools have declared.
function toolDeclarations() {
  const outputs = new Map();
  return {
    add(tool) {
      const problems = [];
      for (const kind of ['inputSchema', 'outputSchema']) {
        if (!tool[kind]) continue;
        try {
          const compiled = compileToolSchema(tool[kind]);
          if (kind === 'outputSchema') outputs.set(tool.name, compiled);
        } catch (error) {
          problems.push(`${tool.name}.${kind}: ${error.message}`);
        }
      }
      return problems;
    },
    problemsOfReply(name, result) {
      const validate = outputs.get(name);
      if (!validate || result.isError || result.resultType === 'input_required') return [];
      const problems = explain(validate, result.structuredContent);
      return problems.map((problem) => `${name} structuredContent: ${problem}`);
    },
  };
}

/// client(line) and server(line) take the lines in the order of the wire; server returns what is
/// wrong. `seen` counts what was validated, by revision and name of the definition. What a
/// tools/list on this connection declares is remembered; `known` are tools declared elsewhere.
export function connection(known = []) {
  const tools = toolDeclarations();
  known.forEach(tools.add);
  const pending = new Map();
  const seen = new Map();
  let agreed;
  let latest = newestLegacy; // notifications name no revision: they follow the last request

  function check(revision, name, value) {
    seen.set(`${revision} ${name}`, (seen.get(`${revision} ${name}`) ?? 0) + 1);
    return problemsOf(revision, name, value);
  }

  function revisionOf(message) {
    const named = message.params?._meta?.[versionKey];
    if (named !== undefined || message.method === 'server/discover') return modern;
    return agreed ?? newestLegacy;
  }

  function agree({ protocolVersion } = {}) {
    if (revisions.includes(protocolVersion)) agreed = protocolVersion;
    return agreed ?? newestLegacy;
  }

  function client(line) {
    const message = parse(line);
    if (!['string', 'number'].includes(typeof message?.id)) return;
    if ('result' in message || 'error' in message) return; // an answer
    const id = JSON.stringify(message.id);
    latest = revisionOf(message);
    pending.set(id, [...(pending.get(id) ?? []), { message, revision: latest }]);
  }

  // An id used twice: the second request is refused at once, the first is answered later.
  function takeRequest(response) {
    const waiting = pending.get(JSON.stringify(response.id)) ?? [];
    return response.error ? waiting.pop() : waiting.shift();
  }

  function problemsOfError(response) {
    const request = takeRequest(response);
    if (response.id !== undefined && !request) return ['answers a request that nobody sent'];
    // Without an id it answers a line that could not be read: of no era, so of the newest.
    const revision = request?.revision ?? modern;
    const code = response.error?.code;
    const envelope = revision === '2025-06-18' ? 'JSONRPCError' : 'JSONRPCErrorResponse';
    const problems = check(revision, envelope, response);
    if (revision !== modern) return problems;
    if (legacyErrorCodes.includes(code)) problems.push(`error ${code} is of the legacy era`);
    if (modernErrorOf[code]) problems.push(...check(modern, modernErrorOf[code], response));
    return problems;
  }

  function problemsOfResult(response) {
    const request = takeRequest(response);
    if (!request) return ['answers a request that nobody sent'];
    const { method, params } = request.message;
    const { result } = response;
    const revision = method === 'initialize' ? agree(result) : request.revision;
    const name = result?.resultType === 'input_required' ? 'InputRequiredResult' : resultOf[method];
    if (!name) return [`a result for the unknown method ${method}`];
    const envelope = revision === '2025-06-18' ? 'JSONRPCResponse' : 'JSONRPCResultResponse';
    const problems = [...check(revision, envelope, response), ...check(revision, name, result)];
    if (method === 'tools/list') problems.push(...(result?.tools ?? []).flatMap(tools.add));
    if (method === 'tools/call') problems.push(...tools.problemsOfReply(params.name, result));
    return problems;
  }

  function problemsOfNotification(message) {
    const name = notificationOf[message.method];
    if (!name) return [`sends the unknown ${message.method}`];
    return [...check(latest, 'JSONRPCNotification', message), ...check(latest, name, message)];
  }

  function problemsOfRequest(message) {
    const name = requestOf[message.method];
    if (latest === modern || !name) return ['the server sends a request'];
    return [...check(latest, 'JSONRPCRequest', message), ...check(latest, name, message)];
  }

  function server(line) {
    const message = parse(line);
    const isObject = message !== null && typeof message === 'object' && !Array.isArray(message);
    if (!isObject) return ['is no JSON object'];
    if ('method' in message)
      return 'id' in message ? problemsOfRequest(message) : problemsOfNotification(message);
    return 'error' in message ? problemsOfError(message) : problemsOfResult(message);
  }

  return { client, server, seen };
}
