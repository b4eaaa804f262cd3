//! Which `Origin` and which `Host` may talk to this server. WebSocket and CORS share these rules.
//!
//! WebSocket has no CORS: a browser lets any page open a WebSocket to any server and says only, in `Origin`, which page
//! that was (RFC 6455 section 10.2). So the server decides. `Host` is checked against DNS rebinding: a foreign page
//! whose name suddenly points to 127.0.0.1 is "the same host" for the browser, but it still sends its own name.

mod address;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header, request};
use tower_http::cors::{AllowOrigin, CorsLayer};

pub use address::{Host, Origin};

use crate::error::Refusal;

/// May the origin `null` use an endpoint?
///
/// A file opened from disk sends `null`, which is how readers try the book's first client. But so does a sandboxed frame
/// in any page of the world: `null` says nothing about who asks. So it may use only what carries no authority: endpoints
/// that say the same to everyone, or say back to a client what it said itself, and keep nothing. It may not speak in
/// a room, read what others say there, or make the server hold a race or an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NullOrigin {
    Allowed,
    Refused,
}

/// The rules, with what the command line adds to them.
#[derive(Debug)]
pub(crate) struct Policy {
    origins: Vec<Origin>,
    hosts: Vec<Host>,
}

impl Policy {
    pub(crate) fn new(origins: &[Origin], hosts: &[Host]) -> Self {
        let hosts =
            hosts.iter().cloned().chain(origins.iter().map(|origin| origin.host.clone())).collect();
        Self { origins: origins.to_vec(), hosts }
    }

    /// The host that a request is for, if this server goes by that name.
    fn host(&self, uri: &Uri, headers: &HeaderMap) -> Result<Host, Refusal> {
        let mut values = headers.get_all(header::HOST).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Refusal::bad_request(
                "A request needs exactly one Host header (RFC 9112 section 3.2).",
            ));
        };
        let authority = value.to_str().ok().and_then(|text| text.parse().ok());
        let Some(host) = authority.as_ref().and_then(Host::of) else {
            return Err(Refusal::bad_request(
                "The Host header is not of the form host or host:port.",
            ));
        };
        // In "GET http://name/ HTTP/1.1" the name in the request line wins over Host (RFC 9112 section 3.2.2): check both.
        let in_request_line = uri.authority().map(|authority| Host::of(authority).ok_or(()));
        let known =
            |host: &Host| host.is_loopback() || host.ip().is_some() || self.hosts.contains(host);
        if !known(&host) || in_request_line.is_some_and(|host| !host.is_ok_and(|host| known(&host)))
        {
            return Err(Refusal::forbidden(format!(
                "This playground does not go by the name `{host}`, and refuses it so that a foreign page cannot reach it \
                 by DNS rebinding. Use localhost or an IP address, or start it with --allow-host {host}."
            )));
        }
        Ok(host)
    }

    /// Whether a page of the origin in `headers` may talk to `host`.
    fn origin(&self, headers: &HeaderMap, host: &Host, null: NullOrigin) -> Result<(), Refusal> {
        let mut values = headers.get_all(header::ORIGIN).iter();
        let (value, None) = (values.next(), values.next()) else {
            return Err(Refusal::bad_request(
                "A request may have one Origin header at the most (RFC 6454 section 7.3).",
            ));
        };
        // Browsers always send it with a WebSocket handshake and with CORS requests; programs do not.
        let Some(value) = value else { return Ok(()) };
        if value == "null" {
            return match null {
                NullOrigin::Allowed => Ok(()),
                NullOrigin::Refused => Err(Refusal::forbidden(
                    "The origin `null` (a file opened from disk, or a sandboxed frame) may not use this endpoint, because it \
                     does not tell who asks. Open the page over http:// instead, such as http://localhost:3000.",
                )),
            };
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        let origin = Origin::parse(&text);
        if origin.is_some_and(|origin| self.knows(&origin, host)) {
            return Ok(());
        }
        Err(Refusal::forbidden(format!(
            "Pages of the origin `{text}` may not use this playground. Allowed are pages of this machine (localhost) and of \
             the host {host}. To allow this one, start the playground with --allow-origin {text}."
        )))
    }

    fn knows(&self, origin: &Origin, host: &Host) -> bool {
        let near = origin.is_web() && (origin.host == *host || origin.host.is_loopback());
        near || self.origins.contains(origin)
    }

    fn check(&self, uri: &Uri, headers: &HeaderMap, null: NullOrigin) -> Result<(), Refusal> {
        self.origin(headers, &self.host(uri, headers)?, null)
    }
}

