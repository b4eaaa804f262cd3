//! A Socket.IO server (protocol 5, on Engine.IO 4) at `/socket.io/`, for the official, unmodified client.
//!
//! ```text
//! transport   who may open a session; WebSocket handshakes; query: what a request asks, and errors as in the reference
//!     │
//!   engine    the crate's server as a value; early_ping hides its first ping
//!     │
//! socketioxide   bounded by bounds
//!     │
//!   event     hands a namespace what came, in order, and brings back its answer
//!     │
//! chat, echo, rooms: one namespace each; suite: those of the public test suites
//! ```
//!
//! Only this folder names socketioxide and engineioxide.

mod bounds;
mod chat;
mod early_ping;
mod echo;
mod engine;
mod event;
mod payload;
mod query;
mod rate;
mod rooms;
mod settings;
mod suite;
mod ticker;
mod transport;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    routing::any,
};
use socketioxide::SocketIo;
use tokio::time;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use settings::{SocketIoPath, SocketIoSettings, Transport};

use self::{engine::Engine, transport::Edge};
use crate::{connection::Places, feed::Races, state::AppState, websocket::WebSockets};

/// A client that takes nothing would make the end of the server wait.
const CLOSE_GRACE: Duration = Duration::from_secs(2);

/// Clients in sessions; cheap to clone.
#[derive(Clone)]
pub(crate) struct SocketIoServer {
    /// One for each path.
    edges: Arc<[Edge]>,
}

impl SocketIoServer {
    /// When `shutdown` is cancelled, all sessions are closed; `tasks` waits for it.
    pub(crate) fn new(
        settings: &Arc<SocketIoSettings>,
        races: &Arc<Races>,
        shutdown: &CancellationToken,
        tasks: &TaskTracker,
    ) -> Self {
        let ended = CancellationToken::new();
        let places = Places::new(settings.sessions, settings.sessions_per_address);
        let edge = |engine| Edge::new(engine, Arc::clone(&places), Arc::clone(settings));
        let (service, io) = bounds::builder(settings).build_svc();
        let mut edges = vec![edge(Engine::new(settings.path.as_str(), settings, service, &ended))];
        if settings.suite {
            suite::mount(&io);
            let echo = suite::engine_echo(&io);
            edges.push(edge(Engine::new(suite::ENGINE_PATH, settings, echo, &ended)));
        } else {
            namespaces(&io, races);
        }
        tasks.spawn(close(io, shutdown.clone(), ended));
        Self { edges: edges.into() }
    }

    /// Their paths are settings.
    pub(crate) fn routes(&self) -> Router<AppState> {
        self.edges.iter().fold(Router::new(), |router, edge| {
            let path = format!("{}/", edge.path());
            let edge = edge.clone();
            let answer = async move |State(sockets): State<WebSockets>, request: Request| {
                edge.answer(&sockets, request).await
            };
            router.route(&path, any(answer))
        })
    }
}

fn namespaces(io: &SocketIo, races: &Arc<Races>) {
    chat::mount(io);
    echo::mount(io, "/echo");
    rooms::mount(io);
    ticker::mount(io, Arc::clone(races));
}

/// First those in a namespace; then, by `ended`, whoever is left.
async fn close(io: SocketIo, shutdown: CancellationToken, ended: CancellationToken) {
    shutdown.cancelled().await;
    if time::timeout(CLOSE_GRACE, io.close()).await.is_err() {
        tracing::debug!("some Socket.IO clients did not take their last packet");
    }
    ended.cancel();
}
