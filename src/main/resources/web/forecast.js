// A preview, as of the set-up or of a first load that waits: how far it is, its numbers, and who is in it.

import { announce, field, h, input, table, trouble } from './elements.js';
import { plural } from './words.js';

const PART = 50;
const TYPING = 300;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const KINDS = {
  create: 'created',
  link: 'taken over',
  update: 'updated',
  rename: 'get another login',
  service_removal: 'lose a service',
  disable: 'switched off',
  enable: 'switched on',
  delete: 'deleted',
  park: 'cannot be shipped',
};

const GROUP_KINDS = {
  create: 'created',
  link: 'taken over',
  rename: 'get another name',
  add_members: 'get members',
  remove_members: 'lose members',
  delete: 'deleted',
  park: 'cannot be shipped',
};

/**
 * An element that shows previews. `lead` begins the sentence before the numbers, `list` asks for accounts, `waits` is said of a
 * first load that waits for its approval.
 */
export function forecast(lead, list, waits = 'The provider holds accounts that are not known here: the first load waits until you approve it, on the overview.') {
  const status = h('div', { 'aria-live': 'polite' });
  const accounts = h('div', {});
  const search = input('', { type: 'search' });
  const kind = h('select', {}, h('option', { value: '' }, 'Everything'), Object.entries({ ...KINDS, ...GROUP_KINDS, ...KINDS }).map(([value, words]) => h('option', { value }, words)));
  const filters = h('div', { class: 'filters', hidden: true }, field('setup.text', 'Name, login or distinguished name', search), field('setup.kind', 'What happens', kind));
  let offset = 0;
  let asked = 0;
  let typing;

  function show(told) {
    if (told.state !== 'done') {
      filters.hidden = true; // it is no longer what is said above
      accounts.replaceChildren();
    }
    if (told.state === 'failed') {
      status.replaceChildren(trouble(`There is no preview: ${told.cause}`));
      return;
    }
    if (told.state === 'running') {
      status.replaceChildren(
        h('p', {}, `Reading directory and provider… ${plural(told.told, 'account or group', 'accounts and groups')} so far`),
        h('progress', { 'aria-label': 'Preview' }),
      );
      return;
    }
    if (told.state !== 'done') {
      status.replaceChildren();
      return;
    }
    const { summary } = told;
    status.replaceChildren(
      h('p', {}, `${lead} at the provider, which has ${plural(summary.accounts, 'account')}:`),
      h(
        'div',
        { class: 'figures' },
        Object.entries(KINDS).filter(([name]) => summary.changes[name] > 0 || name === 'create').map(([name, words]) => figure(words, summary.changes[name], summary.held[name])),
        figure('unchanged', summary.unchanged, 0),
      ),
      ...groupFigures(summary.groups),
      ...(summary.firstLoadWaits && waits ? [waits, ...summary.warnings] : summary.warnings).map((warning) => h('p', { class: 'cause' }, warning)),
    );
    filters.hidden = told.told === 0;
    look(0);
  }

  const figure = (name, value, held) =>
    h('div', { class: 'figure' }, h('span', { class: 'name' }, name), h('span', { class: 'value' }, String(value)), held > 0 ? h('span', { class: 'quiet' }, `${held} held`) : null);

  function groupFigures(groups) {
    const some = Object.entries(GROUP_KINDS).filter(([name]) => groups.changes[name] > 0 || groups.held[name] > 0);
    if (some.length === 0 && groups.unchanged === 0) return [];
    return [
      h('p', {}, 'To groups:'),
      h(
        'div',
        { class: 'figures' },
        some.map(([name, words]) => figure(words, groups.changes[name], groups.held[name])),
        figure('unchanged', groups.unchanged, 0),
        figure('members added', groups.membersAdded, 0),
        figure('members removed', groups.membersRemoved, 0),
      ),
    ];
  }

  async function look(from) {
    offset = from;
    const mine = ++asked;
    const told = await list({ text: search.value, kind: kind.value, offset, limit: PART });
    if (mine !== asked) return; // it is asked for something else already
    accounts.replaceChildren(
      told.total === 0
        ? h('p', { class: 'empty' }, 'Nobody.')
        : table('Accounts and groups', ['Who', 'What', 'Values'], told.accounts.flatMap(rows)),
      h(
        'div',
        { class: 'buttons turn', hidden: told.total <= PART },
        h('button', { type: 'button', disabled: offset === 0, onclick: () => look(Math.max(0, offset - PART)) }, 'Back'),
        h('button', { type: 'button', disabled: offset + PART >= told.total, onclick: () => look(offset + PART) }, 'More'),
        h('span', { class: 'quiet' }, `${offset + 1} to ${Math.min(offset + PART, told.total)} of ${told.total}`),
      ),
    );
    announce(plural(told.total, 'account or group', 'accounts and groups'));
  }

  function rows(one) {
    if (one.type === 'group') return [groupRow(one)];
    const words = one.kinds.map((name) => KINDS[name] ?? name).join(', ');
    const [opener, below] = values(one);
    const row = [
      h('span', {}, one.userName || one.dn, h('span', { class: 'place' }, one.dn)),
      `${one.held ? 'held: ' : ''}${words}${one.cause ? ` – ${one.cause}` : ''}`,
      opener,
    ];
    return below ? [row, below] : [row];
  }

  /** What opens the values of an account, and the row for them: within a cell they would make the table wider than the screen. */
  function values(one) {
    const all = Object.entries(one.values);
    if (all.length === 0) return ['', null];
    const cell = h('td', { colspan: '3' });
    const below = h('tr', { class: 'values', hidden: true }, cell);
    const who = one.userName || one.dn;
    const opener = h('button', { type: 'button', class: 'link words', 'aria-expanded': 'false' }, plural(all.length, 'value'), h('span', { class: 'unseen' }, ` of ${who}`));
    opener.addEventListener('click', () => {
      if (cell.childElementCount === 0) {
        cell.append(
          table(
            `Values of ${who}`,
            ['Value', 'Before', 'After'],
            all.map(([path, value]) => [h('span', { title: path }, brief(path)), shown(value.before), shown(value.after)]),
          ),
        );
      }
      below.hidden = !below.hidden;
      opener.setAttribute('aria-expanded', String(!below.hidden));
    });
    return [opener, below];
  }

  /** The name of an attribute as the mapping has it: its schema is longer than what it is about. */
  const brief = (path) => path.replace(ENTERPRISE, 'enterprise').replace(/^urn:.*:User(?=:)/, 'extension');

  function groupRow(one) {
    const waits = (name) => one.held && (name === 'delete' || name === 'remove_members');
    const listed = (names) => names.map((name) => GROUP_KINDS[name] ?? name).join(', ');
    const done = listed(one.kinds.filter((name) => !waits(name)));
    const words = `${done}${done && one.held ? ', ' : ''}${one.held ? 'held: ' : ''}${listed(one.kinds.filter(waits))}`;
    const renamed = one.kinds.includes('rename') ? ` (was ${one.displayNameBefore})` : '';
    return [
      h('span', {}, `${one.displayName}${renamed}`, h('span', { class: 'place' }, one.dn)),
      `${words}${one.cause ? ` – ${one.cause}` : ''}`,
      h('span', {}, [members('added', one.added), members('removed', one.removed)].filter(Boolean).join('; ')),
    ];
  }

  function members(word, { count, first }) {
    if (count === 0) return '';
    const names = first.map((member) => member.name).join(', ');
    return `${plural(count, 'member')} ${word}: ${names}${count > first.length ? ', …' : ''}`;
  }

  const shown = (value) => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

  kind.addEventListener('change', () => look(0));
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => look(0), TYPING);
  });
  return { element: h('div', {}, status, filters, accounts), show };
}
