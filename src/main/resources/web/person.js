// One person: found by any name, and all there is to say about them.

import { announce, card, chip, h, inner, table, trouble } from './elements.js';
import { ask } from './service.js';
import { deleted, kind, milliseconds, nameOf, outcome, placeOf, plural, when } from './words.js';

const TYPING = 300;
const SHORTEST = 2;
const STATES = { settled: 'up', pending: 'degraded', held: 'degraded', parked: 'down', unknown: 'waiting' };
const SAID = {
  settled: 'The provider has everything.',
  pending: 'A change waits to be shipped.',
  held: 'A change waits for your approval.',
  parked: 'Cannot be shipped as it is.',
  unknown: 'Was never seen in scope.',
};

export async function show(main, argument, signal) {
  const text = h('input', { id: 'person-text', type: 'search', autocomplete: 'off', spellcheck: 'false', value: argument, 'aria-describedby': 'person-help' });
  const found = h('div', { id: 'found' });
  const told = h('div', { id: 'told' });
  let typing;
  let asking = new AbortController();

  main.append(
    h('h1', {}, 'A person'),
    h(
      'form',
      {
        class: 'filters',
        role: 'search',
        'aria-label': 'People',
        onsubmit: (event) => {
          event.preventDefault();
          explain(text.value.trim());
        },
      },
      h('div', { class: 'field wide' }, h('label', { for: 'person-text' }, 'Part of a name, login, mail address or place (OU=Legal); or a whole distinguished name or objectGUID'), text),
      h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'main' }, 'Explain')),
    ),
    h('p', { class: 'quiet', id: 'person-help' }, 'Type a part of a name to search those ADSync knows. Explain asks the directory too.'),
    found,
    told,
  );
  text.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING);
  });
  signal.addEventListener('abort', () => {
    clearTimeout(typing);
    asking.abort();
  });

  function anew() {
    asking.abort();
    asking = new AbortController();
    return asking.signal;
  }

  async function search() {
    const wanted = text.value.trim();
    told.replaceChildren();
    found.replaceChildren();
    if (wanted.length < SHORTEST) return;
    try {
      const { people, more } = await ask('search', { text: wanted }, anew());
      announce(people.length === 0 ? 'Nobody found' : `${plural(people.length, 'person', 'people')} found`);
      found.replaceChildren(
        people.length === 0
          ? h('p', {}, 'Nobody we know is called so. Explain also asks the directory, by a whole login, mail address or name.')
          : card(
              'Found',
              table(
                'People found',
                ['Name', 'Login', 'Place', 'Scope'],
                people.map((one) => [
                  [h('a', { href: `#/person/${encodeURIComponent(one.objectGUID)}` }, deleted(one.dn) ? nameOf(one.dn) : one.name), deleted(one.dn) ? [' ', chip('plain', 'deleted')] : ''],
                  one.login || one.mail,
                  placeOf(one.dn),
                  one.inScope ? 'in' : 'out',
                ]),
              ),
              more ? h('p', { class: 'quiet' }, 'There are more; type more of the name.') : null,
            ),
      );
    } catch (failure) {
      refused(failure, found);
    }
  }

  /** With what came of an attempt, if that needs to be seen. */
  async function explain(who, said = '') {
    if (who === '') return;
    clearTimeout(typing);
    const mine = anew();
    found.replaceChildren();
    told.replaceChildren(h('p', { class: 'quiet' }, 'Asks the directory…'));
    try {
      const answer = await ask('why', { who }, mine);
      if (!answer.found) {
        told.replaceChildren(h('p', {}, `${answer.message}.`));
        announce(answer.message);
        return;
      }
      told.replaceChildren(
        said ? trouble(said) : '',
        answer.directoryNotAsked
          ? trouble(`The directory could not be asked, so this is as last seen: ${answer.directoryNotAsked}`)
          : '',
        ...answer.people.map((one) => explanation(one, ofPerson(one), (said) => explain(one.objectGUID, said), mine)),
        ...answer.groups.map((one) => explanation(one, ofGroup(one), (said) => explain(one.objectGUID, said), mine)),
      );
      announce(answer.groups.length > 0 ? 'Group explained' : `${plural(answer.people.length, 'person', 'people')} explained`);
    } catch (failure) {
      refused(failure, told);
    }
  }

  function refused(failure, place) {
    if (failure.name === 'AbortError') return;
    if (failure.status === 401) throw failure;
    place.replaceChildren(trouble(failure.message));
  }

  if (argument) await explain(argument);
  else text.focus();
}

