// Speaks to a server line by line, without any client library, and keeps what went over the wire.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/// send(line) sends a line as it is. answer(id) resolves with the parsed response to that id; with
/// undefined, with the next one that has none. close() ends stdin and resolves with the exit code.
export function openSession(command, environment, directory) {
  const child = spawn(command, [], {
    cwd: directory,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const traffic = [];
  const answers = [];
  let wake = () => {};

  createInterface({ input: child.stdout }).on('line', (line) => {
    traffic.push({ direction: 'server', line });
    answers.push(JSON.parse(line));
    wake();
  });
  child.on('close', () => wake());

  async function answer(id) {
    for (;;) {
      const index = answers.findIndex((message) => message.id === id && !message.method);
      if (index >= 0) return answers.splice(index, 1)[0];
      if (child.exitCode !== null) throw new Error(`the server ended before it answered ${id}`);
      await new Promise((resolve) => (wake = resolve));
    }
  }

  function send(line) {
    traffic.push({ direction: 'client', line });
    child.stdin.write(`${line}\n`);
  }

  async function close() {
    child.stdin.end();
    return (await closed)[0];
  }

  return { send, answer, close, traffic };
}
