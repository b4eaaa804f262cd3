//! `/listings/node/…/public/index.html`: pages of the lessons' Socket.IO chats, unchanged. They ask for
//! `/socket.io/socket.io.js` and talk to whoever serves them, so here they talk to the playground.

use axum::{
    Router,
    extract::Path,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use rust_embed::{Embed, EmbeddedFile};
use tower_http::compression::CompressionLayer;

use super::{cache, embedded};
use crate::{book::FRONT_PAGE, error::Refusal, state::AppState};

/// Folders of pages only: a folder of a listing has its server too, and the packages that its tests install.
#[derive(Embed)]
#[folder = "../book/listings/node/socketio-v0/public"]
struct Version0;

#[derive(Embed)]
#[folder = "../book/listings/node/socketio-v1/public"]
struct Version1;

/// What follows `/listings/node`.
pub(crate) fn listings() -> Router<AppState> {
    Router::new()
        .route("/{listing}/public/", get(front_page))
        .route("/{listing}/public/{file}", get(page))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(cache))
}

async fn front_page(Path(listing): Path<String>, headers: HeaderMap) -> Response {
    answer(&listing, FRONT_PAGE, &headers)
}

async fn page(Path((listing, file)): Path<(String, String)>, headers: HeaderMap) -> Response {
    answer(&listing, &file, &headers)
}

fn answer(listing: &str, file: &str, headers: &HeaderMap) -> Response {
    match find(listing, file) {
        Some(file) => embedded(file, headers),
        None => Refusal::not_found(
            "There is no such page of a listing. There are /listings/node/socketio-v0/public/index.html and \
             /listings/node/socketio-v1/public/index.html.",
        )
        .into_response(),
    }
}

fn find(listing: &str, file: &str) -> Option<EmbeddedFile> {
    match listing {
        "socketio-v0" => Version0::get(file),
        "socketio-v1" => Version1::get(file),
        _ => None,
    }
}