const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];

/** Someone, or a group: how far it is, facts, and what happened to it. */
function explanation(one, facts, again, signal) {
  const answer = h('div');
  const retry = async () => {
    try {
      const { found, message } = await ask('retry', { who: one.objectGUID });
      if (found) announce(message);
      again(found ? '' : message);
    } catch (failure) {
      answer.replaceChildren(trouble(failure.message));
    }
  };
  const history = h('div', {}, h('p', { class: 'quiet' }, 'Reads the audit log…'));
  past(one, history, signal);
  return h(
    'article',
    { class: 'person', 'aria-label': one.dn || one.objectGUID },
    inner(
      nameOf(one.dn) || one.objectGUID,
      h('p', { class: 'lead' }, one.state ? [chip(STATES[one.state] ?? 'plain', one.state), ' ', SAID[one.state] ?? ''] : null, deleted(one.dn) ? [' ', chip('plain', 'deleted'), ' in the directory.'] : null),
      h(
        'dl',
        {},
        fact('Distinguished name', one.dn || '–'),
        fact('objectGUID', h('code', {}, one.objectGUID)),
        facts,
        one.waiting ? fact('Waiting', waiting(one.waiting)) : null,
      ),
      answer,
      ['parked', 'pending'].includes(one.state)
        ? h('div', { class: 'actions' }, h('button', { type: 'button', class: 'main', onclick: retry }, 'Retry now'))
        : null,
    ),
    inner('What happened', history),
  );
}

const ofPerson = (one) => [
  fact('Scope', chip(one.inScope ? 'up' : 'plain', one.inScope ? 'in' : 'out'), ' ', one.scope),
  one.leftOut ? fact('Left out', `${one.leftOut}; it is tried again by itself`) : null,
  one.goneSince ? fact('Gone since', when(one.goneSince)) : null,
  fact('Services', services(one)),
  one.groupPaths ? fact('Groups', paths(one.groupPaths)) : null,
  fact(
    'Provider',
    one.provider?.id ? ['Has account ', h('code', {}, one.provider.id)] : 'Has no account of it that we know.',
    one.provider?.acknowledged?.length > 0
      ? h('details', {}, h('summary', {}, `Acknowledged ${plural(one.provider.acknowledged.length, 'attribute')}`), h('dl', {}, ...acknowledged(one.provider)))
      : null,
  ),
  one.notMapped ? fact('Not mapped', h('ul', {}, one.notMapped.map((note) => h('li', {}, note)))) : null,
  one.nextTimer ? fact('Changes by itself', when(one.nextTimer)) : null,
  one.passwords ? fact('Passwords', h('ul', { class: 'passwords' }, one.passwords.map(password))) : null,
];

/** What came of one, with its cause. */
const password = (one) =>
  h(
    'li',
    {},
    `Changed ${when(one.changed)} at ${one.controller}, received ${when(one.received)}: `,
    h('strong', {}, one.state.replaceAll('_', ' ')),
    one.ended ? ` ${when(one.ended)}` : '',
    one.cause ? `, ${one.cause}` : '',
  );

const ofGroup = (one) => [
  fact('Group', one.scope),
  fact(
    'Provider',
    one.provider.id ? ['Has group ', h('code', {}, one.provider.id), `, ${one.provider.displayName}, with ${plural(one.provider.members, 'member')} that we know.`] : 'Has no group of it that we know.',
  ),
];

function services(one) {
  const all = Object.entries(one.services ?? {});
  if (all.length === 0) return 'None.';
  return h(
    'ul',
    {},
    all.map(([name, why]) =>
      h('li', {}, h('strong', {}, name), why ? `: ${why}` : '', one.servicePaths?.[name] ? [' by way of ', paths(one.servicePaths[name])] : ''),
    ),
  );
}

