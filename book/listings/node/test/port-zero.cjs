// Preloaded into a listing that hard-codes its port (`node --require`): listens
// on a free port of 127.0.0.1 instead and tells the parent process which, and
// what the listing had asked for.
const { Server } = require('node:net');

const { listen } = Server.prototype;

Server.prototype.listen = function (...args) {
  const [first, second] = args;
  const asked =
    typeof first === 'object'
      ? { port: first.port, host: first.host }
      : { port: first, host: typeof second === 'string' ? second : undefined };
  this.once('listening', () => {
    process.send({ port: this.address().port, asked });
  });
  const callback = args.findLast(arg => typeof arg === 'function');
  return listen.call(this, { port: 0, host: '127.0.0.1' }, callback);
};
