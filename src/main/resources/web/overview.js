// How the service is, what it did in the last hour, and what waits for a person.

import { announce, card, chip, h, table, trouble } from './elements.js';
import { forecast } from './forecast.js';
import { FIRST_ACCOUNTS, hold, person } from './holds.js';
import { ask } from './service.js';
import { ago, duration, milliseconds, nameOf, number, plural, when } from './words.js';

const EVERY = 3000;
const FIRST_PARKED = 50;

const STATES = { up: 'well', degraded: 'degraded', down: 'down', waiting: 'waiting' };
const SUMMARY = {
  up: 'Everything works.',
  degraded: 'It works, but something needs a look.',
  down: 'A part does not work.',
};

export async function show(main, argument, signal, has) {
  const parts = h('div', { class: 'parts' });
  const figures = h('div', { class: 'figures' });
  const loads = h('div', { class: 'loads' });
  const waits = h('div', { class: 'waits' });
  const refusal = h('div');
  const summary = h('p', { class: 'lead' }, 'Asks the service…');
  const lost = h('div');
  const changes = h('div', { class: 'charted' });
  const latency = h('div', { class: 'charted' });
  const changesSaid = h('p', { class: 'quiet' });
  const latencySaid = h('p', { class: 'quiet' });
  main.append(
    h('h1', {}, 'Overview'),
    summary,
    lost,
    loads,
    figures,
    refusal,
    waits,
    card('State', parts),
    h(
      'div',
      { class: 'columns' },
      card('Changes per minute', changes, changesSaid),
      card('From the change to the provider', latency, latencySaid),
    ),
    has('setup') ? h('p', { class: 'quiet' }, 'What is synchronised, and how, is changed on the page ', h('a', { href: '#/setup' }, 'Set-up'), ', which shows what a change would do before it is used.') : '',
  );

  let draw = () => undefined;
  let drawing = false;

  /** The charts come after the first facts: they are not needed to see how it is. */
  async function charts() {
    drawing = true;
    const { chart } = await import('./charts.js');
    if (signal.aborted) return;
    const setChanges = chart(changes, 'Changes per minute', [{ label: 'shipped', color: '--accent', bars: true }], number, signal);
    const setLatency = chart(
      latency,
      'From the change to the provider',
      [
        { label: 'p50: half took this or less', color: '--accent' },
        { label: 'p95: 95 of 100 took this or less', color: '--warn', dash: [6, 4] },
      ],
      milliseconds,
      signal,
    );
    draw = (activity) => {
      setChanges([activity.minutes, activity.shipped]);
      setLatency([activity.minutes, activity.p50, activity.p95]);
    };
  }

  let looking = null;
  let timer;

  /** One question after the other: an answer that takes long is waited for. */
  function look() {
    looking ??= lookOnce().finally(() => (looking = null));
    return looking;
  }

  async function lookOnce() {
    try {
      const told = await ask('overview', {}, signal);
      lost.replaceChildren();
      fill(told);
      if (!drawing) await charts();
      draw(told.activity);
      await waiting(told.counts);
    } catch (failure) {
      if (failure.name === 'AbortError' || failure.status === 401) throw failure;
      if (lost.childElementCount === 0) lost.replaceChildren(trouble(`${failure.message} The page asks again by itself.`));
    }
  }

  let said = '';

  function fill(told) {
    const sentence = SUMMARY[told.state];
    summary.replaceChildren(chip(told.state, STATES[told.state]), ' ', sentence);
    if (said !== sentence) announce(sentence);
    said = sentence;
    const health = document.getElementById('health');
    health.className = `chip ${told.state}`;
    health.textContent = STATES[told.state];
    health.hidden = false;
    parts.replaceChildren(...told.parts.map(part));
    figures.replaceChildren(...figuresOf(told));
    loads.replaceChildren(...told.loads.map(load));
    const { hour } = told.activity;
    changesSaid.textContent =
      `${plural(hour.shipped, 'change')} shipped in the last hour` +
      (hour.others > 0 ? `, ${number(hour.others)} needed no request` : '') +
      (hour.waiting > 0 ? `, ${number(hour.waiting)} parked or held` : '') +
      '.';
    latencySaid.textContent =
      (hour.p50 !== null
        ? `Half took ${milliseconds(hour.p50)} or less, 95 of 100 took ${milliseconds(hour.p95)} or less.`
        : hour.shipped === 0
          ? 'Nothing was shipped in the last hour.'
          : '') +
      (hour.loaded > 0 ? ` ${plural(hour.loaded, 'change')} of the first reading ${hour.loaded === 1 ? 'is' : 'are'} in the lines, and not counted here.` : '');
  }

  let held = '';
  let parked = '';
  const seen = new Map();

  /** What a first load would do is found out once, and kept while the list is drawn anew. */
  function preview(id) {
    if (!seen.has(id)) {
      const told = forecast('If you approve it, this will happen', (asked) => ask('forecast', asked, signal), '');
      const at = h('span', {});
      const again = h('button', { type: 'button', class: 'plain', onclick: () => look({ again: true }) }, 'Look again');
      const look = (how) => foretell(told, how, at, again, signal);
      seen.set(id, h('div', {}, told.element, h('p', { class: 'buttons turn' }, at, again)));
      look({ start: true });
    }
    return seen.get(id);
  }

  /** Lists are drawn anew only if they changed: a person may be reading, or about to press a button. */
  async function waiting(counts) {
    const holds = counts.holds > 0 ? (await ask('holds', { limit: FIRST_ACCOUNTS }, signal)).holds : [];
    const stuck = counts.parked > 0 ? await ask('parked', { limit: FIRST_PARKED }, signal) : { parked: [], total: 0 };
    const open = holds.filter((hold) => hold.state === 'open');
    const nowHeld = JSON.stringify(open);
    const nowParked = JSON.stringify(stuck);
    if (nowHeld === held && nowParked === parked) return;
    if (nowHeld !== held && open.length > 0) announce(`${plural(open.length, 'hold')} to approve or reject`);
    held = nowHeld;
    parked = nowParked;
    waits.replaceChildren(
      ...(open.length > 0 ? [place('holds', card('Waits for your approval', open.map((one) => hold(one, refresh, refused, preview))))] : []),
      ...(stuck.parked.length > 0 ? [place('parked', card('Parked', parkedCard(stuck, refresh, refused)))] : []),
    );
  }

  /** Stays while the lists are drawn anew. */
  function refused(message) {
    refusal.replaceChildren(...(message ? [trouble(message)] : []));
  }

  async function refresh() {
    await looking?.catch(() => undefined);
    held = parked = '';
    await look();
  }

  /** Nothing is asked while nobody looks. */
  async function goOn() {
    await look();
    clearTimeout(timer);
    if (!signal.aborted) timer = setTimeout(() => document.hidden || goOn(), EVERY);
  }

  document.addEventListener('visibilitychange', () => document.hidden || goOn(), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  await goOn();
}

function part(told) {
  return h(
    'div',
    { class: 'part', data: { part: told.name } },
    h('h3', {}, chip(told.state, STATES[told.state]), ' ', told.title),
    h('p', {}, told.sentence),
    told.cause ? h('p', { class: 'cause' }, placed(told.cause)) : null,
  );
}

function place(name, element) {
  element.dataset.waits = name;
  element.tabIndex = -1;
  return element;
}

/** The command that a cause names for whoever has no page is a place on this one. */
function placed(cause) {
  return cause.split(/(see adsync (?:holds|parked|approve \d+))/).map((words) => {
    const named = /^see adsync (holds|parked|approve)/.exec(words)?.[1];
    if (named === undefined) return words;
    const [title, at] = named === 'parked' ? ['Parked', 'parked'] : ['Waits for your approval', 'holds'];
    return h('button', { type: 'button', class: 'link words', onclick: () => goTo(at) }, `see “${title}” on this page`);
  });
}

function goTo(name) {
  const card = document.querySelector(`[data-waits="${name}"]`);
  card?.scrollIntoView({ block: 'start' });
  card?.focus({ preventScroll: true });
}

const figure = (name, value, more) =>
  h('div', { class: 'figure' }, h('span', { class: 'name' }, name), h('span', { class: 'value' }, value), h('span', { class: 'quiet' }, more));

function figuresOf({ counts, activity }) {
  return [
    figure('Accounts', number(counts.accounts), `${plural(counts.objects, 'user')} known`),
    figure(
      'Outbox',
      number(counts.outbox),
      counts.oldestSince && counts.outbox > 0 ? `the oldest since ${duration((Date.now() - Date.parse(counts.oldestSince)) / 1000)}` : 'nothing waits',
    ),
    figure('Shipped', number(activity.hour.shipped), 'in the last hour'),
    figure(
      'Typical delay',
      milliseconds(activity.hour.p50),
      activity.hour.p50 === null && activity.hour.loaded > 0 ? 'nothing since the first reading' : `95 of 100: ${milliseconds(activity.hour.p95)}`,
    ),
    figure('Parked', number(counts.parked), counts.parked > 0 ? 'need a look' : 'nobody'),
    figure('Held', number(counts.held), counts.holds > 0 ? `in ${plural(counts.holds, 'hold')}` : 'nothing'),
  ];
}

function load(told) {
  const share = told.total > 0 ? Math.min(100, Math.floor((told.done * 100) / told.total)) : null;
  return card(
    told.title,
    h('progress', { 'aria-label': `${told.title}: so far`, max: told.total > 0 ? told.total : undefined, value: told.total > 0 ? told.done : undefined }),
    h(
      'p',
      {},
      share === null
        ? `${number(told.done)} so far.`
        : `${number(told.done)} of ${number(told.total)}, ${share} %` +
            (told.remainingSeconds > 0 ? `; about ${duration(told.remainingSeconds)} to go.` : '.'),
    ),
  );
}

/** Directory and provider are read for it, so it takes a while. */
async function foretell(view, how, at, again, signal) {
  again.disabled = true;
  try {
    let told = await ask('forecast', { ...how, limit: 0 }, signal);
    view.show(told);
    while (told.state === 'running' && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, EVERY / 3));
      told = await ask('forecast', { limit: 0 }, signal);
      view.show(told);
    }
    at.textContent = told.madeAt ? `As of ${when(told.madeAt)}.` : '';
  } catch (failure) {
    if (failure.name !== 'AbortError') view.show({ state: 'failed', cause: failure.message });
  } finally {
    again.disabled = false;
  }
}

function parkedCard(told, done, refused) {
  async function retry(asked) {
    refused('');
    try {
      const { found, message } = await ask('retry', asked);
      if (found) announce(message);
      else refused(message);
      await done();
    } catch (failure) {
      refused(failure.message);
    }
  }
  return [
    h('p', {}, 'These cannot be shipped as they are. Mend the cause, then try again; or they are tried at their next change.'),
    table(
      'Parked',
      ['User', 'Cause', 'Since', 'Action'],
      told.parked.map((one) => [
        person(one),
        one.cause,
        ago(one.since),
        h(
          'button',
          { type: 'button', 'aria-label': `Retry ${nameOf(one.dn)}`, onclick: () => retry({ who: one.objectGUID }) },
          'Retry',
        ),
      ]),
    ),
    told.total > told.parked.length ? h('p', { class: 'quiet' }, `The first ${number(told.parked.length)} of ${number(told.total)}.`) : null,
    told.total > 1
      ? h('div', { class: 'actions' }, h('button', { type: 'button', class: 'plain', onclick: () => retry({ all: true }) }, 'Retry all'))
      : null,
  ];
}
