//! The book at `/`, the widgets at `/assets/`, the listings' pages and the official Socket.IO client: built into a release
//! binary, read from disk in a debug build.

mod listings;
mod official_client;

use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use rust_embed::{Embed, EmbeddedFile};
use tower::ServiceExt;
use tower_http::{compression::CompressionLayer, services::ServeDir};

use crate::{
    book::{Book, BuiltInBook, FRONT_PAGE},
    error::Refusal,
    state::AppState,
};

pub(crate) use listings::listings;
pub(crate) use official_client::official_client;

#[derive(Embed)]
#[folder = "$PLAYGROUND_TARGET/widgets"]
#[allow_missing = true]
struct Widgets;

const NOT_FOUND_PAGE: &str = "404.html";
/// Names with a hash change when the content does.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Asked for again each time, and answered with 304 if unchanged: a reader who rebuilds the book sees the new one.
const ASK_AGAIN: &str = "no-cache";

async fn serve(book: &Book, request: Request) -> Response {
    match book {
        Book::BuiltIn => {
            let path = file_name(request.uri().path());
            match path.and_then(|path| BuiltInBook::get(&path)) {
                Some(file) => embedded(file, request.headers()),
                None => {
                    not_found(BuiltInBook::get(NOT_FOUND_PAGE).map(|page| page.data.into_owned()))
                }
            }
        }
        Book::Folder(folder) => match ServeDir::new(folder).oneshot(request).await {
            Ok(response) if response.status() == StatusCode::NOT_FOUND => {
                not_found(tokio::fs::read(folder.join(NOT_FOUND_PAGE)).await.ok())
            }
            Ok(response) => response.map(Body::new),
        },
    }
}

/// The front page of a server without a book.
#[derive(Template)]
#[template(path = "landing.html")]
struct Landing;

/// `/assets/…`
pub(crate) fn widgets() -> Router<AppState> {
    Router::new()
        .route("/{*path}", get(widget))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(cache))
}

/// Everything that no route takes.
pub(crate) fn book(state: &AppState) -> Router {
    Router::new()
        .fallback(page)
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(cache))
        .with_state(state.book.clone())
}

async fn widget(
    axum::extract::Path(path): axum::extract::Path<String>,
    headers: HeaderMap,
) -> Response {
    match Widgets::get(&path) {
        Some(file) => embedded(file, &headers),
        None if Widgets::iter().next().is_none() => not_built().into_response(),
        None => Refusal::not_found(format!("There is no widget file `{path}`.")).into_response(),
    }
}

fn not_built() -> Refusal {
    Refusal::not_found(
        "The widgets of the demos are not built. Build and serve everything with: cargo xtask serve",
    )
}

async fn page(State(book): State<Book>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "Pages are read with GET.");
        return ([(header::ALLOW, "GET, HEAD")], refusal).into_response();
    }
    if request.uri().path() == "/" && !book.is_there() {
        return match Landing.render() {
            Ok(page) => Html(page).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
    }
    serve(&book, request).await
}

fn not_found(page: Option<Vec<u8>>) -> Response {
    match page {
        Some(page) => (StatusCode::NOT_FOUND, Html(page)).into_response(),
        None => Refusal::not_found("There is no such page. The book begins at /.").into_response(),
    }
}

/// The file that a URL path means; `None` for one that tries to climb out.
fn file_name(path: &str) -> Option<String> {
    let path = percent_decode_str(path.trim_start_matches('/')).decode_utf8().ok()?;
    let climbs = path.contains(['\\', '\0']) || path.split('/').any(|part| part == "..");
    if climbs {
        return None;
    }
    Some(if path.is_empty() || path.ends_with('/') {
        format!("{path}{FRONT_PAGE}")
    } else {
        path.into_owned()
    })
}

fn embedded(file: EmbeddedFile, request: &HeaderMap) -> Response {
    // Weak, because the same tag stands for the compressed form (RFC 9110 section 8.8.1).
    let tag: String = BASE64_URL_SAFE_NO_PAD.encode(&file.metadata.sha256_hash()[..9]);
    let tag = format!("W/\"{tag}\"");
    if matches(request, &tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    let mime = content_type(file.metadata.mimetype());
    ([(header::CONTENT_TYPE, mime), (header::ETAG, tag)], file.data.into_owned()).into_response()
}

/// Whether `If-None-Match` names `tag` (RFC 9110 section 13.1.2, weak comparison).
fn matches(request: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let lines = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .any(|item| item.trim() == "*" || opaque(item) == opaque(tag))
}

/// Our text files are UTF-8, which a browser does not assume.
fn content_type(mime: &str) -> String {
    let text = mime.starts_with("text/") || mime.ends_with("javascript") || mime.ends_with("json");
    if text { format!("{mime}; charset=utf-8") } else { mime.to_owned() }
}

/// Middleware: how long a browser may keep a file without asking.
async fn cache(request: Request, next: Next) -> Response {
    let for_ever = has_hash(request.uri().path());
    let mut response = next.run(request).await;
    let lasting = for_ever
        && (response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED);
    let value = HeaderValue::from_static(if lasting { FOR_EVER } else { ASK_AGAIN });
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

/// Names like `loader-1a2b3c4d.js` (mdBook) and `chart-QX7ZL2AB.js` (esbuild).
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, _extension)) = name.rsplit_once('.') else { return false };
    let Some((_, hash)) = stem.rsplit_once('-') else { return false };
    let mdbook = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
    let esbuild = |c: u8| matches!(c, b'2'..=b'7' | b'A'..=b'Z');
    hash.len() == 8 && (hash.bytes().all(mdbook) || hash.bytes().all(esbuild))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for name in
            ["/loader-1a2b3c4d.js", "/css/general-0123abcd.css", "/assets/chunk-QX7ZL2AB.js"]
        {
            assert!(has_hash(name), "{name}");
        }
        for name in [
            "/index.html",
            "/assets/widgets.js",
            "/first-server.html",
            "/a-12345678",
            "/how-it-WORKS.html",
        ] {
            assert!(!has_hash(name), "{name}");
        }
    }

    #[test]
    fn a_path_cannot_climb_out() {
        assert_eq!(file_name("/").as_deref(), Some("index.html"));
        assert_eq!(file_name("/fonts/a%20b.woff2").as_deref(), Some("fonts/a b.woff2"));
        for path in [
            "/../Cargo.toml",
            "/a/../../b",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "/..\\Cargo.toml",
            "/%ff",
        ] {
            assert_eq!(file_name(path), None, "{path}");
        }
    }

    #[test]
    fn a_tag_matches_in_a_list_weak_or_strong_or_as_a_star() {
        for value in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            let headers = HeaderMap::from_iter([(
                header::IF_NONE_MATCH,
                HeaderValue::from_str(value).unwrap(),
            )]);
            assert!(matches(&headers, "W/\"abc\""), "{value}");
        }
        let headers =
            HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("\"abcd\""))]);
        assert!(!matches(&headers, "W/\"abc\""));
    }
}
