//! What lives as long as the server.

use std::{net::SocketAddr, sync::Arc};

use axum::extract::FromRef;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    book::Book, broadcast::Rooms, config::Config, config::Limits, config::SocketIoSettings,
    feed::Races, firehose::Hoses, origin::Policy, raw::OwnAddress, restaurant::Kitchen,
    socketio::SocketIoServer, watch::TapHub, websocket::WebSockets,
};

#[derive(Clone, FromRef)]
pub(crate) struct AppState {
    pub(crate) policy: Arc<Policy>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) book: Book,
    pub(crate) websockets: WebSockets,
    pub(crate) rooms: Arc<Rooms>,
    pub(crate) races: Arc<Races>,
    pub(crate) hoses: Arc<Hoses>,
    pub(crate) kitchen: Arc<Kitchen>,
    pub(crate) taps: Arc<TapHub>,
    pub(crate) own: OwnAddress,
    pub(crate) socketio: SocketIoServer,
    pub(crate) socketio_settings: Arc<SocketIoSettings>,
}

impl AppState {
    /// `listening` is where the server listens; `shutdown` ends what waits; `tasks` holds what the server waits for when
    /// it ends.
    pub(crate) fn new(
        config: &Config,
        listening: SocketAddr,
        shutdown: &CancellationToken,
        tasks: &TaskTracker,
    ) -> Self {
        let limits = Arc::new(config.limits.clone());
        let races = Races::new(&limits, shutdown.clone(), tasks.clone());
        let socketio_settings = Arc::new(config.socketio.in_force());
        Self {
            policy: Arc::new(Policy::new(&config.allow_origins, &config.allow_hosts)),
            book: Book::new(config.book.as_deref()),
            websockets: WebSockets::new(Arc::clone(&limits), shutdown.clone(), tasks.clone()),
            rooms: Rooms::new(limits.rooms, limits.members_per_room),
            hoses: Hoses::new(limits.hoses),
            kitchen: Kitchen::new(&limits),
            taps: Arc::default(),
            own: OwnAddress::new(listening),
            socketio: SocketIoServer::new(&socketio_settings, &races, shutdown, tasks),
            races,
            socketio_settings,
            limits,
        }
    }
}
