//! The edge: each request of an Engine.IO session, from the question whether it may be there to its answer.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use engineioxide::sid::Sid;
use http::{HeaderValue, Method, header, request::Parts};

use super::{
    engine::Engine,
    query::{Asked, EngineError},
    settings::{SocketIoSettings, Transport},
};
use crate::{
    connection::{NoPlace, Peer, Place, Places},
    error::Refusal,
    websocket::{Handshake, WebSockets},
};

/// An Engine.IO server and who may be in it.
#[derive(Clone)]
pub(super) struct Edge {
    engine: Engine,
    places: Arc<Places>,
    settings: Arc<SocketIoSettings>,
}

impl Edge {
    pub(super) fn new(
        engine: Engine,
        places: Arc<Places>,
        settings: Arc<SocketIoSettings>,
    ) -> Self {
        Self { engine, places, settings }
    }

    pub(super) fn path(&self) -> &str {
        &self.engine.path
    }

    pub(super) async fn answer(&self, sockets: &WebSockets, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        let asked = match Asked::parse(&parts.uri, &self.settings.transports) {
            Ok(asked) => asked,
            Err(error) => return error.into_response(),
        };
        let mut response = match (asked.transport, asked.sid, &parts.method) {
            (Transport::Websocket, sid, &Method::GET) => {
                return self.websocket(sockets, &mut parts, sid).await.unwrap_or_else(|it| it);
            }
            (Transport::Polling, None, &Method::GET) => match self.place(&parts) {
                Ok(place) => self.engine.open(place).await,
                Err(refusal) => return refusal.into_response(),
            },
            (Transport::Polling, Some(sid), &Method::GET) => self.engine.poll(sid).await,
            (Transport::Polling, Some(sid), &Method::POST) => self.engine.take(sid, body).await,
            _ => EngineError::BadHandshakeMethod.into_response(),
        };
        // As the reference server: each answer is news.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    async fn websocket(
        &self,
        sockets: &WebSockets,
        parts: &mut Parts,
        sid: Option<Sid>,
    ) -> Result<Response, Response> {
        if !parts.headers.contains_key(header::UPGRADE) {
            return Err(EngineError::BadRequest.into_response());
        }
        let handshake = Handshake::from_request_parts(parts, sockets).await?;
        let engine = self.engine.clone();
        let end = engine.ended.clone();
        if let Some(sid) = sid {
            // Before the 101: afterwards there is no way to say it.
            if !engine.knows(sid).await {
                return Err(EngineError::UnknownSession.into_response());
            }
            return Ok(
                handshake.accept_stream(end, async move |stream| engine.upgrade(sid, stream).await)
            );
        }
        let place = self.place(parts).map_err(IntoResponse::into_response)?;
        Ok(handshake.accept_stream(end, async move |stream| engine.talk(place, stream).await))
    }

    /// A session's place. It is kept with the session's first request, and free when the session is gone.
    fn place(&self, parts: &Parts) -> Result<Place, Refusal> {
        let peer = parts.extensions.get::<Peer>();
        let peer = peer.ok_or_else(|| Refusal::bad_request("This request came from nowhere."))?;
        self.places.take(peer.address.ip()).map_err(|reason| match reason {
            NoPlace::Full => Refusal::busy(
                "This playground has as many Socket.IO sessions as it may hold. Try again in a moment. Whoever started it \
                 can allow more with --socketio-sessions.",
            ),
            NoPlace::AddressFull => Refusal::busy(
                "Your address has as many Socket.IO sessions here as it may hold. Close some tabs, or try again in a \
                 moment. Whoever started the playground can allow more with --socketio-sessions-per-address.",
            ),
        })
    }
}
