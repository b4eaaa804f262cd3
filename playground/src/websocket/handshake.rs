//! The opening handshake (RFC 6455 section 4.2).

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRef, FromRequestParts},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header, request::Parts,
};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{Endpoint, HeldStream, WebSockets, bare, session};
use crate::{connection::Peer, error::Refusal, watch::Orders};

/// The lesson that explains this handshake.
const LESSON: &str = "/how-it-works.html";
/// The only version there is (RFC 6455 section 4.4).
const VERSION: &str = "13";
/// What answers the key of sixteen zero bytes, `AAAAAAAAAAAAAAAAAAAAAA==`, which no client draws at random.
const WRONG_ACCEPT: &str = "ICX+Yqv66kxgM0FcWaLWlFLwTAI=";

/// A valid opening handshake, not yet answered.
pub(crate) struct Handshake {
    accept: HeaderValue,
    upgrade: OnUpgrade,
    peer: Option<Peer>,
    path: String,
    sockets: WebSockets,
    orders: Option<Orders>,
}

impl Handshake {
    /// Answers 101 and lets `endpoint` talk. The connection keeps its place among the limited number until then.
    pub(crate) fn accept(mut self, endpoint: impl Endpoint) -> Response {
        let (sockets, orders) = (self.sockets.clone(), self.orders.take());
        self.switch(|upgraded| session::run(upgraded, sockets, orders, endpoint))
    }

    /// Answers 101 and hands the bytes over to another implementation of WebSocket, which is told that the peer hung up
    /// when `end` is cancelled. The connection keeps its place until `talk` completes.
    pub(crate) fn accept_stream<F>(
        self,
        end: CancellationToken,
        talk: impl FnOnce(HeldStream) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send,
    {
        self.switch(async move |upgraded| talk(HeldStream::new(upgraded, &end)).await)
    }

    /// Answers 101, writes `bytes`, and ends: see [`bare::say`].
    pub(crate) fn accept_and_say(self, bytes: Vec<u8>) -> Response {
        self.switch(async move |upgraded| bare::say(TokioIo::new(upgraded), &bytes).await)
    }

    /// Will answer with the accept value of another key.
    pub(crate) fn with_wrong_accept(self) -> Self {
        Self { accept: HeaderValue::from_static(WRONG_ACCEPT), ..self }
    }

    fn switch<F>(self, talk: impl FnOnce(Upgraded) -> F + Send + 'static) -> Response
    where
        F: Future<Output = ()> + Send,
    {
        let Self { accept, upgrade, peer, path, sockets, .. } = self;
        let address = peer.as_ref().map(|peer| tracing::field::display(peer.address));
        let span = tracing::info_span!("websocket", peer = address, path);
        let life = async move {
            match upgrade.await {
                Ok(upgraded) => {
                    tracing::info!("open");
                    talk(upgraded).await;
                    tracing::info!("closed");
                }
                Err(error) => tracing::debug!(%error, "the client went away during the handshake"),
            }
            drop(peer);
        };
        sockets.tasks.spawn(life.instrument(span));
        let headers = [
            (header::CONNECTION, HeaderValue::from_static("Upgrade")),
            (header::UPGRADE, HeaderValue::from_static("websocket")),
            (header::SEC_WEBSOCKET_ACCEPT, accept),
        ];
        (StatusCode::SWITCHING_PROTOCOLS, headers, Body::empty()).into_response()
    }
}

impl<S> FromRequestParts<S> for Handshake
where
    S: Send + Sync,
    WebSockets: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let accept = check(parts).map_err(|fault| fault.respond(parts))?;
        let upgrade = parts
            .extensions
            .remove::<OnUpgrade>()
            .ok_or_else(|| Fault::NotAHandshake.respond(parts))?;
        let peer = parts.extensions.get::<Peer>().cloned();
        let path = parts.uri.path().to_owned();
        let orders = parts.extensions.remove();
        Ok(Self { accept, upgrade, peer, path, sockets: WebSockets::from_ref(state), orders })
    }
}

/// What is wrong with a handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// An ordinary request.
    NotAHandshake,
    /// `Sec-WebSocket-Version` is missing or not 13.
    Version,
    /// `Sec-WebSocket-Key` is missing or there are several.
    MissingKey,
    /// `Sec-WebSocket-Key` is not 16 bytes in base64.
    Key,
}

