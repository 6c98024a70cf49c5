// A hold: what waits for a person, and the two answers.

import { announce, confirm, h, table, trouble } from './elements.js';
import { ask } from './service.js';
import { ago, hazard, kind, nameOf, number, placeOf, plural, when } from './words.js';

export const FIRST_ACCOUNTS = 20;

/** Someone, with a way to all that is known of them. */
export const person = (one) => h('a', { href: `#/person/${encodeURIComponent(one.objectGUID)}` }, nameOf(one.dn));

/** An answer is about the hold as it is shown here: if more has joined it since, it is refused, and the hold is shown anew. */
export function hold(told, done, refused, preview) {
  const first = told.kind === 'first_load';

  async function decide(question, title, text, yes) {
    if (!(await confirm(title, text, yes))) return;
    refused('');
    try {
      const { found, message, grownTo } = await ask(question, { hold: told.hold, count: told.count });
      if (found) announce(message);
      else refused(grownTo === undefined ? message : `Nothing was done: hold ${told.hold} has grown, ${number(grownTo)} have joined it by now; it is shown here as it is now.`);
      await done();
      document.getElementById('main').focus({ preventScroll: true });
    } catch (failure) {
      refused(failure.message);
      await done();
    }
  }

  const what = first ? 'all users' : amount(told);
  return h(
    'article',
    { class: 'hold', data: { hold: String(told.hold) }, 'aria-label': `Hold ${told.hold}` },
    h('h3', {}, `${hazard(told.kind)}: ${number(told.objects)}`),
    h('p', {}, why(told, first), ` Waits since ${when(told.openedAt)}.`),
    first ? preview(told.hold) : list(told),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        {
          type: 'button',
          class: 'plain danger',
          onclick: () =>
            decide(
              'reject',
              `Reject hold ${told.hold}?`,
              first ? 'Nothing is shipped until it is approved after all.' : `${what} are parked: nothing happens to them at the provider until their next change.`,
              'Reject',
            ),
        },
        'Reject',
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'main',
          onclick: () =>
            decide(
              'approve',
              `Approve hold ${told.hold}?`,
              first ? 'All users are shipped into the provider, which has accounts already.' : `${hazard(told.kind)}: ${number(told.objects)}. The provider is told of them now.`,
              'Approve',
            ),
        },
        'Approve',
      ),
    ),
  );
}

const amount = (told) => plural(told.objects, told.kind === 'member_removal' ? 'member' : 'change');

function why(told, first) {
  if (first)
    return `The provider held accounts before the first load. ${plural(told.objects, 'user')} ${told.objects === 1 ? 'waits' : 'wait'}; nothing is shipped until you approve it.`;
  return told.kind === 'root_deleted'
    ? `The selected root ${told.root ?? ''} is deleted. What was in it stays as it is until you decide.`
    : `More than the ${number(told.limit)} that may pass within the window (guard). Everything else goes on.`;
}

/** Whose they are, a part at a time. */
function list(told) {
  const element = h('div');

  async function look(offset) {
    try {
      const { holds } = await ask('holds', { hold: told.hold, offset, limit: FIRST_ACCOUNTS });
      show(holds[0]?.accounts ?? [], offset);
    } catch (failure) {
      element.replaceChildren(trouble(failure.message));
    }
  }

  function show(accounts, offset) {
    const more = accounts.length === FIRST_ACCOUNTS;
    element.replaceChildren(
      table(
        `Accounts of hold ${told.hold}`,
        ['Account', 'Place', 'Change', 'Seen'],
        accounts.map((one) => [person(one), placeOf(one.dn), kind(one.kind), ago(one.since)]),
      ),
      h(
        'div',
        { class: 'buttons turn', hidden: offset === 0 && !more },
        h('button', { type: 'button', disabled: offset === 0, onclick: () => look(Math.max(0, offset - FIRST_ACCOUNTS)) }, 'Back'),
        h('button', { type: 'button', disabled: !more, onclick: () => look(offset + FIRST_ACCOUNTS) }, 'More'),
        h('span', { class: 'quiet' }, `${number(offset + 1)} to ${number(offset + accounts.length)}`),
      ),
    );
  }

  show(told.accounts ?? [], 0);
  return element;
}
