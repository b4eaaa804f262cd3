// What one open connection costs a server in memory: this is the server, in a
// process of its own. The parent opens connections, and asks before and after.
//   fork('compression-memory.mjs', [mode], { execArgv: ['--expose-gc'] })
import { listen } from './compression.mjs';

const { server, url } = await listen(process.argv[2]);
// Only a connection that has compressed and decompressed holds what that takes.
server.on('connection', socket => {
  socket.on('error', () => {});
  socket.on('message', message => socket.send(message));
});

process.on('message', () => {
  globalThis.gc();
  process.send({ resident: process.memoryUsage.rss() });
});
process.send({ url });
