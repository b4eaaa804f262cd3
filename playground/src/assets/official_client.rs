//! The official Socket.IO client, unmodified, beside the Socket.IO server: as the reference server serves it.

use std::sync::LazyLock;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use tower_http::compression::CompressionLayer;

use super::{Widgets, matches, not_built};
use crate::{error::Refusal, state::AppState};

/// What the reference server has, without the variant for another parser, which our server does not speak.
const FILES: [&str; 6] = [
    "socket.io.js",
    "socket.io.js.map",
    "socket.io.min.js",
    "socket.io.min.js.map",
    "socket.io.esm.min.js",
    "socket.io.esm.min.js.map",
];

/// The reference server's header: asked for again each time, since the names have no hash.
const ASK_AGAIN: &str = "public, max-age=0";

/// The npm package's version is the tag of each of its files.
static TAG: LazyLock<Option<String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    let package = Widgets::get("socket.io/package.json")?;
    let package: Package = serde_json::from_slice(&package.data).ok()?;
    Some(format!("\"{}\"", package.version))
});

/// `/socket.io/socket.io.js` and its like.
pub(crate) fn official_client() -> Router<AppState> {
    Router::new().route("/{file}", get(file)).layer(CompressionLayer::new())
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    if !FILES.contains(&name.as_str()) {
        return Refusal::not_found(format!(
            "There is no client file `{name}`. There are socket.io.js, socket.io.min.js and socket.io.esm.min.js, each \
             with its .map."
        ))
        .into_response();
    }
    let (Some(file), Some(tag)) = (Widgets::get(&format!("socket.io/{name}")), TAG.as_deref())
    else {
        return not_built().into_response();
    };
    let cached = [(header::ETAG, tag), (header::CACHE_CONTROL, ASK_AGAIN)];
    if matches(&headers, tag) {
        return (StatusCode::NOT_MODIFIED, cached).into_response();
    }
    let kind = if name.strip_suffix(".map").is_some() { "json" } else { "javascript" };
    let content_type = format!("application/{kind}; charset=utf-8");
    (cached, [(header::CONTENT_TYPE, content_type)], file.data.into_owned()).into_response()
}
