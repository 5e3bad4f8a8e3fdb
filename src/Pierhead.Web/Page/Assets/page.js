import { ask, token, Problem, TokenNeeded } from './api.js';
import { LiveTable } from './table.js';

const pollEvery = 4_000;
// The page watches a node; whoever wants ten thousand rows has the command line. The largest answer is bounded here.
const mostSessions = 500;

const by = id => document.getElementById(id);
const count = value => Number(value).toLocaleString('en-US');

function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }

  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const [d, h, m] = [Math.floor(s / 86_400), Math.floor(s / 3_600) % 24, Math.floor(s / 60) % 60];
  return d > 0 ? `${d} d ${h} h` : h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min ${s % 60} s` : `${s} s`;
}

const sum = numbers => numbers.reduce((total, number) => total + number, 0);
const routesOf = session => sum(Object.values(session.routes ?? {}));
const families = session => Object.entries(session.routes ?? {}).map(([name, held]) => `${name} ${count(held)}`).join(', ');
const stateTone = state => state === 'established' ? 'good' : state === 'idle' ? 'bad' : 'warning';

const sessions = new LiveTable(by('sessions-table'), [
  { title: 'State', text: s => s.state, tone: s => stateTone(s.state), kind: 'state' },
  { title: 'Tenant', text: s => s.tenant },
  { title: 'Device', text: s => s.device, hint: s => [s.description, s.site].filter(Boolean).join(' · '), kind: 'strong' },
  { title: 'Address', text: s => s.address, kind: 'code' },
  { title: 'Routes', text: s => count(routesOf(s)), hint: families, kind: 'number' },
  { title: 'Stale', text: s => s.stale_routes ? count(s.stale_routes) : '', tone: s => s.stale_routes ? 'warning' : '', kind: 'number', whenAny: true },
  { title: 'Established for', hint: s => s.established_at ?? '',
    text: s => s.established_at ? duration((Date.now() - Date.parse(s.established_at)) / 1000) : '' },
  { title: 'Description', text: s => s.description, kind: 'prose', whenAny: true },
  { title: 'Last error', text: s => s.last_error, kind: 'prose', whenAny: true },
], s => JSON.stringify([s.tenant, s.device, s.address]));

const tenants = new LiveTable(by('tenants-table'), [
  { title: 'Tenant', text: t => t.name, kind: 'strong' },
  { title: 'Devices', text: t => count(t.devices.size), kind: 'number' },
  { title: 'Sessions', text: t => count(t.sessions), kind: 'number' },
  { title: 'Established', text: t => count(t.established), tone: t => t.established < t.sessions ? 'warning' : 'good', kind: 'number' },
  { title: 'Routes', text: t => count(t.routes), kind: 'number' },
], t => t.name);

const found = new LiveTable(by('lookup-table'), [
  { title: 'Tenant', text: r => r.tenant },
  { title: 'Device', text: r => r.device, kind: 'strong' },
  { title: 'RD', text: r => r.rd, kind: 'code', whenAny: true },
  { title: 'Prefix', text: r => r.prefix ?? r.rule, kind: 'code' },
  { title: 'Path', text: r => r.path_id == null ? '' : String(r.path_id), kind: 'number', whenAny: true },
  { title: 'Labels', text: r => (r.labels ?? []).join(' '), kind: 'code', whenAny: true },
  { title: 'AS path', text: r => r.as_path, kind: 'code prose' },
  { title: 'Next hop', text: r => r.next_hop, kind: 'code' },
  { title: 'Communities', text: r => [...r.communities, ...r.large_communities, ...r.extended_communities].join(' '), kind: 'code prose' },
  { title: 'Stale', text: r => r.stale ? 'stale' : '', tone: r => r.stale ? 'warning' : '', whenAny: true },
], r => JSON.stringify([r.tenant, r.device, r.address, r.family, r.rd, r.prefix ?? r.rule, r.path_id]));

function others(routes) {
  const held = routes.total - routes.ipv4 - routes.ipv6;
  return held > 0 ? ` · others\u00a0${count(held)}` : '';
}

function showSummary(summary) {
  const { sessions: held, routes, memory } = summary;
  document.title = `${summary.node} · Pierhead`;
  say(by('node'), summary.node);
  say(by('version'), `version ${summary.version}`);
  say(by('uptime'), duration(summary.uptime_seconds));
  say(by('sessions'), count(held.established));
  say(by('sessions-note'), `of ${count(held.configured)} configured`);
  say(by('routes'), count(routes.total));
  say(by('routes-note'), `IPv4\u00a0${count(routes.ipv4)} · IPv6\u00a0${count(routes.ipv6)}${others(routes)}${routes.stale ? ` · stale\u00a0${count(routes.stale)}` : ''}`);
  say(by('memory'), bytes(memory.resident_bytes));
  // A tenant's token sees its own routes but the memory of all; prefixes are null then. Below a million routes what the
  // process itself takes is most of it.
  const each = routes.prefixes != null && routes.total >= 1_000_000 ? `${(memory.resident_bytes / routes.total).toFixed(1)} bytes a route` : '';
  say(by('memory-note'), each);
}

function groupByTenant(items) {
  const groups = new Map();
  for (const session of items) {
    const group = groups.get(session.tenant) ?? { name: session.tenant, devices: new Set(), sessions: 0, established: 0, routes: 0 };
    group.devices.add(session.device);
    group.sessions++;
    group.established += session.state === 'established' ? 1 : 0;
    group.routes += routesOf(session);
    groups.set(session.tenant, group);
  }

  return [...groups.values()];
}

function showSessions(page) {
  const state = by('state').value;
  const shown = state === '' ? page.items : page.items.filter(s => s.state === state);
  sessions.show(shown);
  tenants.show(groupByTenant(page.items));
  say(by('tenants-note'), page.next ? `Counted over the first ${count(page.items.length)} sessions.` : '');
  say(by('sessions-status'), page.next
    ? `${count(shown.length)} of the first ${count(page.items.length)} sessions; \`pierhead sessions\` lists all.`
    : shown.length === 0 ? (page.items.length === 0 ? 'No session is configured yet.' : 'None in this state.') : '');
}

