// What the page asks the service. A session has a cookie, which the browser keeps from us, and a token, which we add: the
// storage of a page belongs to its host and port, a cookie to all ports of the host.

const TOKEN = 'adsync-token';

/** The event on the window of an answer that arrived, whatever it says. */
export const ANSWERED = 'adsync-answered';

/** The status of a refusal where there was no answer. */
export const UNANSWERED = 0;

const TOO_LARGE = 413;

/** The service said no; `status` is that of HTTP. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const signedIn = () => localStorage.getItem(TOKEN) !== null;

const forget = () => localStorage.removeItem(TOKEN);

let active = true;

/** A person did something: the next request says so, which keeps the session. */
export function touched() {
  active = true;
}

function headers() {
  const all = { 'Content-Type': 'application/json', 'X-ADSync-Token': localStorage.getItem(TOKEN) ?? '' };
  if (!active) all['X-ADSync-Unattended'] = 'yes';
  active = false;
  return all;
}

async function refusal(answer) {
  if (answer.status === TOO_LARGE) return new Refused(answer.status, 'This is more than the 64 KiB that the service takes. Of certificates, give only those of the authority.');
  let message = `The service answered with status ${answer.status}.`;
  try {
    message = (await answer.json()).error ?? message;
  } catch {
    // it said nothing more
  }
  if (answer.status === 401) forget();
  return new Refused(answer.status, message);
}

async function send(method, path, body, signal) {
  try {
    const answer = await fetch(path, { method, headers: headers(), body: body && JSON.stringify(body), signal });
    dispatchEvent(new Event(ANSWERED));
    return answer;
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused(UNANSWERED, 'The service does not answer. It may be starting anew.');
  }
}

/** Opens a session for a code from a link. */
export async function signIn(code) {
  const answer = await send('POST', '/session', { code });
  if (!answer.ok) throw await refusal(answer);
  localStorage.setItem(TOKEN, (await answer.json()).token);
}

export async function signOut() {
  try {
    await send('DELETE', '/api/session');
  } finally {
    forget();
  }
}

/** How long the session lasts: milliseconds until it is over by idleness, and by age; and what can be asked in it. */
export async function session() {
  const answer = await send('POST', '/api/session', {});
  if (!answer.ok) throw await refusal(answer);
  const told = await answer.json();
  const now = Date.parse(told.now);
  return { idle: Date.parse(told.idleAt) - now, end: Date.parse(told.endsAt) - now, questions: told.questions };
}

/** Asks a question as the commands do: the answer's facts, and `found`, whether there was what was asked for. */
export async function ask(question, body = {}, signal = undefined) {
  const answer = await send('POST', `/api/${question}`, body, signal);
  if (!answer.ok) throw await refusal(answer);
  const told = await answer.json();
  return { found: told.found, ...told.answer };
}

/**
 * Follows the changes until the signal is aborted or the service ends it.
 * `on.changes` is given lists of events, `on.missed` how many did not get here.
 */
export async function follow(filter, on, signal) {
  const answer = await send('POST', '/api/changes', filter, signal);
  if (!answer.ok) throw await refusal(answer);
  on.open();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    const changes = [];
    for (const block of blocks) {
      const event = /^event: (\w+)/m.exec(block)?.[1] ?? 'change';
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      if (event === 'missed') on.missed(JSON.parse(data).count);
      else if (event === 'over') throw new Refused(401, 'The session is over.');
      else changes.push(JSON.parse(data));
    }
    if (changes.length > 0) on.changes(changes);
  }
}
