//! Every bound of the decoder, and why. What does not fit becomes a `Malformed` unit that says how much was dropped, or
//! is handed on in pieces; it is never kept.

/// Start line, field lines and empty line of one head. Twice what common servers accept for all field lines together
/// (Node 16 KiB, nginx 32 KiB), so that a refused request is still shown whole.
pub const MAX_HEAD_BYTES: usize = 64 * 1024;

/// Field lines of a head that are annotated. Browsers send about 20.
pub const MAX_FIELD_LINES: usize = 128;

/// Query parameters of a request target that are annotated.
pub const MAX_QUERY_PARAMETERS: usize = 32;

/// A chunk-size line with its extensions. Nobody sends long ones; RFC 9112 section 7.1.1 asks for a limit.
pub const MAX_CHUNK_LINE_BYTES: usize = 4 * 1024;

/// Bodies, and bytes of an unknown protocol, are handed on in pieces of at most this size, so a long body costs no
/// memory. Also the size in which a body that ends with the connection appears.
pub const PIECE_BYTES: usize = 64 * 1024;

/// Requests that may wait for their response on one connection. Browsers do not pipeline.
pub const MAX_PENDING_REQUESTS: usize = 64;

/// What a client may send after a request to upgrade, before the answer. A correct client sends nothing.
pub const MAX_HELD_BYTES: usize = 64 * 1024;

/// The payload of one frame. Sixteen times the playground's own message limit; longer payloads are counted, not kept.
pub const MAX_FRAME_PAYLOAD: u64 = 1024 * 1024;

/// A message put together from fragments.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// Frames of one message: an endless row of empty fragments must not grow memory.
pub const MAX_FRAGMENTS: usize = 4096;

/// One server-sent event, its lines and comments.
pub const MAX_EVENT_BYTES: usize = 64 * 1024;

/// Lines of one server-sent event that are annotated.
pub const MAX_EVENT_LINES: usize = 256;

/// The body of one polling request or response; Engine.IO servers announce a `maxPayload` of 1,000,000 by default.
pub const MAX_POLLING_PAYLOAD: usize = 1024 * 1024;

/// Pieces of the stream (chunks) from which one polling payload is joined: the place of each is kept, so a payload in
/// chunks of one byte must not grow memory.
pub const MAX_PIECES: usize = 4096;

/// Packets of one polling payload that are decoded.
pub const MAX_PACKETS: usize = 1024;

/// Elements of a JSON payload that become fields of their own.
pub const MAX_JSON_FIELDS: usize = 64;

/// Nesting of a JSON payload. The decoder itself does not recurse; receivers that do have died at 20,000 levels.
pub const MAX_JSON_DEPTH: usize = 128;
