//! An Engine.IO server of the crates, as a value with a method for each thing that a client may want.
//!
//! The crates take requests, and so they get them: without headers and extensions of the client's, since a session keeps
//! its first request for its life.

use std::{
    collections::HashSet,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, HttpBody, to_bytes},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use engineioxide::sid::Sid;
use futures_util::FutureExt;
use http::{Method, Request, StatusCode, header};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt, util::BoxCloneSyncService};

use super::{
    early_ping::{EarlyPing, PING, PONG},
    query::EngineError,
    settings::{SocketIoSettings, Transport},
};
use crate::{connection::Place, websocket::HeldStream};

/// Engine.IO's packet with which a client ends its session.
const CLOSE: &[u8] = b"1";
/// The packets of a new session, `0{…}` and `2`, have some dozen bytes.
const MOST_FIRST_BYTES: usize = 1_024;

type Stream = EarlyPing<HeldStream>;

/// Cheap to clone.
#[derive(Clone)]
pub(super) struct Engine {
    pub(super) path: Arc<str>,
    polling: BoxCloneSyncService<Request<Body>, Response, Infallible>,
    websocket: BoxCloneSyncService<(Stream, Request<()>), (), ()>,
    upgrades: bool,
    /// Sessions that a WebSocket carries, or will after its upgrade, if they began with polling.
    upgraded: Arc<Mutex<HashSet<Sid>>>,
    /// Cancelled when the server has ended its sessions.
    pub(super) ended: CancellationToken,
}

/// Engine.IO's packet `0`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    sid: String,
    upgrades: Vec<String>,
    ping_interval: u64,
    ping_timeout: u64,
    max_payload: u64,
}

impl Engine {
    /// `service` is the crate's, at `path`, with both transports.
    pub(super) fn new<S, B>(
        path: &str,
        settings: &SocketIoSettings,
        service: S,
        ended: &CancellationToken,
    ) -> Self
    where
        S: Service<Request<Body>, Response = http::Response<B>, Error = Infallible, Future: Send>
            + Service<(Stream, Request<()>), Response = (), Future: Send>
            + Clone
            + Send
            + Sync
            + 'static,
        B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
    {
        let websocket = ServiceExt::<(Stream, Request<()>)>::map_err(service.clone(), |_| ());
        Self {
            path: path.into(),
            polling: BoxCloneSyncService::new(ServiceExt::<Request<Body>>::map_response(
                service,
                |response| response.map(Body::new),
            )),
            websocket: BoxCloneSyncService::new(websocket),
            upgrades: settings.transports.contains(&Transport::Websocket),
            upgraded: Arc::default(),
            ended: ended.clone(),
        }
    }

    /// Opens a session that polls. Before the client hears of it, its early ping is taken and answered here: nobody else
    /// knows the session yet, so there is nothing else to take.
    pub(super) async fn open(&self, place: Place) -> Response {
        let mut request = self.request(Method::GET, Transport::Polling, None, Body::empty());
        request.extensions_mut().insert(place);
        let Some((sid, answer)) = self.opened(self.call(request).await).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let abandoned = Abandoned::unless_disarmed(self, sid);
        let early = to_bytes(self.get(sid).await.into_body(), MOST_FIRST_BYTES).await;
        if early.is_ok_and(|packet| packet == PING) {
            self.post(sid, Body::from(PONG)).await;
        }
        abandoned.disarm();
        text(answer)
    }

    /// Waits for packets of a session. A client that hangs up meanwhile ends it, and so does the server's end.
    pub(super) async fn poll(&self, sid: Sid) -> Response {
        let abandoned = Abandoned::unless_disarmed(self, sid);
        earlier_events().await;
        let mut answer = std::pin::pin!(self.get(sid));
        let answer = tokio::select! {
            biased;
            answer = &mut answer => answer,
            () = self.ended.cancelled() => {
                self.close(sid).await;
                answer.await
            }
        };
        abandoned.disarm();
        answer
    }

    /// Takes packets of a session. A client that hangs up in the middle ends it.
    pub(super) async fn take(&self, sid: Sid, packets: Body) -> Response {
        let abandoned = Abandoned::unless_disarmed(self, sid);
        earlier_events().await;
        // Once more, for a poll that came just before and waits as well: tokio wakes the last who yielded first.
        earlier_events().await;
        let answer = self.post(sid, packets).await;
        abandoned.disarm();
        answer
    }

