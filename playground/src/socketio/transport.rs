//! Requests and WebSockets of Engine.IO sessions.

use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    response::{IntoResponse, Response},
};
use engineioxide::service::NotFoundService;
use http::Method;
use socketioxide::service::SocketIoService;
use tower::ServiceExt;

use super::SocketIoServer;
use crate::{state::AppState, websocket::Handshake};

/// `/socket.io/`
pub(crate) async fn connect(
    State(state): State<AppState>,
    State(server): State<SocketIoServer>,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let wants_websocket = query.split('&').any(|pair| pair == "transport=websocket");
    if wants_websocket && parts.method == Method::GET {
        match Handshake::from_request_parts(&mut parts, &state).await {
            Ok(handshake) => {
                let request = bare(&parts, ());
                handshake.accept_stream(async move |stream| {
                    let _ = server.service.oneshot((stream, request)).await;
                })
            }
            Err(refusal) => refusal,
        }
    } else {
        poll(server.service, bare(&parts, body)).await
    }
}

async fn poll(service: SocketIoService<NotFoundService>, request: http::Request<Body>) -> Response {
    match service.oneshot(request).await {
        Ok(response) => response.map(Body::new).into_response(),
        Err(never) => match never {},
    }
}

/// The request without its extensions: a session keeps its first request, and would keep the connection's place and
/// recorder with it.
fn bare<B>(parts: &http::request::Parts, body: B) -> http::Request<B> {
    let mut request = http::Request::new(body);
    *request.method_mut() = parts.method.clone();
    *request.uri_mut() = parts.uri.clone();
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers.clone();
    request
}
