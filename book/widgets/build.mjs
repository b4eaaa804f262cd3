// Bundles the widgets for the playground, which serves them at /assets/, and puts the official Socket.IO client beside them.
//   node build.mjs            once, into target/widgets
//   node build.mjs --watch    again whenever a source changes, until the process that started it ends
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context, stop } from "esbuild";

const outdir = fileURLToPath(new URL("../../target/widgets", import.meta.url));

/**
 * `import source from "./x.js?text"`: the file as it is, for demos that show and count code.
 *
 * @type {import("esbuild").Plugin}
 */
const text = {
  name: "text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?text", "")),
      namespace: "text",
    }));
    onLoad({ filter: /.*/, namespace: "text" }, async ({ path }) => ({
      contents: await readFile(path, "utf8"),
      loader: "text",
      watchFiles: [path],
    }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const options = {
  entryPoints: { widgets: fileURLToPath(new URL("src/main.js", import.meta.url)) },
  outdir,
  bundle: true,
  format: "esm",
  // Each element is a chunk of its own: a page loads only what it shows.
  splitting: true,
  // Only the entry keeps its name, so every other file may be cached for ever.
  chunkNames: "[name]-[hash]",
  minify: true,
  target: "es2022",
  loader: { ".css": "text" },
  plugins: [text],
  logLevel: "info",
};

/** The playground serves these as they are; the version in package.json is their ETag. */
function copyOfficialClient() {
  const from = new URL("node_modules/socket.io-client/", import.meta.url);
  const to = `${outdir}/socket.io`;
  mkdirSync(to, { recursive: true });
  cpSync(fileURLToPath(new URL("package.json", from)), `${to}/package.json`);
  for (const name of ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js"]) {
    for (const file of [name, `${name}.map`]) {
      cpSync(fileURLToPath(new URL(`dist/${file}`, from)), `${to}/${file}`);
    }
  }
}

if (process.argv.includes("--watch")) {
  copyOfficialClient();
  await (await context({ ...options, logLevel: "warning" })).watch();
  const parent = process.ppid;
  const timer = setInterval(async () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    // esbuild's own process would go on watching.
    await stop();
    process.exit();
  }, 1000);
} else {
  rmSync(outdir, { recursive: true, force: true });
  await build(options);
  copyOfficialClient();
}
