// One record of each type, as arguments of write_record.
export const records = {
  decision: {
    type: 'decision',
    title: 'Orders are stored in PostgreSQL',
    summary: 'The order service keeps its data in PostgreSQL, because it needs transactions.',
    context: 'Orders and payments must change together.',
    decision: 'Use PostgreSQL for the order service.',
    rationale: 'It has the transactions that we need.',
    options: [{ name: 'MongoDB', rejected_because: 'Nobody here runs it.' }],
    tags: ['database'],
  },
  incident: {
    type: 'incident',
    title: 'Checkout answered 502 for ten minutes',
    summary: 'The pool of connections was empty after a deployment doubled the replicas.',
    severity: 'sev2',
    impact: 'Every third order failed.',
    started_at: '2026-11-22T20:27:00Z',
    symptoms: ['FATAL: sorry, too many clients already'],
  },
  pattern: {
    type: 'pattern',
    title: 'Retry with jitter around the message broker',
    summary: 'Reconnects that wait a random time do not arrive all at once — grüße, 日本語.',
    problem: 'All workers reconnect in the same second.',
    solution: 'Sleep for a random time up to the backoff.',
    when_to_use: 'More than ten clients of one broker.',
  },
  runbook: {
    type: 'runbook',
    title: 'Free disk space on the build machines',
    summary: 'What to delete, in which order, when the disk of a build machine is full.',
    triggers: ['DiskAlmostFull'],
    steps: [{ action: 'Delete finished build folders.' }, { action: 'Prune old images.' }],
    verification: ['df shows more than 20 % free.'],
    risk: 'read_only',
  },
};
