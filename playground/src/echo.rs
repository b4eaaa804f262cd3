//! `GET /ws/echo`: every text and binary message comes back exactly as it came.

use axum::response::Response;

use crate::websocket::{Endpoint, Handshake, Session};

struct Echo;

impl Endpoint for Echo {
    async fn talk(self, session: &mut Session) {
        while let Some(data) = session.receive().await {
            if session.send(data).await.is_err() {
                break;
            }
        }
    }
}

pub(crate) async fn connect(handshake: Handshake) -> Response {
    handshake.accept(Echo)
}
