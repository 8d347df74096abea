// The ways to mcp-memory, each as { name, open(test, home) } which resolves with
// connect(kind, agent): a client of that kind, as that agent, with the state in `home`.
import { shareMemory } from './shared_server.mjs';
import { environment, tokens } from './server.mjs';

export const stdio = {
  name: 'stdio',
  open: async (_test, home) => (kind, agent) => kind.byStdio(environment(home, agent)),
};

export const http = {
  name: 'HTTP',
  async open(test, home) {
    const url = await shareMemory(test, home);
    return (kind, agent) => kind.byHttp(url, tokens[agent]);
  },
};

export const ways = [stdio, http];
