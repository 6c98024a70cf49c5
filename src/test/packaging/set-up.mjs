// What a person does on the set-up page, asked as the page asks:  node set-up.mjs LINK ROOT CA-FILE
// Signs in by a link, answers for the domain and the provider of lab.sh, tries all, saves, and ends the set-up. Prints the
// answers of the preview; fails with what is wrong.
import { readFileSync } from "node:fs";

const [link, root, authority] = process.argv.slice(2);
const [address, code] = link.split("#sign-in=");
const headers = { "Content-Type": "application/json" };

async function post(path, body) {
  const answer = await fetch(new URL(path, address), { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  const cookie = answer.headers.get("set-cookie");
  if (cookie) headers.Cookie = cookie.split(";")[0];
  return JSON.parse(text);
}

async function ask(question, body = {}) {
  const { answer } = await post(`/api/${question}`, body);
  if (answer.failures?.length > 0) throw new Error(`${question}: ${JSON.stringify(answer.failures)}`);
  return answer;
}

headers["X-ADSync-Token"] = (await post("/session", { code })).token;
const pem = readFileSync(authority, "utf8");
await ask("setup-answer", {
  set: {
    organization: "contoso",
    "directory.servers": ["ldaps://dc1.contoso.com"],
    "directory.root": root,
    "directory.user": "svc-adsync@contoso.com",
    "provider.url": "https://scim.example.net/scim/v2",
    "provider.user": "scim",
  },
  secrets: { "directory.password": "Choose-Another.1", "provider.password": "scim-password" },
  certificates: { "directory.trust": pem, "provider.trust": pem },
});
const tried = await ask("setup-try", { part: "all" });
console.log(tried.steps.map((step) => step.name).join(", "));
await ask("setup-save");
await ask("setup-end");
