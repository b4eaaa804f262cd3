//! Which web pages may connect. A WebSocket is not covered by CORS: the browser
//! connects on behalf of any page and names it in `Origin`; the server alone
//! decides (RFC 6455 section 10.2).

use http::header::ORIGIN;
use http::{HeaderMap, HeaderValue, Uri};

/// What a page from elsewhere is told, with status 403.
pub const REFUSAL: &str = "Only pages of this computer may connect.\n";

// ANCHOR: origin
/// Whether the handshake comes from a page of this computer, or from a program
/// that is no browser: those need not send `Origin`, and cannot be tricked.
pub fn allowed(headers: &HeaderMap) -> bool {
    headers.get_all(ORIGIN).iter().all(is_local)
}

fn is_local(origin: &HeaderValue) -> bool {
    let Ok(origin) = Uri::try_from(origin.as_bytes()) else { return false };
    origin.scheme().is_some() && matches!(origin.host(), Some("localhost" | "127.0.0.1" | "[::1]"))
}
// ANCHOR_END: origin