/** What was acknowledged last. Of a value that has changed since beyond what waits, only a digest is kept. */
const acknowledged = (provider) =>
  provider.acknowledged.map((path) => {
    const value = provider.values?.[path] ?? null;
    return fact(path, value === null ? 'another value than now, not kept' : typeof value === 'string' ? value : JSON.stringify(value));
  });

const paths = (all) =>
  h(
    'ul',
    {},
    all.map((path) => h('li', {}, path.map(nameOf).join(' › '))),
  );

function waiting(one) {
  return [
    `${kind(one.kind)}, since ${when(one.since)}${one.attempts > 0 ? `, ${plural(one.attempts, 'attempt')}` : ''}${one.inFlight ? ', being shipped' : ''}.`,
    one.hold ? h('p', {}, `Held by hold ${one.hold}: decide on the `, h('a', { href: '#/' }, 'overview'), '.') : null,
    one.cause ? h('p', { class: 'cause' }, one.cause) : null,
    one.nextTry ? h('p', {}, `Next try at ${when(one.nextTry)}.`) : null,
  ];
}

/** The line of time: what waits, what was requested last, and what the audit log tells. */
async function past(one, place, signal) {
  const entries = [];
  let remark = null;
  try {
    const told = await ask('history', { who: one.objectGUID }, signal);
    for (const line of told.entries ?? []) entries.push(audited(line));
    if (told.unread) remark = 'Older parts of the audit log were not looked at.';
    else if (told.more) remark = 'There is more in the audit log.';
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    remark = `The audit log could not be read: ${failure.message}`;
  }
  const { lastChange, lastAnswer, waiting: row } = one;
  if (lastAnswer && !entries.some((entry) => entry.correlationId === lastAnswer.correlationId && entry.outcome === lastAnswer.outcome)) {
    entries.push(entryOf(lastAnswer.at, lastAnswer, lastChange?.correlationId === lastAnswer.correlationId ? lastChange.kind : ''));
  }
  if (row && lastChange) {
    entries.push(entryOf(lastChange.seenAt, { outcome: 'seen', correlationId: lastChange.correlationId, status: 0, detail: '' }, lastChange.kind));
  }
  entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const request = lastAnswer?.request ? h('p', { class: 'quiet' }, 'The last request: ', h('code', {}, lastAnswer.request)) : null;
  place.replaceChildren(
    entries.length === 0 ? h('p', {}, 'Nothing yet.') : h('ol', { class: 'times' }, entries.map((entry) => entry.element)),
    request ?? '',
    remark ? h('p', { class: 'quiet' }, remark) : '',
  );
}

function entryOf(at, answer, what, ...more) {
  const element = h(
    'li',
    {},
    h('time', { datetime: at }, when(at)),
    h(
      'div',
      {},
      h('p', {}, chip(answer.outcome === 'shipped' ? 'up' : ['parked'].includes(answer.outcome) ? 'down' : 'plain', outcome(answer.outcome)), ' ', what ? kind(what) : ''),
      h(
        'p',
        { class: 'quiet' },
        [answer.status > 0 ? `HTTP ${answer.status}` : '', answer.detail].filter(Boolean).join(' · '),
        ' ',
        h('a', { href: `#/live/change/${answer.correlationId}` }, answer.correlationId),
      ),
      more,
    ),
  );
  return { at, element, correlationId: answer.correlationId, outcome: answer.outcome };
}

function audited(line) {
  const changes = Object.entries(line.changes ?? {});
  const took = Date.parse(line.at) - Date.parse(line.seenAt);
  return entryOf(
    line.at,
    line,
    line.kind,
    h('p', { class: 'quiet' }, `Seen ${when(line.seenAt)}${line.domainController ? ` at ${line.domainController}` : ''}${line.usn ? `, uSNChanged ${line.usn}` : ''}; took ${milliseconds(took)}.`),
    changes.length === 0
      ? null
      : h(
          'details',
          {},
          h('summary', {}, plural(changes.length, 'attribute')),
          table(
            `Attributes of change ${line.correlationId}`,
            ['Attribute', 'Before', 'After'],
            changes.map(([name, values]) => [name, values.before.join(', ') || '–', values.after.join(', ') || '–']),
          ),
        ),
  );
}
