use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::{Digest, Sha1};

/// What a server puts behind the client's key before it hashes both (RFC 6455 section 1.3).
pub const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The `Sec-WebSocket-Accept` value that answers `key`: Base64 of the SHA-1 of key and [`GUID`] (RFC 6455 section 1.3).
/// `key` is the value of `Sec-WebSocket-Key` as it was sent, without the spaces around it; it is not decoded.
pub fn accept_key(key: &str) -> String {
    STANDARD.encode(accept_hash(key))
}

/// The 20 bytes of SHA-1 that [`accept_key`] writes as Base64.
pub fn accept_hash(key: &str) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(key);
    hash.update(GUID);
    hash.finalize().into()
}
