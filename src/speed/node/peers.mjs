// Rule engines of the Node world on the workload that NodePeers writes: node peers.mjs WORKLOAD.json WARMUP_MS TURN_MS
// Prints a line of JSON for each: microseconds on a processor an account, milliseconds to load, and how many rules matched in all.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
const [file, warmupMs, turnMs] = process.argv.slice(2);
const load = JSON.parse(readFileSync(file, 'utf8'));

/** Of an engine: makes it ready, and returns what counts the rules that match one position. */
const peers = {
  'json-rules-engine': () => {
    const { Engine } = require('json-rules-engine');
    const engine = new Engine([], { allowUndefinedFacts: true });
    const is = (fact, value) => ({ fact, operator: 'equal', value });
    const above = (value) => ({ fact: 'notional', operator: 'greaterThan', value });
    for (const rule of load.rules) {
      const all = {
        OF_POSITION: () => [is('instrument', rule.instrument), is('side', rule.side), above(rule.limit)],
        OF_ROW: () => [above({ fact: 'limits', path: `$.${rule.kind}` })],
        OF_ACCOUNT: () => [is('segment', rule.segment), is('instrument', rule.instrument), above(rule.limit)],
      }[rule.shape]();
      engine.addRule({ name: rule.id, conditions: { all }, event: { type: rule.id } });
    }
    return async (position) => (await engine.run(position)).events.length;
  },

  'zen-engine': () => {
    const { ZenEngine } = require('@gorules/zen-engine');
    const condition = (rule) =>
      ({
        OF_POSITION: () => `instrument == "${rule.instrument}" and side == "${rule.side}" and notional > ${rule.limit}`,
        OF_ROW: () => `some(rows, #.kind == "${rule.kind}" and #.above < notional)`,
        OF_ACCOUNT: () =>
          `segment == "${rule.segment}" and instrument == "${rule.instrument}" and notional > ${rule.limit}`,
      })[rule.shape]();
    const table = {
      hitPolicy: 'collect',
      inputs: [{ id: 'when', name: 'when', type: 'expression' }],
      outputs: [{ id: 'then', name: 'then', field: 'rule', type: 'expression' }],
      rules: load.rules.map((rule) => ({ _id: rule.id, when: condition(rule), then: `"${rule.id}"` })),
    };
    const graph = {
      nodes: [
        { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
        { id: 'table', name: 'table', type: 'decisionTableNode', position: { x: 1, y: 0 }, content: table },
        { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
      ],
      edges: [
        { id: 'e1', sourceId: 'in', targetId: 'table', type: 'edge' },
        { id: 'e2', sourceId: 'table', targetId: 'out', type: 'edge' },
      ],
    };
    const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(graph)));
    return async (position) => (await decision.evaluate(position)).result.length;
  },

  'cedar-wasm': () => {
    const cedar = require('@cedar-policy/cedar-wasm/nodejs');
    const whole = (amount) => Math.round(amount * 1e5); // Cedar has whole numbers
    const condition = (rule) =>
      ({
        OF_POSITION: () =>
          `context.instrument == "${rule.instrument}" && context.side == "${rule.side}" && context.notional > ${whole(rule.limit)}`,
        OF_ROW: () => `context.limits has ${rule.kind} && context.limits.${rule.kind} < context.notional`,
        OF_ACCOUNT: () =>
          `context.segment == "${rule.segment}" && context.instrument == "${rule.instrument}" && context.notional > ${whole(rule.limit)}`,
      })[rule.shape]();
    const staticPolicies = Object.fromEntries(
      load.rules.map((rule) => [rule.id, `permit(principal, action, resource) when { ${condition(rule)} };`]),
    );
    const parsed = cedar.preparsePolicySet('rules', { staticPolicies });
    if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));
    const entity = (type) => ({ type, id: 'it' });
    return async (position) => {
      const answer = cedar.statefulIsAuthorized({
        principal: entity('Account'),
        action: entity('Action'),
        resource: entity('Position'),
        context: {
          instrument: position.instrument,
          side: position.side,
          segment: position.segment,
          notional: whole(position.notional),
          limits: Object.fromEntries(Object.entries(position.limits).map(([kind, above]) => [kind, whole(above)])),
        },
        preparsedPolicySetId: 'rules',
        entities: [],
      });
      if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
      return answer.response.diagnostics.reason.length;
    };
  },
};

async function hitsOf(account, count) {
  let hits = 0;
  for (const position of account) {
    hits += await count(position);
  }
  return hits;
}

const onProcessor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

for (const [name, ready] of Object.entries(peers)) {
  try {
    const began = performance.now();
    const count = ready();
    const loadMs = performance.now() - began;
    let hits = 0;
    for (const account of load.accounts) {
      hits += await hitsOf(account, count);
    }
    let next = 0;
    const some = async (forMs) => {
      const start = onProcessor();
      let accounts = 0;
      while (accounts === 0 || onProcessor() - start < forMs) {
        await hitsOf(load.accounts[next++ % load.accounts.length], count);
        accounts++;
      }
      return ((onProcessor() - start) * 1e3) / accounts;
    };
    await some(Number(warmupMs));
    console.log(JSON.stringify({ name, us: await some(Number(turnMs)), loadMs, hits }));
  } catch (failure) {
    console.log(JSON.stringify({ name, failure: String(failure).slice(0, 300) }));
  }
}