/// The `Sec-WebSocket-Accept` value for a valid handshake.
fn check(parts: &Parts) -> Result<HeaderValue, Fault> {
    let upgrades = lists(&parts.headers, &header::CONNECTION, "upgrade")
        && lists(&parts.headers, &header::UPGRADE, "websocket");
    if parts.method != Method::GET || parts.version < Version::HTTP_11 || !upgrades {
        return Err(Fault::NotAHandshake);
    }
    if only(&parts.headers, &header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version != VERSION)
    {
        return Err(Fault::Version);
    }
    let key = only(&parts.headers, &header::SEC_WEBSOCKET_KEY).ok_or(Fault::MissingKey)?;
    let nonce = BASE64_STANDARD.decode(key).map_err(|_| Fault::Key)?;
    if nonce.len() != 16 {
        return Err(Fault::Key);
    }
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).map_err(|_| Fault::Key)
}

/// Whether a header that is a comma-separated list, maybe over several lines, has `token` in any case.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|item| item.trim().eq_ignore_ascii_case(token))
}

/// The value of a header that must stand there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::trim),
        _ => None,
    }
}

/// For who opened the address in a browser tab.
#[derive(Template)]
#[template(path = "websocket_only.html")]
struct WebSocketOnly<'a> {
    path: &'a str,
    lesson: &'a str,
}

impl Fault {
    fn respond(self, parts: &Parts) -> Response {
        let mut response = match self {
            Self::NotAHandshake => upgrade_required(parts),
            Self::Version => Refusal::new(
                StatusCode::UPGRADE_REQUIRED,
                "This server speaks WebSocket version 13 only. Send `Sec-WebSocket-Version: 13` (RFC 6455 section 4.4).",
            )
            .into_response(),
            Self::MissingKey => Refusal::bad_request(
                "A WebSocket handshake needs exactly one `Sec-WebSocket-Key` header: 16 random bytes in base64 \
                 (RFC 6455 section 4.1).",
            )
            .into_response(),
            Self::Key => Refusal::bad_request(
                "The `Sec-WebSocket-Key` is not valid: expected 16 random bytes in base64, which are 24 characters \
                 (RFC 6455 section 4.1).",
            )
            .into_response(),
        };
        if response.status() == StatusCode::UPGRADE_REQUIRED {
            let headers = response.headers_mut();
            headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static(VERSION));
        }
        response
    }
}

fn upgrade_required(parts: &Parts) -> Response {
    let accept = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    let path = parts.uri.path();
    if accept.contains("text/html")
        && let Ok(page) = (WebSocketOnly { path, lesson: LESSON }).render()
    {
        return (StatusCode::UPGRADE_REQUIRED, Html(page)).into_response();
    }
    let sentence = format!(
        "{path} is a WebSocket endpoint, and this was an ordinary HTTP request. Connect with a WebSocket client, such as \
         `new WebSocket(\"ws://…{path}\")`. How the handshake works: {LESSON}"
    );
    Refusal::new(StatusCode::UPGRADE_REQUIRED, sentence).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455 section 1.3.
    fn example() -> http::request::Builder {
        http::Request::get("/chat")
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
    }

    fn checked(request: http::request::Builder) -> Result<String, Fault> {
        let (parts, ()) = request.body(()).unwrap().into_parts();
        check(&parts).map(|accept| accept.to_str().unwrap().to_owned())
    }

    #[test]
    fn derives_the_accept_value_of_the_rfc() {
        let request = example().header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        assert_eq!(checked(request), Ok("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".to_owned()));
    }

    #[test]
    fn the_wrong_accept_value_is_right_for_sixteen_zero_bytes_alone() {
        let request = example().header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        assert_eq!(checked(request), Ok(WRONG_ACCEPT.to_owned()));
    }

    #[test]
    fn tokens_stand_in_lists_in_any_case() {
        let request = http::Request::get("/chat")
            .header("Connection", "keep-alive")
            .header("Connection", "foo , UPGRADE")
            .header("Upgrade", "h2c, WebSocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        assert!(checked(request).is_ok());
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_base64() {
        assert_eq!(checked(example()), Err(Fault::MissingKey));
        for key in [
            "",
            "short",
            "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZTE=",
            "dGhl IHNhbXBsZSBub25jZQ==",
        ] {
            assert_eq!(
                checked(example().header("Sec-WebSocket-Key", key)),
                Err(Fault::Key),
                "{key:?}"
            );
        }
        let twice = example().header("Sec-WebSocket-Key", "a").header("Sec-WebSocket-Key", "b");
        assert_eq!(checked(twice), Err(Fault::MissingKey));
    }
}
