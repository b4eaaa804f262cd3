//! A Socket.IO server (protocol 5, on Engine.IO 4) at `/socket.io/`, for the official, unmodified client.
//!
//! `transport` is its edge: it decides who may open a session and carries requests and streams to the crate
//! `socketioxide`. Each namespace is a module; `event` hands them what came, in order, and brings back their answer.
//! Only this folder names socketioxide.

mod chat;
mod echo;
mod event;
mod payload;
mod rate;
mod rooms;
mod settings;
mod ticker;
mod transport;

use std::{sync::Arc, time::Duration};

use engineioxide::service::NotFoundService;
use socketioxide::{SocketIo, service::SocketIoService};

pub use settings::SocketIoSettings;
pub(crate) use transport::connect;

use crate::feed::Races;

/// Clients in sessions; cheap to clone.
#[derive(Clone)]
pub(crate) struct SocketIoServer {
    service: SocketIoService<NotFoundService>,
}

impl SocketIoServer {
    /// A client that takes nothing for so long as `patience` gets no more ticks of `races`.
    pub(crate) fn new(settings: &SocketIoSettings, races: &Arc<Races>, patience: Duration) -> Self {
        let (service, io) = settings.builder().build_svc();
        namespaces(&io);
        ticker::mount(&io, Arc::clone(races), patience);
        Self { service }
    }
}

fn namespaces(io: &SocketIo) {
    chat::mount(io);
    echo::mount(io);
    rooms::mount(io);
}
