//! `GET /ws/hello`: behaves as the source document's first server, which greets and answers `You said: …`.

use axum::response::Response;

use crate::{
    message::Data,
    websocket::{Endpoint, Handshake, Session},
};

struct Hello;

impl Endpoint for Hello {
    async fn talk(self, session: &mut Session) {
        let mut answer = Data::Text("Hello from the server!".into());
        while session.send(answer).await.is_ok() {
            let Some(data) = session.receive().await else { break };
            answer = Data::Text(format!("You said: {}", as_text(&data)).into());
        }
    }
}

/// Node turns a Buffer into a string like this when it stands in a template literal, as it does in that server.
fn as_text(data: &Data) -> std::borrow::Cow<'_, str> {
    match data {
        Data::Text(text) => text.as_str().into(),
        Data::Binary(bytes) => String::from_utf8_lossy(bytes),
    }
}

pub(crate) async fn connect(handshake: Handshake) -> Response {
    handshake.accept(Hello)
}
