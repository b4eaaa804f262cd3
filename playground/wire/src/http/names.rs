//! What the fields, methods and status codes that a reader meets are for.

/// A field name in lower case, what it is for, and where that is written.
pub(super) struct KnownField {
    name: &'static str,
    pub(super) note: &'static str,
    pub(super) section: &'static str,
}

const fn known(name: &'static str, section: &'static str, note: &'static str) -> KnownField {
    KnownField { name, note, section }
}

/// Looks a field name up, in any case of letters.
pub(super) fn field(name: &str) -> Option<&'static KnownField> {
    FIELDS.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

const FETCH_METADATA: &str = "Fetch Metadata Request Headers section 2";
const CLIENT_HINTS: &str = "User-Agent Client Hints section 3";
const CORS: &str = "Fetch section 3.3";

#[rustfmt::skip]
static FIELDS: &[KnownField] = &[
    known("accept", "RFC 9110 section 12.5.1", "The kinds of content that the client would like."),
    known("accept-encoding", "RFC 9110 section 12.5.3", "The compressions that the client understands."),
    known("accept-language", "RFC 9110 section 12.5.4", "The languages that the reader prefers."),
    known("access-control-allow-credentials", CORS, "Whether a page of another origin may send and see credentials."),
    known("access-control-allow-headers", CORS, "The request fields that a page of another origin may set."),
    known("access-control-allow-methods", CORS, "The methods that a page of another origin may use."),
    known("access-control-allow-origin", CORS, "The origin whose pages may read this response."),
    known("access-control-max-age", CORS, "Seconds for which the browser may remember the answer to its preflight request."),
    known("access-control-request-headers", CORS, "A preflight request asks whether these fields may be sent."),
    known("access-control-request-method", CORS, "A preflight request asks whether this method may be used."),
    known("allow", "RFC 9110 section 10.2.1", "The methods that this resource takes."),
    known("authorization", "RFC 9110 section 11.6.2", "The client's credentials."),
    known("cache-control", "RFC 9111 section 5.2", "Whether and how long a response may be kept and used again."),
    known("connection", "RFC 9110 section 7.6.1", "What this connection is to be: kept open, closed, or upgraded."),
    known("content-encoding", "RFC 9110 section 8.4", "How the content is compressed."),
    known("content-length", "RFC 9110 section 8.6", "The number of bytes of the body."),
    known("content-type", "RFC 9110 section 8.3", "The kind of content in the body."),
    known("cookie", "RFC 6265 section 5.4", "What the server asked the browser to keep; a WebSocket handshake carries it too."),
    known("date", "RFC 9110 section 6.6.1", "When the response was made."),
    known("dnt", "Tracking Preference Expression section 5.2", "The reader asks not to be tracked."),
    known("etag", "RFC 9110 section 8.8.3", "A mark of this version of the content."),
    known("expect", "RFC 9110 section 10.1.1", "The client waits for 100 before it sends its body."),
    known("host", "RFC 9110 section 7.2", "The host and port that the client means; one server may serve many."),
    known("if-modified-since", "RFC 9110 section 13.1.3", "Send the content only if it changed since then."),
    known("if-none-match", "RFC 9110 section 13.1.2", "Send the content only if its mark is another."),
    known("keep-alive", "RFC 2068 section 19.7.1.1", "How long and for how many requests the connection stays open."),
    known("last-event-id", "HTML section 9.2.4", "The id of the last event that the browser got; the server goes on from there."),
    known("last-modified", "RFC 9110 section 8.8.2", "When the content last changed."),
    known("location", "RFC 9110 section 10.2.2", "Where to go instead, or where the new thing is."),
    known("origin", "RFC 6455 section 10.2", "The site whose page opens the connection. Browsers set it and pages cannot change it, so the server can decide."),
    known("pragma", "RFC 9111 section 5.4", "The old way to say: no cached answer."),
    known("priority", "RFC 9218 section 4", "How urgent the response is."),
    known("referer", "RFC 9110 section 10.1.3", "The page from which the request comes."),
    known("retry-after", "RFC 9110 section 10.2.3", "How long the client should wait before it tries again."),
    known("sec-ch-ua", CLIENT_HINTS, "The browser's brand and version."),
    known("sec-ch-ua-mobile", CLIENT_HINTS, "Whether the browser runs on a phone."),
    known("sec-ch-ua-platform", CLIENT_HINTS, "The operating system."),
    known("sec-fetch-dest", FETCH_METADATA, "What the browser will do with the response."),
    known("sec-fetch-mode", FETCH_METADATA, "How the browser makes the request; websocket for a handshake."),
    known("sec-fetch-site", FETCH_METADATA, "Whether the page and the server are of the same site."),
    known("sec-fetch-user", FETCH_METADATA, "The request follows from something that the reader did."),
    known("sec-fetch-storage-access", "Storage Access Headers", "Whether the request may use cookies across sites."),
    known("sec-gpc", "Global Privacy Control", "The reader asks not to be sold or shared."),
    known("sec-websocket-accept", "RFC 6455 section 4.2.2", "Proof that the server understood the handshake: Base64 of the SHA-1 of the client's key and a fixed GUID."),
    known("sec-websocket-extensions", "RFC 6455 section 9.1", "Extensions that the client offers, or that the server chose from them."),
    known("sec-websocket-key", "RFC 6455 section 4.1", "16 random bytes in Base64. Not a secret: it only makes the server prove that it speaks WebSocket."),
    known("sec-websocket-protocol", "RFC 6455 section 1.9", "Subprotocols that the client offers, or the one that the server chose."),
    known("sec-websocket-version", "RFC 6455 section 4.1", "The version of the protocol: 13, the only one in use."),
    known("server", "RFC 9110 section 10.2.4", "The program that answers."),
    known("set-cookie", "RFC 6265 section 5.2", "The server asks the browser to keep this and send it back."),
    known("te", "RFC 9110 section 10.1.4", "Transfer codings that the client understands."),
    known("trailer", "RFC 9110 section 6.6.2", "Names fields that will follow the body."),
    known("transfer-encoding", "RFC 9112 section 6.1", "How the body is cut for the journey; chunked means pieces, each with its size."),
    known("upgrade", "RFC 9110 section 7.8", "The protocol that this connection should switch to."),
    known("upgrade-insecure-requests", "Upgrade Insecure Requests section 3.2.1", "The browser would rather be sent to https."),
    known("user-agent", "RFC 9110 section 10.1.5", "The program that asks."),
    known("vary", "RFC 9110 section 12.5.5", "The request fields on which this response depends."),
    known("x-accel-buffering", "nginx documentation, proxy_buffering", "Tells an nginx in between not to hold the response back."),
    known("x-content-type-options", "Fetch section 3.6", "nosniff: the browser must not guess another type of content."),
];

