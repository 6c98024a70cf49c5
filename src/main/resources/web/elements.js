// Builds the page. Texts are only ever set as texts, so nothing of a directory can become markup.

/** An element with properties, listeners (`onclick`), `class`, `data` and children; null children are left out. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else if (key === 'data') Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(key, '');
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A card: a section with a heading, which no other card of the page has. */
export function card(title, ...children) {
  const id = `card-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), children);
}

/** A card within something that has a name: its heading may be that of another one. */
export const inner = (title, ...children) => h('section', { class: 'card' }, h('h2', {}, title), children);

/** A state, as a word with a colour and a shape. */
export const chip = (state, word = state) => h('span', { class: `chip ${state}` }, word);

/** A table that keeps its columns readable on a narrow screen: each cell knows its heading. A row may be an element of its own. */
export function table(caption, columns, rows) {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))),
      h(
        'tbody',
        {},
        rows.map((row) => (row instanceof Element ? row : h('tr', {}, row.map((cell, at) => h('td', { data: { column: columns[at] } }, cell))))),
      ),
    ),
  );
}

/** Says something to who listens instead of looking. */
export function announce(text) {
  document.getElementById('announce').textContent = text;
}

/** What went wrong, said at once. */
export const trouble = (message) => h('p', { class: 'trouble', role: 'alert' }, message);

/**
 * Asks before something is decided; resolves to whether it is meant. The dialog is the browser's own: it keeps the focus,
 * and Escape says no.
 */
export function confirm(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' },
      h('h2', { id: 'confirm-title' }, title),
      h('p', { id: 'confirm-text' }, text),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', class: 'plain', onclick: () => dialog.close('no') }, 'Cancel'),
        h('button', { type: 'button', class: 'main', onclick: () => dialog.close('yes') }, yes),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A labelled input with its help, and a place for what is wrong with it. */
export function field(key, label, input, help = '') {
  const id = `setup-${key.replace(/\W/g, '-')}`;
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-wrong ${id}-help`);
  return h(
    'div',
    { class: 'field wide', data: { key } },
    h('label', { for: id }, label),
    input,
    h('p', { class: 'wrong', id: `${id}-wrong` }),
    h('p', { class: 'quiet help', id: `${id}-help` }, help),
  );
}

export function input(value, properties = {}) {
  return h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value, ...properties });
}
