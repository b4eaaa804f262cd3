//! The echo server of the book's first lesson, on axum.
//!
//! `cargo run -p listings --bin echo_axum`, then open
//! <http://localhost:8080/client.html>.

use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::{Html, Response};
use axum::routing::{any, get};
use listings::on_axum::{Refusal, admit};

const PAGE: &str = include_str!("../../../node/ws-v1/client.html");

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app =
        Router::new().route("/", any(upgrade)).route("/client.html", get(async || Html(PAGE)));
    axum::serve(listings::listen().await?, app).await
}

// ANCHOR: upgrade
async fn upgrade(headers: HeaderMap, upgrade: WebSocketUpgrade) -> Result<Response, Refusal> {
    let (upgrade, slot) = admit(&headers, upgrade)?;
    Ok(upgrade.on_upgrade(async move |socket| {
        if let Err(error) = echo(socket).await {
            eprintln!("Client error: {error}");
        }
        drop(slot);
    }))
}
// ANCHOR_END: upgrade

// ANCHOR: echo
async fn echo(mut socket: WebSocket) -> Result<(), axum::Error> {
    socket.send("Hello from the server!".into()).await?;
    // Read until None: the reply to a close is sent by the read after it.
    while let Some(message) = socket.recv().await {
        match message? {
            Message::Text(text) => socket.send(format!("You said: {text}").into()).await?,
            Message::Binary(bytes) => socket.send(Message::Binary(bytes)).await?,
            // Answered by axum itself.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {}
        }
    }
    Ok(())
}
// ANCHOR_END: echo
