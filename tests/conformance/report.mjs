// report.mjs RUNS [SCENARIO...]: a table of what the conformance suite found, and exit code 1 unless all
// of it is well. RUNS holds a folder for each revision, with the output of `conformance list` in list.txt
// and the results of the runs beside it. With names only those scenarios count.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [runs, ...only] = process.argv.slice(2)

function fail(reason) {
  console.error(`conformance: ${reason}`)
  process.exit(1)
}

// Scenarios that the suite runs against a server, without those of extensions: we serve none.
function wantedOf(list) {
  const wanted = []
  let section = ''
  for (const line of list.split('\n')) {
    if (line && !line.trimStart().startsWith('- ')) section = line.trim()
    const [, name, leg] = /^ +- (\S+)(?: \[(\w+)\])?$/.exec(line) ?? []
    const scored = section.startsWith('Server scenarios')
    if (name && (scored || (leg === 'server' && !section.startsWith('extension')))) wanted.push(name)
  }
  return wanted
}

// The folder of a scenario is server-<scenario>-<time>.
function checksOf(folder, scenario) {
  const stamped = /^server-(.*)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/
  const found = readdirSync(folder).find((entry) => stamped.exec(entry)?.[1] === scenario)
  const file = found && join(folder, found, 'checks.json')
  return file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function rowOf(revision, scenario) {
  const checks = checksOf(join(runs, revision), scenario)
  const those = (status) => (checks ?? []).filter((check) => check.status === status)
  const row = {
    revision,
    scenario,
    passed: those('SUCCESS').length,
    failed: those('FAILURE').length,
    warnings: those('WARNING').length,
  }
  // A scenario that finds nothing to check reports no failure either.
  if (!checks) row.verdict = 'NOT RUN'
  else if (row.failed || row.warnings) row.verdict = 'FAILED'
  else row.verdict = row.passed ? 'ok' : 'NOTHING CHECKED'
  for (const { status, name, description, errorMessage } of [...those('FAILURE'), ...those('WARNING')]) {
    console.log(`${revision} ${scenario}: ${status} ${name}\n  ${description}\n  ${errorMessage ?? ''}`)
  }
  return row
}

function print({ revision, scenario, passed, failed, warnings, verdict }) {
  const numbers = [passed, failed, warnings].map((number) => String(number).padStart(9)).join('')
  console.log(`${revision.padEnd(11)} ${scenario.padEnd(46)}${numbers}  ${verdict}`)
}

const rows = readdirSync(runs).sort().flatMap((revision) => {
  const wanted = wantedOf(readFileSync(join(runs, revision, 'list.txt'), 'utf8'))
  if (!wanted.length) fail(`the suite lists no scenarios for ${revision}`)
  const counted = only.length ? wanted.filter((name) => only.includes(name)) : wanted
  return counted.map((name) => rowOf(revision, name))
})
const unknown = only.filter((name) => !rows.some(({ scenario }) => scenario === name))
if (unknown.length) fail(`no revision has scenarios for servers named ${unknown.join(', ')}`)

const sum = (column) => rows.reduce((total, row) => total + row[column], 0)
const well = rows.length > 0 && rows.every(({ verdict }) => verdict === 'ok')
print({
  revision: 'revision',
  scenario: 'scenario',
  passed: 'passed',
  failed: 'failed',
  warnings: 'warnings',
  verdict: 'verdict',
})
rows.forEach(print)
print({
  revision: 'total',
  scenario: `${rows.length} scenarios`,
  passed: sum('passed'),
  failed: sum('failed'),
  warnings: sum('warnings'),
  verdict: well ? 'ok' : 'FAILED',
})
process.exit(well ? 0 : 1)
