// A SCIM 2.0 server on the scimmy library, for tests: users and groups in memory, on a loopback port.
//
//   PORT    0 (default): any free one; the first line on stdout is the base URL
//   AUTH    bearer (default, token scim-token) or basic (scim:scim-password)
//   BULK    off: no Bulk           MAXOPS, MAXPAY  limits of a Bulk request
//   PATCH   off: answered with 501, and said so
//   RATE    requests a second before 429; 0 (default): no limit
//
// Ends when its stdin does, so that it never outlives the process that started it.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

const { Attribute, SchemaDefinition, Error: ScimError } = SCIMMY.Types;

const setting = (name, otherwise) => process.env[name] ?? otherwise;
const basic = setting("AUTH", "bearer") === "basic";
const credentials = basic
  ? "Basic " + Buffer.from("scim:scim-password").toString("base64")
  : "Bearer scim-token";

// The same schema file as the embedded provider's: the two cannot drift apart.
const EXTENSION = new URL("../../main/resources/adsync/embedded/user-extension.json", import.meta.url);

function attribute({ name, type, subAttributes = [], ...schema }) {
  const { multiValued, description, required, caseExact, mutability, returned } = schema;
  // Of the words of RFC 7643 scimmy acts on these only when they are booleans.
  const mutable = mutability === "readWrite" || mutability;
  const config = { multiValued, description, required, mutable, returned: returned === "default" || returned };
  if (caseExact !== undefined) config.caseExact = caseExact;
  return new Attribute(type, name, config, subAttributes.map(attribute));
}

function extension() {
  const { id, name, description, attributes } = JSON.parse(readFileSync(EXTENSION));
  return new SchemaDefinition(name, id, description, attributes.map(attribute));
}

const capabilities = {
  bulk: {
    supported: setting("BULK", "on") !== "off",
    maxOperations: Number(setting("MAXOPS", 1000)),
    maxPayloadSize: Number(setting("MAXPAY", 4 << 20)),
  },
  filter: { supported: true, maxResults: 200 },
  patch: setting("PATCH", "on") !== "off",
  sort: true,
  changePassword: true,
};

/** Resources of one type by id, with an index for each attribute that clients look them up by. */
class Store {
  #byId = new Map();
  #indexes;

  /** @param keys a function for each indexed attribute (lower-case name) that makes its values comparable */
  constructor(keys, unique) {
    this.unique = unique;
    this.#indexes = Object.entries(keys).map(([name, key]) => ({ name, key, ids: new Map() }));
  }

  put(id, data) {
    const old = id === undefined ? undefined : this.get(id);
    for (const index of this.#indexes.filter(({ name }) => name === this.unique)) {
      const owners = this.#idsOf(index, data);
      if ([...owners].some((owner) => owner !== id)) throw new ScimError(409, "uniqueness", "already taken");
    }
    const now = new Date().toISOString();
    const kept = {
      ...JSON.parse(JSON.stringify(data)),
      id: id ?? randomUUID(),
      meta: { created: old?.meta.created ?? now, lastModified: now },
    };
    if (old) this.#unindex(old);
    this.#byId.set(kept.id, kept);
    for (const index of this.#indexes) {
      const value = valueOf(kept, index);
      if (value !== undefined) index.ids.set(value, this.#idsOf(index, kept).add(kept.id));
    }
    return kept;
  }

  get(id) {
    const found = this.#byId.get(id);
    if (!found) throw new ScimError(404, null, `there is no resource '${id}'`);
    return found;
  }

  remove(id) {
    this.#unindex(this.get(id));
    this.#byId.delete(id);
  }

  find(filter) {
    const [path, comparison] = (filter?.length === 1 && Object.entries(filter[0]).length === 1
      ? Object.entries(filter[0])[0]
      : []);
    const index = this.#indexes.find(({ name }) => name === path?.toLowerCase());
    if (index && Array.isArray(comparison) && comparison[0] === "eq") {
      return [...(index.ids.get(index.key(String(comparison[1]))) ?? [])].map((id) => this.#byId.get(id));
    }
    const all = [...this.#byId.values()];
    return filter ? filter.match(all) : all;
  }

  #idsOf(index, data) {
    return index.ids.get(valueOf(data, index)) ?? new Set();
  }

  #unindex(old) {
    for (const index of this.#indexes) {
      const ids = this.#idsOf(index, old);
      ids.delete(old.id);
      if (ids.size === 0) index.ids.delete(valueOf(old, index));
    }
  }
}

function valueOf(data, { name, key }) {
  const found = Object.keys(data).find((attribute) => attribute.toLowerCase() === name);
  return found === undefined || data[found] === undefined ? undefined : key(String(data[found]));
}

function keep(Resource, store) {
  SCIMMY.Resources.declare(Resource)
    .ingress((resource, data) => store.put(resource.id, data))
    .egress((resource) => (resource.id ? store.get(resource.id) : store.find(resource.filter)))
    .degress((resource) => store.remove(resource.id));
}

function limit(perSecond) {
  let second = 0;
  let seen = 0;
  return (request, response, next) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, seen] = [now, 0];
    if (++seen <= perSecond) return next();
    response
      .status(429)
      .set("Retry-After", "1")
      .type("application/scim+json")
      .send({ schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "429", detail: "too many requests" });
  };
}

SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.User.extend(extension(), false);

const exact = (value) => value;
const folded = (value) => value.toLowerCase();
keep(SCIMMY.Resources.User, new Store({ username: folded, externalid: exact }, "username"));
keep(SCIMMY.Resources.Group, new Store({ externalid: exact }));

const app = express();
const rate = Number(setting("RATE", 0));
if (rate > 0) app.use(limit(rate));
if (!capabilities.patch) app.patch(/.*/, (request, response) => response.sendStatus(501));
SCIMMY.Config.set(capabilities);
const server = app.listen(Number(setting("PORT", 0)), "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  app.use(
    "/scim/v2",
    new SCIMMYRouters({
      type: basic ? "basic" : "bearer",
      baseUri: () => origin,
      handler: (request) => {
        if (request.header("Authorization") !== credentials) throw new Error("not authenticated");
        return "client";
      },
    }),
  );
  SCIMMY.Config.set(capabilities); // the routers switch Bulk and PATCH on
  console.log(`${origin}/scim/v2`);
});
server.keepAliveTimeout = 60_000;

process.stdin.resume().on("close", () => process.exit(0));
