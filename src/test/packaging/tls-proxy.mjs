// TLS before a server on this machine:  node tls-proxy.mjs CERTIFICATE KEY HOST PORT TARGET
// TARGET is the server's base URL, of which the origin counts. Ends when its stdin does.
//
//   SEALED   a file that has each request with a sealed password that the server took, a line each
import { appendFileSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";

const [certificate, key, host, port, target] = process.argv.slice(2);
const { hostname, port: targetPort } = new URL(target);

function note(status, body) {
  if (process.env.SEALED && status < 300 && body.includes("encryptedPassword")) {
    appendFileSync(process.env.SEALED, `${body.replaceAll("\n", " ")}\n`);
  }
}

createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (incoming, outgoing) => {
  const { url: path, method, headers } = incoming;
  const body = [];
  const onwards = request({ hostname, port: targetPort, path, method, headers }, (answer) => {
    note(answer.statusCode, Buffer.concat(body).toString());
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onwards.on("error", () => outgoing.destroy());
  incoming.on("data", (part) => body.push(part));
  incoming.pipe(onwards);
}).listen(Number(port), host, () => console.log("ready"));

process.stdin.resume().on("end", () => process.exit(0));
