// Times, durations and names as people say them.

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const count = new Intl.NumberFormat();

export const number = (value) => count.format(value ?? 0);

/** A number of things: `plural(1, 'account')`. */
export const plural = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

export const clock = (instant) => time.format(new Date(instant));

/** As the axis of a chart has it. */
export const minute = (instant) => short.format(new Date(instant));

/** Today only by its time. */
export function when(instant) {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? time.format(date) : day.format(date);
}

export function milliseconds(value) {
  if (value === null || value === undefined) return '–';
  if (value < 1000) return `${value} ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`;
  return duration(value / 1000);
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

export const ago = (instant) => `${duration((Date.now() - Date.parse(instant)) / 1000)} ago`;

/** What a directory appends to the name of whom it deletes, or who has a name that another one has. */
const MANGLED = /\\0A(DEL|CNF):[0-9a-f-]{36}$/i;

/** The relative distinguished name as it stands there. */
const rdnOf = (dn) => /^(?:\\.|[^,\\])*/.exec(dn)[0];

/** Whether its name says that the object is deleted. */
export const deleted = (dn) => MANGLED.exec(rdnOf(dn))?.[1].toUpperCase() === 'DEL';

/** What is in front of a distinguished name: the name of the object, as it was before the directory changed it. */
export function nameOf(dn) {
  const match = /^[^=]+=(.*)$/s.exec(rdnOf(dn).replace(MANGLED, ''));
  return match ? match[1].replace(/\\([0-9a-f]{2})|\\(.)/gi, (all, hex, c) => (hex ? all : c)) : dn;
}

/** What is behind the name. */
export const placeOf = (dn) => dn.replace(/^(?:\\.|[^,\\])*,?/, '');

/** Of changes. */
const KINDS = {
  created: 'created',
  updated: 'updated',
  moved: 'moved',
  disabled: 'disabled',
  enabled: 'enabled',
  left_scope: 'left the scope',
  deleted: 'deleted',
  expired: 'expired',
  retention_ended: 'retention ended',
  remapped: 'mapped anew',
  drifted: 'changed at the provider',
};

/** What else the audit log tells. */
const AUDITED = {
  password: 'password',
  controller_enrolled: 'domain controller enrolled',
  controller_renewed: 'domain controller renewed',
  controller_revoked: 'domain controller revoked',
};

export const kinds = Object.keys(KINDS);
export const kind = (word) => KINDS[word] ?? AUDITED[word] ?? word;

const OUTCOMES = {
  seen: 'seen',
  shipped: 'shipped',
  unchanged: 'unchanged',
  superseded: 'superseded',
  postponed: 'postponed',
  parked: 'parked',
  held: 'held',
  forgotten: 'forgotten',
  dropped: 'dropped',
  noted: 'noted',
};

export const outcome = (word) => OUTCOMES[word] ?? word;

const HAZARDS = {
  leave_scope: 'Accounts of users who leave the scope',
  delete: 'Accounts to delete',
  disable: 'Accounts to disable',
  service_removal: 'Accounts that lose a service',
  member_removal: 'Members to take out of groups',
  rename: 'Accounts that get another login',
  root_deleted: 'Users and groups of a selected root that is deleted',
  first_load: 'The first load',
};

export const hazard = (word) => HAZARDS[word] ?? word;