function showSections(shown) {
  for (const section of document.querySelectorAll('main > section')) {
    section.hidden = !shown;
  }
}

function showHealth(state, text) {
  by('health').dataset.state = state;
  say(by('health'), text);
}

function showTrouble(text) {
  const trouble = by('trouble');
  trouble.hidden = text === '';
  say(trouble, text);
}

function askForToken(refused) {
  const form = by('token-form');
  say(by('token-why'), refused
    ? 'The node does not accept that token. Another one?'
    : 'It is kept in this browser tab only, until the tab is closed.');
  if (form.hidden) {
    form.hidden = false;
    by('token').focus();
  }
}

let lastSeen = null;
let lastPage = { items: [], next: null };
let timer = 0;
let round = 0;

/** Asks once, then plans the next time; a newer call makes an older one's answer void. */
async function poll() {
  clearTimeout(timer);
  const mine = ++round;
  let waitsForToken = false;
  try {
    const [summary, page] = await Promise.all([ask('summary'), ask('sessions', { limit: mostSessions })]);
    if (mine !== round) {
      return;
    }

    lastSeen = Date.now();
    showSections(true);
    lastPage = page;
    showSummary(summary);
    showSessions(page);
    by('token-form').hidden = true;
    by('forget').hidden = !token.value;
    showTrouble('');
    showHealth('good', 'Connected');
  } catch (error) {
    if (mine !== round) {
      return;
    }

    waitsForToken = error instanceof TokenNeeded;
    showFailure(error);
  }

  if (!waitsForToken) {
    timer = setTimeout(poll, pollEvery);
  }
}

function showFailure(error) {
  if (error instanceof TokenNeeded) {
    const refused = Boolean(token.value);
    token.forget();
    by('forget').hidden = true;
    // What was shown belonged to a token that no longer counts.
    showSections(false);
    found.show([]);
    by('lookup-frame').hidden = true;
    say(by('lookup-status'), '');
    showTrouble('');
    showHealth('warning', 'Token needed');
    askForToken(refused);
  } else if (error instanceof Problem) {
    showTrouble(error.message);
    showHealth('bad', 'The node refuses');
  } else {
    const since = lastSeen === null ? '' : ` What is shown is ${duration((Date.now() - lastSeen) / 1000)} old.`;
    showTrouble(`The node cannot be reached at ${location.host}; trying again.${since}`);
    showHealth('bad', 'Not reachable');
  }
}

async function lookUp(event) {
  event.preventDefault();
  const address = by('address').value.trim();
  const status = by('lookup-status');
  say(status, `Looking up ${address}…`);
  try {
    const { items } = await ask('lookup', { address });
    found.show(items);
    by('lookup-frame').hidden = items.length === 0;
    say(status, items.length === 0 ? `No device has a route to ${address}.` : `${address}: ${count(items.length)} ${items.length === 1 ? 'route' : 'routes'}.`);
  } catch (error) {
    by('lookup-frame').hidden = true;
    say(status, error instanceof TokenNeeded ? 'The node asks for a token first.'
      : error instanceof Problem ? error.message : 'The node cannot be reached.');
    if (error instanceof TokenNeeded) {
      showFailure(error);
    }
  }
}

by('lookup-form').addEventListener('submit', lookUp);
by('state').addEventListener('change', () => showSessions(lastPage));
by('token-form').addEventListener('submit', event => {
  event.preventDefault();
  token.keep(by('token').value.trim());
  by('token').value = '';
  poll();
});
by('forget').addEventListener('click', () => {
  token.forget();
  location.reload();
});
document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : poll());
poll();
