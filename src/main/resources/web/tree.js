// The tree of the directory: nested lists that are read as they are opened, a part at a time. A ticked unit is shipped with all
// below it; taking the tick from something below leaves that out.

import { announce, h, trouble } from './elements.js';
import { ask } from './service.js';
import { plural } from './words.js';

/** As much again as is shown comes with each part: whoever wants the last of thousands does not press fifty times. */
const PART = 100;
const LARGEST = 2000;

const below = (dn, of) => dn.toLowerCase().endsWith(`,${of.toLowerCase()}`);
const same = (one, other) => one.toLowerCase() === other.toLowerCase();

/** What is chosen: roots, and what is left out below them. */
export class Choice {
  constructor(roots, excluded) {
    this.roots = [...roots];
    this.excluded = [...excluded];
  }

  /** `root`, `inside`, `excluded` (itself), `outside` (something above is left out), or `free`. */
  of(dn) {
    if (this.roots.some((one) => same(one, dn))) return 'root';
    if (this.excluded.some((one) => same(one, dn))) return 'excluded';
    if (this.excluded.some((one) => below(dn, one))) return 'outside';
    return this.roots.some((one) => below(dn, one)) ? 'inside' : 'free';
  }

  turn(dn) {
    switch (this.of(dn)) {
      case 'root':
        this.roots = this.roots.filter((one) => !same(one, dn));
        this.excluded = this.excluded.filter((one) => !below(one, dn));
        break;
      case 'excluded':
        this.excluded = this.excluded.filter((one) => !same(one, dn));
        break;
      case 'inside':
        this.excluded = [...this.excluded.filter((one) => !below(one, dn)), dn];
        break;
      case 'free':
        this.roots = [...this.roots.filter((one) => !below(one, dn)), dn];
        break;
      default:
    }
  }
}

/** The tree as an element; `changed` is called after each choice. */
export function tree(choice, changed, signal) {
  const boxes = new Map();
  const list = h('ul', { class: 'tree', 'aria-label': 'Directory' });

  function refresh() {
    for (const [dn, box] of boxes) {
      const state = choice.of(dn);
      box.checked = state === 'root' || state === 'inside';
      box.disabled = state === 'outside';
    }
  }

  function branch(one, counted) {
    const inner = h('ul', { hidden: true });
    const id = `branch-${boxes.size}`;
    const box = h('input', {
      type: 'checkbox',
      id,
      onchange: () => {
        choice.turn(one.dn);
        refresh();
        changed();
      },
    });
    boxes.set(one.dn, box);
    const opener = h('button', { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-label': `What is in ${one.name}` });
    opener.addEventListener('click', async () => {
      const open = opener.getAttribute('aria-expanded') === 'true';
      opener.setAttribute('aria-expanded', String(!open));
      inner.hidden = open;
      if (!open && inner.childElementCount === 0) await fill(inner, one.dn, 0);
    });
    const users = one.users === 0 && counted ? 'no users' : `${counted ? '' : 'at least '}${plural(one.users, 'user')}`;
    return h(
      'li',
      { data: { dn: one.dn } },
      h('div', { class: 'branch' }, opener, box, h('label', { for: id, title: one.dn }, one.name), h('span', { class: 'quiet' }, users)),
      inner,
    );
  }

  function again(failure, retry) {
    const button = h('button', { type: 'button', class: 'plain' }, 'Try again');
    const item = h('li', {}, trouble(failure.message), button);
    button.addEventListener('click', () => {
      item.remove();
      retry();
    });
    return item;
  }

  async function fill(into, dn, offset) {
    const waiting = h('li', { class: 'quiet' }, 'Reading…');
    into.append(waiting);
    let told;
    try {
      told = await ask('setup-browse', { dn, offset, limit: Math.min(LARGEST, Math.max(PART, offset)) }, signal);
    } catch (failure) {
      if (failure.name === 'AbortError' || failure.status === 401) throw failure;
      into.append(again(failure, () => fill(into, dn, offset)));
      return;
    } finally {
      waiting.remove();
    }
    if (told.failures) {
      into.append(h('li', {}, trouble(told.failures[0].cause)));
      return;
    }
    into.append(...told.branches.map((one) => branch(one, told.counted)));
    const shown = offset + told.branches.length;
    if (shown < told.total) {
      const more = h('li', {}, h('button', { type: 'button', class: 'plain' }, `Show more of ${told.complete ? '' : 'at least '}${told.total}`));
      more.firstChild.addEventListener('click', async () => {
        const before = more.previousElementSibling;
        more.remove();
        await fill(into, dn, shown);
        before.nextElementSibling?.querySelector('button')?.focus(); // the one that was pressed is gone
        announce(`${into.querySelectorAll(':scope > li[data-dn]').length} shown`);
      });
      into.append(more);
    } else if (told.total === 0) {
      into.append(h('li', { class: 'quiet' }, 'Nothing that users live in.'));
    }
    refresh();
  }

  fill(list, '', 0);
  return { element: list, refresh };
}