    /// A request without packets changes nothing, and tells whether there is such a session, whatever carries it.
    pub(super) async fn knows(&self, sid: Sid) -> bool {
        let answer = self.post(sid, Body::empty()).await;
        answer.extensions().get() != Some(&EngineError::UnknownSession)
    }

    /// Opens a session on a WebSocket; completes when the stream is dropped.
    pub(super) async fn talk(&self, place: Place, stream: HeldStream) {
        let gone = stream.gone();
        let mut request = self.request(Method::GET, Transport::Websocket, None, ());
        request.extensions_mut().insert(place);
        let _ = self.websocket.clone().oneshot((EarlyPing::hidden(stream), request)).await;
        gone.await;
    }

    /// Moves a session to a WebSocket; completes when the stream is dropped. A second attempt for the same session is
    /// dropped at once: in the crate it would end the session.
    pub(super) async fn upgrade(&self, sid: Sid, stream: HeldStream) {
        if !self.upgraded().insert(sid) {
            return;
        }
        let gone = stream.gone();
        let request = self.request(Method::GET, Transport::Websocket, Some(sid), ());
        let _ = self.websocket.clone().oneshot((EarlyPing::none(stream), request)).await;
        gone.await;
        // A probe that failed would leave the session between two transports, without a heartbeat.
        self.close(sid).await;
        self.upgraded().remove(&sid);
    }

    fn upgraded(&self) -> std::sync::MutexGuard<'_, HashSet<Sid>> {
        self.upgraded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a session that polls; any other is left alone.
    async fn close(&self, sid: Sid) {
        self.post(sid, Body::from(CLOSE)).await;
    }

    async fn get(&self, sid: Sid) -> Response {
        self.call(self.request(Method::GET, Transport::Polling, Some(sid), Body::empty())).await
    }

    async fn post(&self, sid: Sid, body: Body) -> Response {
        self.call(self.request(Method::POST, Transport::Polling, Some(sid), body)).await
    }

    async fn call(&self, request: Request<Body>) -> Response {
        let Ok(response) = self.polling.clone().oneshot(request).await;
        in_words_of_the_reference(response).await
    }

    fn request<B>(
        &self,
        method: Method,
        transport: Transport,
        sid: Option<Sid>,
        body: B,
    ) -> Request<B> {
        let session = sid.map(|sid| format!("&sid={sid}")).unwrap_or_default();
        let uri = format!("{}/?EIO=4&transport={transport}{session}", self.path);
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri.parse().unwrap_or_default();
        request
    }

    /// The session of an opening answer, and the answer, which the crate would let offer an upgrade always.
    async fn opened(&self, response: Response) -> Option<(Sid, Vec<u8>)> {
        let body = to_bytes(response.into_body(), MOST_FIRST_BYTES).await.ok()?;
        let mut open: Open = serde_json::from_slice(body.strip_prefix(b"0")?).ok()?;
        if !self.upgrades {
            open.upgrades.clear();
        }
        let mut answer = b"0".to_vec();
        serde_json::to_writer(&mut answer, &open).ok()?;
        Some((open.sid.parse().ok()?, answer))
    }
}

/// Lets go first what happened first, on another connection of the session: its last packet there, its hang-up, or a
/// heartbeat that is overdue. Without this a request on a new connection can overtake them.
async fn earlier_events() {
    tokio::task::yield_now().await;
}

fn text(body: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=UTF-8")];
    (headers, body).into_response()
}

/// The crate has the reference server's errors, but writes their numbers as texts. The error is also in the extensions.
async fn in_words_of_the_reference(response: Response) -> Response {
    let is_json =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it == "application/json");
    if response.status() != StatusCode::BAD_REQUEST || !is_json {
        return response;
    }
    let body = to_bytes(response.into_body(), MOST_FIRST_BYTES).await.unwrap_or_default();
    let unknown = body.starts_with(br#"{"code":"1""#);
    let error = if unknown { EngineError::UnknownSession } else { EngineError::BadRequest };
    let mut response = error.into_response();
    response.extensions_mut().insert(error);
    response
}

/// A request that is under way for a session. If its client hangs up, it is dropped before it is disarmed, and then the
/// session ends, as in the reference server.
struct Abandoned(Option<(Engine, Sid)>);

impl Abandoned {
    fn unless_disarmed(engine: &Engine, sid: Sid) -> Self {
        Self(Some((engine.clone(), sid)))
    }

    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for Abandoned {
    fn drop(&mut self) {
        if let Some((engine, sid)) = self.0.take() {
            // Nothing in it waits, and the client's next request must find the session ended.
            let _ = engine.close(sid).now_or_never();
        }
    }
}