/// Middleware: refuses a request for a host that we are not.
pub(crate) async fn guard_host(
    State(policy): State<Arc<Policy>>,
    request: Request,
    next: Next,
) -> Response {
    match policy.host(request.uri(), request.headers()) {
        Ok(_) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Middleware: refuses a request, WebSocket handshakes included, of a page that may not use this server.
pub(crate) async fn guard_origin(
    State((policy, null)): State<(Arc<Policy>, NullOrigin)>,
    request: Request,
    next: Next,
) -> Response {
    match policy.check(request.uri(), request.headers(), null) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The CORS headers that let the pages which `guard_origin` lets through read the answer.
pub(crate) fn cors(policy: Arc<Policy>, null: NullOrigin) -> CorsLayer {
    let allowed = move |_: &HeaderValue, request: &request::Parts| {
        policy.check(&request.uri, &request.headers, null).is_ok()
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(allowed))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE, HeaderName::from_static("last-event-id")])
        // A book on the public web that is named with --allow-origin asks for this before it reaches into this machine.
        .allow_private_network(true)
        .max_age(Duration::from_mins(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy::new(
            &["https://book.example".parse().unwrap()],
            &["classroom.example".parse().unwrap()],
        )
    }

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    fn allows(host: &str, origin: Option<&str>, null: NullOrigin) -> bool {
        policy().check(&Uri::from_static("/"), &headers(host, origin), null).is_ok()
    }

    #[test]
    fn hosts_are_loopback_names_addresses_and_the_allowed_ones() {
        for host in [
            "localhost:4000",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "127.0.0.1:4000",
            "127.9.9.9",
            "[::1]:4000",
            "192.168.1.20:4000",
            "[fe80::1]:4000",
            "classroom.example:4000",
            "book.example",
        ] {
            assert!(allows(host, None, NullOrigin::Refused), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:4000",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "notlocalhost",
            "me@localhost",
            "127.1",
            "0x7f000001",
        ] {
            assert!(!allows(host, None, NullOrigin::Refused), "{host}");
        }
    }

    #[test]
    fn origins_are_the_same_host_loopback_and_the_allowed_ones() {
        for (host, origin) in [
            ("localhost:4000", "http://localhost:4000"),
            ("localhost:4000", "http://localhost:3000"),
            ("localhost:4000", "https://localhost"),
            ("localhost:4000", "http://127.0.0.1:8080"),
            ("localhost:4000", "http://[::1]:8080"),
            ("192.168.1.20:4000", "http://192.168.1.20:3000"),
            ("192.168.1.20:4000", "http://localhost:3000"),
            ("[fe80::1]:4000", "http://[fe80::1]:3000"),
            ("localhost:4000", "https://book.example"),
            ("localhost:4000", "https://book.example:443"),
            ("localhost:4000", "HTTPS://BOOK.EXAMPLE"),
        ] {
            assert!(allows(host, Some(origin), NullOrigin::Refused), "{origin} to {host}");
        }
        for (host, origin) in [
            ("localhost:4000", "https://evil.example"),
            ("localhost:4000", "http://book.example"),
            ("localhost:4000", "https://book.example:8443"),
            ("localhost:4000", "http://localhost.evil.example"),
            ("localhost:4000", "http://192.168.1.20:3000"),
            ("192.168.1.20:4000", "http://192.168.1.21:3000"),
            ("localhost:4000", "chrome-extension://localhost"),
            ("localhost:4000", "http://localhost:3000/path"),
            ("localhost:4000", "http://me@localhost"),
            ("localhost:4000", "localhost"),
            ("localhost:4000", ""),
            ("evil.example", "http://evil.example"),
        ] {
            assert!(!allows(host, Some(origin), NullOrigin::Allowed), "{origin} to {host}");
        }
    }

    #[test]
    fn null_depends_on_the_endpoint() {
        assert!(allows("localhost", Some("null"), NullOrigin::Allowed));
        assert!(!allows("localhost", Some("null"), NullOrigin::Refused));
    }

    #[test]
    fn two_hosts_or_two_origins_are_refused() {
        let mut two = headers("localhost", Some("http://localhost"));
        two.append(header::ORIGIN, "https://evil.example".parse().unwrap());
        assert!(policy().check(&Uri::from_static("/"), &two, NullOrigin::Allowed).is_err());
        let mut two = headers("localhost", None);
        two.append(header::HOST, "evil.example".parse().unwrap());
        assert!(policy().check(&Uri::from_static("/"), &two, NullOrigin::Allowed).is_err());
    }

    #[test]
    fn the_name_in_the_request_line_counts_too() {
        let uri = Uri::from_static("http://evil.example/");
        assert!(policy().check(&uri, &headers("localhost", None), NullOrigin::Allowed).is_err());
    }
}