/// What a method asks for.
pub(super) fn method(name: &str) -> &'static str {
    match name {
        "GET" => "Asks for a resource; an opening handshake is always a GET.",
        "HEAD" => "Asks for the head that a GET would bring, without its body.",
        "POST" => "Gives the server something to work on.",
        "PUT" => "Puts the content in the place of the resource.",
        "PATCH" => "Changes parts of the resource.",
        "DELETE" => "Asks that the resource be removed.",
        "OPTIONS" => {
            "Asks what is allowed; browsers send it before some requests to another origin."
        }
        "CONNECT" => "Asks a proxy for a tunnel.",
        _ => "What the client wants done.",
    }
}

/// What a status code says.
pub(super) const fn status(code: u16) -> &'static str {
    match code {
        100 => "The client may send its body.",
        101 => "From the next byte on, this connection speaks the other protocol.",
        201 => "Something new was made.",
        204 => "It worked, and there is no body.",
        304 => "What the client has is still right; there is no body.",
        400 => "The server cannot make sense of the request.",
        401 => "The client must say who it is.",
        403 => "The server understood and refuses.",
        404 => "There is nothing here.",
        405 => "Not with this method.",
        413 => "The body is too large.",
        426 => "The server answers here only over the protocol in the Upgrade field.",
        429 => "Too many requests from this client.",
        431 => "The head is too large.",
        503 => "The server cannot answer now.",
        _ => status_class(code),
    }
}

const fn status_class(code: u16) -> &'static str {
    match code {
        100..=199 => "For now; the real answer follows.",
        200..=299 => "It worked.",
        300..=399 => "The client must look elsewhere.",
        400..=499 => "The server finds fault with the request.",
        500..=599 => "The server failed.",
        _ => "Not a class of status that HTTP knows.",
    }
}

/// Query parameters that Engine.IO uses.
pub(super) fn parameter(name: &str) -> Option<&'static str> {
    Some(match name {
        "EIO" => "The version of the Engine.IO protocol.",
        "transport" => "The Engine.IO transport: polling or websocket.",
        "sid" => "The Engine.IO session's id.",
        "t" => "Keeps caches from answering an Engine.IO poll.",
        _ => return None,
    })
}
