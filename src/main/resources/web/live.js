// Changes as they happen. The service tells what fits the filter; the newest are shown, a few times a second, so that neither
// many changes nor a long day make the page grow.

import { announce, chip, h, trouble } from './elements.js';
import { ask, follow } from './service.js';
import { clock, kind, kinds, milliseconds, nameOf, number, outcome, placeOf, plural, when } from './words.js';

const KEPT = 500;
const SHOWN = 200;
const DRAW_EVERY = 250;
const AGAIN_AFTER = 3000;
const TYPING = 400;
const SHORTEST = 2;
/** How a change can end here. */
const CHIPS = { shipped: 'up', unchanged: 'plain', superseded: 'plain', postponed: 'degraded', parked: 'down', held: 'degraded', seen: 'waiting', forgotten: 'plain' };

const MOST_NAMES = 6;
const NONE = 'Nothing yet that fits.';

const attributes = (names) =>
  names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '');

const same = (event) => `${event.objectGUID} ${event.outcome}`;

/** A line of the audit log, as an event that tells how a change ended. */
const ended = (line) => ({ ...line, milliseconds: Date.parse(line.at) - Date.parse(line.seenAt) });

export async function show(main, argument, signal) {
  let events = [];
  let recorded = [];
  let none = NONE;
  let missed = 0;
  let total = 0;
  let paused = false;
  let stale = true;
  let connection = new AbortController();
  let correlationId = argument.startsWith('change/') ? argument.slice('change/'.length) : '';

  const state = h('span', { class: 'quiet', id: 'live-state' }, 'Connects…');
  const lost = h('div');
  const gap = h('p', { class: 'missed', hidden: true });
  const rows = h('tbody');
  const who = h('input', { id: 'live-who', type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: typed });
  const what = select('live-kind', 'All kinds', kinds, kind);
  const end = select('live-outcome', 'All outcomes', Object.keys(CHIPS), outcome);
  const one = h('div', { class: 'followed', hidden: true });
  const pause = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => setPaused(!paused) }, 'Pause');
  const clear = h('button', { type: 'button', class: 'plain', onclick: empty }, 'Clear');
  let typing;

  function select(id, all, words, said) {
    return h(
      'select',
      { id, onchange: connect },
      h('option', { value: '' }, all),
      words.map((word) => h('option', { value: word }, said(word))),
    );
  }

  main.append(
    h('h1', {}, 'Live changes'),
    h('p', { class: 'lead' }, 'What is seen in the directory, and what becomes of it at the provider, as it happens.'),
    h(
      'form',
      { class: 'filters', role: 'search', 'aria-label': 'Filter', onsubmit: (event) => event.preventDefault() },
      h('div', { class: 'field wide' }, h('label', { for: 'live-who' }, 'Part of the distinguished name; a login or mail address; or an objectGUID'), who),
      h('div', { class: 'field' }, h('label', { for: 'live-kind' }, 'Kind'), what),
      h('div', { class: 'field' }, h('label', { for: 'live-outcome' }, 'Outcome'), end),
      h('div', { class: 'buttons' }, pause, clear),
    ),
    one,
    h('div', { class: 'under' }, state),
    lost,
    gap,
    h(
      'div',
      { class: 'card flush' },
      h(
        'div',
        { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Changes, the newest first' },
        h(
          'table',
          { id: 'changes' },
          h('caption', { class: 'unseen' }, 'Changes, the newest first'),
          h('thead', {}, h('tr', {}, ['Time', 'User', 'Kind', 'Outcome', 'Took', 'Detail'].map((name) => h('th', { scope: 'col' }, name)))),
          rows,
        ),
      ),
    ),
  );

  function typed() {
    clearTimeout(typing);
    typing = setTimeout(connect, TYPING);
  }

  function setPaused(now) {
    paused = now;
    pause.setAttribute('aria-pressed', String(paused));
    pause.textContent = paused ? 'Go on' : 'Pause';
    announce(paused ? 'Paused. Changes gather, and are shown when you go on.' : 'Goes on.');
    stale = true;
  }

  function empty() {
    events = [];
    missed = total = 0;
    stale = true;
  }

  function followOne(id) {
    correlationId = id;
    setPaused(false);
    connect();
  }

  /** Changes have distinguished names only: by a login or mail address somebody is searched for. */
  async function whose(text, asked) {
    if (text.length < SHORTEST) return text;
    try {
      const { people } = await ask('search', { text }, asked);
      const only = people.length === 1 && !people[0].dn.toLowerCase().includes(text.toLowerCase());
      return only ? people[0].objectGUID : text;
    } catch (failure) {
      if (failure.name === 'AbortError' || failure.status === 401) throw failure;
      return text; // that the service does not answer is told of the changes
    }
  }

  async function filter(asked) {
    return {
      who: await whose(who.value.trim(), asked),
      kinds: what.value ? [what.value] : [],
      outcomes: end.value ? [end.value] : [],
      correlationId,
    };
  }

  /** The service keeps the last few changes only: of one that is named, the audit log is asked too. */
  async function look(id, asked) {
    none = 'Reads the audit log…';
    try {
      const told = await ask('history', { correlationId: id }, asked);
      recorded = told.entries.map(ended);
      none = 'There is no such change in what was read of the audit log.';
    } catch (failure) {
      if (failure.name === 'AbortError' || failure.status === 401) throw failure;
      none = `The audit log could not be read: ${failure.message}`;
    }
    stale = true;
  }

  /** Those that are told, and those that were and are only in the audit log by now. */
  function all() {
    const told = new Set(events.map(same));
    const fits = (one) => [one.kind, ''].includes(what.value) && [one.outcome, ''].includes(end.value);
    const older = recorded.filter((one) => fits(one) && !told.has(same(one)));
    return older.length === 0 ? events : [...events, ...older].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }

  /** Follows with another filter: what came last and fits it is told first. */
  async function connect() {
    connection.abort();
    const mine = new AbortController();
    connection = mine;
    empty();
    recorded = [];
    none = NONE;
    if (correlationId !== '') look(correlationId, mine.signal);
    one.hidden = correlationId === '';
    one.replaceChildren(
      h('span', {}, 'Only the change with the correlation id ', h('code', {}, correlationId)),
      ' ',
      h('button', { type: 'button', class: 'plain', onclick: () => followOne('') }, 'Show all'),
    );
    while (!mine.signal.aborted && !signal.aborted) {
      try {
        await follow(
          await filter(mine.signal),
          {
            open: () => {
              lost.replaceChildren();
              empty();
            },
            changes: (list) => {
              total += list.length;
              events = list.reverse().concat(events).slice(0, KEPT);
              stale = true;
            },
            missed: (count) => {
              missed += count;
              stale = true;
            },
          },
          mine.signal,
        );
      } catch (failure) {
        if (failure.status === 401) throw failure;
        if (mine.signal.aborted) return;
        lost.replaceChildren(trouble('The service does not answer; the page tries again by itself.'));
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    }
  }

  /** Rows that stay are kept: only the new ones are built. */
  let known = new Map();

  function draw() {
    if (!stale || document.hidden) return;
    if (paused) {
      state.textContent = `Paused; ${plural(total, 'event')} so far.`;
      return;
    }
    stale = false;
    const next = new Map();
    const list = [];
    const every = all();
    for (const event of every.slice(0, SHOWN)) {
      const row = known.get(event) ?? rowOf(event);
      next.set(event, row);
      list.push(row);
    }
    known = next;
    if (list.length === 0) list.push(h('tr', {}, h('td', { colspan: '6', class: 'empty' }, none)));
    const focused = rows.contains(document.activeElement) ? document.activeElement : null;
    rows.replaceChildren(...list);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    state.textContent =
      `${plural(total + every.length - events.length, 'event')}` + (total > SHOWN ? `, the newest ${number(SHOWN)} are shown` : '') + `. As of ${clock(Date.now())}.`;
    gap.hidden = missed === 0;
    gap.textContent = `You missed ${plural(missed, 'event')}: they came faster than this page reads. The audit log has them all.`;
  }

  function rowOf(event) {
    const cell = (column, ...content) => h('td', { data: { column } }, content);
    return h(
      'tr',
      { data: { correlation: event.correlationId, outcome: event.outcome } },
      cell('Time', h('time', { datetime: event.at }, when(event.at))),
      cell(
        'User',
        h('a', { href: `#/person/${encodeURIComponent(event.objectGUID)}` }, nameOf(event.dn)),
        h('span', { class: 'place', title: placeOf(event.dn) }, placeOf(event.dn)),
      ),
      cell('Kind', kind(event.kind)),
      cell('Outcome', chip(CHIPS[event.outcome] ?? 'plain', outcome(event.outcome))),
      cell('Took', event.outcome === 'seen' ? '' : milliseconds(event.milliseconds)),
      cell(
        'Detail',
        event.outcome === 'seen' ? attributes(event.attributes) : [event.status > 0 ? `HTTP ${event.status}` : '', event.detail].filter(Boolean).join(' · '),
        ' ',
        h(
          'button',
          { type: 'button', class: 'link', 'aria-label': `Follow change ${event.correlationId}`, onclick: () => followOne(event.correlationId) },
          event.correlationId,
        ),
      ),
    );
  }

  const timer = setInterval(draw, DRAW_EVERY);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    clearTimeout(typing);
    connection.abort();
  });
  connect();
}
