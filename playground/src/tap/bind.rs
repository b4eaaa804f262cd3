//! `?tap=TOKEN` on any route: the exchange belongs to the token, and whoever watches that sees its bytes.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, Uri, header, uri::PathAndQuery};
use hyper::body::{Frame, SizeHint};

use super::TAP_PATH;
use crate::{
    connection::{Recorder, Track},
    error::Refusal,
    watch::{Begun, NotAToken, TapHub, TapToken},
};

/// Middleware, the outermost: tells the connection's recorder whose exchange begins, and takes the token out of the
/// address, so that nothing further in sees or logs it. What shall go wrong with the exchange goes wrong here.
pub(crate) async fn bind(
    State(hub): State<Arc<TapHub>>,
    mut request: Request,
    next: Next,
) -> Response {
    hide_path_token(&mut request);
    let token = take_token(&mut request);
    let Some(recorder) = request.extensions().get::<Arc<Recorder>>().cloned() else {
        return next.run(request).await;
    };
    let token = match token {
        Ok(token) => token,
        Err(refusal) => {
            begin(&recorder, &request, None);
            return refusal.into_response();
        }
    };
    let (track, orders) = token.and_then(|token| hub.track(token, &recorder)).unzip();
    let watched = track.is_some();
    begin(&recorder, &request, track);
    if let Some(token) = token {
        let Begun { strip_upgrade, ended } = hub.begun(token, &recorder);
        if ended {
            // The HTTP layer cannot write this, and gives up the connection.
            return Response::default();
        }
        if strip_upgrade {
            request.headers_mut().remove(header::UPGRADE);
            request.headers_mut().remove(header::CONNECTION);
        }
        recorder.arrival().await;
    }
    if let Some(orders) = orders {
        request.extensions_mut().insert(orders);
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        recorder.upgraded();
        if let Some(token) = token {
            hub.upgraded(token, &recorder);
        }
        response
    } else if watched {
        response.map(|body| Body::new(WatchedBody { body, recorder }))
    } else {
        response
    }
}

fn begin(recorder: &Recorder, request: &Request, track: Option<Track>) {
    let body_length = request.body().size_hint().exact();
    recorder.begin(|bytes| Some(head_length(bytes)? + body_length?), track);
}

/// The token in the request's address, which has none after this.
fn take_token(request: &mut Request) -> Result<Option<TapToken>, Refusal> {
    let query = request.uri().query().unwrap_or_default();
    let is_tap = |pair: &&str| pair.split('=').next() == Some("tap");
    let mut taps = query.split('&').filter(is_tap);
    let Some(first) = taps.next() else { return Ok(None) };
    let token = match taps.next() {
        None => first.strip_prefix("tap=").unwrap_or_default().parse::<TapToken>(),
        Some(_) => Err(NotAToken),
    };
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_tap(pair)).collect();
    let uri = with_path_and_query(request.uri(), request.uri().path(), &rest.join("&"));
    *request.uri_mut() = uri;
    let token = token.map_err(|error| {
        Refusal::bad_request(format!("{error}. Send `?tap=` with one token, or without any."))
    })?;
    if request.uri().path() == TAP_PATH {
        return Err(Refusal::bad_request(
            "The tap's own connection cannot be tapped: leave `?tap=` out.",
        ));
    }
    if request.headers().get_all(header::ORIGIN).iter().any(|origin| origin == "null") {
        return Err(Refusal::forbidden(
            "The origin `null` (a file opened from disk, or a sandboxed frame) may not tap its connections, because it does \
             not tell who asks. Leave `?tap=` out, or open the page over http://.",
        ));
    }
    Ok(Some(token))
}

/// Hides the token that names a plan for faults: the router has read the path already.
fn hide_path_token(request: &mut Request) {
    if request.uri().path().starts_with("/faults/") {
        let query = request.uri().query().unwrap_or_default();
        *request.uri_mut() = with_path_and_query(request.uri(), "/faults/hidden", query);
    }
}

fn with_path_and_query(uri: &Uri, path: &str, query: &str) -> Uri {
    let text = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let mut parts = uri.clone().into_parts();
    // Pieces of a valid address make a valid address; if not, the path alone still does.
    parts.path_and_query = Some(text.parse().unwrap_or_else(|_| PathAndQuery::from_static("/")));
    Uri::from_parts(parts).unwrap_or_default()
}

/// How long the request head at the start of `bytes` is, its empty line included (RFC 9112 section 2.1). Empty lines
/// before it are tolerated (section 2.2), and so are lines that end with a bare line feed.
fn head_length(bytes: &[u8]) -> Option<u64> {
    let start = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut at = start;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'\n')? + 1;
        match bytes.get(at..)? {
            [b'\n', ..] => return Some(at as u64 + 1),
            [b'\r', b'\n', ..] => return Some(at as u64 + 2),
            _ => {}
        }
    }
}

/// The body of a response that is watched. The HTTP layer drops it when it has taken all of it.
struct WatchedBody {
    body: Body,
    recorder: Arc<Recorder>,
}

impl Drop for WatchedBody {
    fn drop(&mut self) {
        self.recorder.response_made();
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "00112233445566778899aabbccddeeff";

    fn taken(uri: &str) -> (Option<TapToken>, String) {
        let mut request = Request::get(uri).body(Body::empty()).unwrap();
        let token = take_token(&mut request).unwrap();
        (token, request.uri().to_string())
    }

    #[test]
    fn the_token_is_taken_out_of_the_address() {
        let token = TOKEN.parse().ok();
        assert_eq!(taken("/a?b=1&c"), (None, "/a?b=1&c".to_owned()));
        assert_eq!(taken(&format!("/a?tap={TOKEN}")), (token, "/a".to_owned()));
        assert_eq!(taken(&format!("/a?b=1&tap={TOKEN}&c=tap")), (token, "/a?b=1&c=tap".to_owned()));
        assert_eq!(taken(&format!("http://h:1/a?tap={TOKEN}")), (token, "http://h:1/a".to_owned()));
        assert_eq!(taken("/a?taps=1"), (None, "/a?taps=1".to_owned()));
    }

    #[test]
    fn the_token_of_a_plan_is_hidden_and_the_rest_of_the_address_stays() {
        for (uri, hidden) in [
            (format!("/faults/{TOKEN}"), "/faults/hidden"),
            (format!("http://h:1/faults/{TOKEN}/cut?a=b"), "http://h:1/faults/hidden?a=b"),
            ("/a?b".to_owned(), "/a?b"),
        ] {
            let mut request = Request::get(uri).body(Body::empty()).unwrap();
            hide_path_token(&mut request);
            assert_eq!(request.uri().to_string(), hidden);
        }
    }

    #[test]
    fn a_head_ends_with_its_first_empty_line() {
        for (bytes, length) in [
            (&b"GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n\r\n"[..], Some(27)),
            (b"\r\n\r\nG\r\n\r\n", Some(9)),
            (b"G\nH\n\n", Some(5)),
            (b"G\r\nH\r\n", None),
            (b"\r\n", None),
            (b"", None),
        ] {
            assert_eq!(head_length(bytes), length, "{bytes:?}");
        }
    }
}
