// The official Socket.IO client at /socket.io/: the npm package's files, unmodified, as the reference server serves them.
import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.js";

const PACKAGE = new URL("../node_modules/socket.io-client/", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8"));
const SCRIPTS = ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js"];

for (const name of SCRIPTS.flatMap((script) => [script, `${script}.map`])) {
  test(`${name} is the package's, and is not sent twice`, async ({ playground, request }) => {
    const url = `${playground.url}/socket.io/${name}`;
    const answer = await request.get(url);
    expect(answer.status()).toBe(200);
    expect(await answer.body()).toEqual(readFileSync(new URL(`dist/${name}`, PACKAGE)));
    const { etag, ...headers } = answer.headers();
    expect(etag).toBe(`"${version}"`);
    expect(headers["cache-control"]).toBe("public, max-age=0");
    expect(headers["content-encoding"]).toBe("gzip");
    const type = name.endsWith(".map") ? "json" : "javascript";
    expect(headers["content-type"]).toBe(`application/${type}; charset=utf-8`);
    for (const tag of [`"${version}"`, `W/"${version}"`]) {
      const again = await request.get(url, { headers: { "If-None-Match": tag } });
      expect([again.status(), (await again.body()).length]).toEqual([304, 0]);
    }
    const old = await request.get(url, { headers: { "If-None-Match": '"1.0.0"' } });
    expect(old.status()).toBe(200);
  });
}

test("a page of another allowed origin can import the client", async ({ playground, request }) => {
  const url = `${playground.url}/socket.io/socket.io.esm.min.js`;
  const asks = async (/** @type {string} */ origin) =>
    (await request.get(url, { headers: { Origin: origin } })).headers();
  const near = await asks("http://localhost:3000");
  expect(near["access-control-allow-origin"]).toBe("http://localhost:3000");
  expect((await asks("https://evil.example"))["access-control-allow-origin"]).toBeUndefined();
});

test("what is no client file is told in words", async ({ playground, request }) => {
  for (const name of ["socket.io.msgpack.min.js", "package.json", "..%2fwidgets.js"]) {
    const answer = await request.get(`${playground.url}/socket.io/${name}`);
    expect(answer.status(), name).toBe(404);
    expect(await answer.text(), name).toContain("There are socket.io.js, socket.io.min.js and");
  }
});
