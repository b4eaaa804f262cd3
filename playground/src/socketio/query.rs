//! What a request to an Engine.IO server asks for, and how the reference server refuses it.
//!
//! ```text
//! /socket.io/?EIO=4&transport=polling               open a session
//! /socket.io/?EIO=4&transport=polling&sid=SID       GET: wait for packets; POST: send packets
//! /socket.io/?EIO=4&transport=websocket&sid=SID     upgrade the session
//! /socket.io/?EIO=4&transport=websocket             open a session
//! ```

use axum::{
    Json,
    extract::Query,
    response::{IntoResponse, Response},
};
use engineioxide::sid::Sid;
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::json;

use super::settings::Transport;

/// What the query of a request says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) transport: Transport,
    /// The session that it belongs to; `None` opens one.
    pub(super) sid: Option<Sid>,
}

/// Errors of the reference server, with its numbers and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EngineError {
    UnknownTransport = 0,
    UnknownSession = 1,
    BadHandshakeMethod = 2,
    BadRequest = 3,
    UnsupportedVersion = 5,
}

impl Asked {
    /// The only version there is for ten years has the number 4.
    pub(super) fn parse(uri: &Uri, allowed: &[Transport]) -> Result<Self, EngineError> {
        #[derive(Deserialize)]
        struct Parameters {
            #[serde(rename = "EIO")]
            version: Option<String>,
            transport: Option<String>,
            sid: Option<String>,
        }
        let Query(parameters) =
            Query::<Parameters>::try_from_uri(uri).map_err(|_| EngineError::BadRequest)?;
        let transport = match parameters.transport.as_deref() {
            Some("polling") => Transport::Polling,
            Some("websocket") => Transport::Websocket,
            _ => return Err(EngineError::UnknownTransport),
        };
        if !allowed.contains(&transport) {
            return Err(EngineError::UnknownTransport);
        }
        let sid = match parameters.sid.as_deref().filter(|sid| !sid.is_empty()) {
            Some(sid) => Some(sid.parse().map_err(|_| EngineError::UnknownSession)?),
            None => None,
        };
        match (parameters.version.as_deref(), sid) {
            (Some("4"), _) => Ok(Self { transport, sid }),
            (_, Some(_)) => Err(EngineError::BadRequest),
            (_, None) => Err(EngineError::UnsupportedVersion),
        }
    }
}

impl EngineError {
    fn message(self) -> &'static str {
        match self {
            Self::UnknownTransport => "Transport unknown",
            Self::UnknownSession => "Session ID unknown",
            Self::BadHandshakeMethod => "Bad handshake method",
            Self::BadRequest => "Bad request",
            Self::UnsupportedVersion => "Unsupported protocol version",
        }
    }
}

impl IntoResponse for EngineError {
    fn into_response(self) -> Response {
        let body = json!({ "code": self as u8, "message": self.message() });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Transport; 2] = [Transport::Polling, Transport::Websocket];

    fn parse(query: &str) -> Result<Asked, EngineError> {
        Asked::parse(&format!("/socket.io/{query}").parse().unwrap(), &BOTH)
    }

    #[test]
    fn reads_what_the_official_client_sends() {
        let sid = "XAYXX0Hg5vcERbzu";
        for (query, transport, session) in [
            ("?EIO=4&transport=polling&t=PQ1", Transport::Polling, None),
            ("?EIO=4&transport=websocket", Transport::Websocket, None),
            ("?EIO=4&transport=polling&t=PQ2&sid=XAYXX0Hg5vcERbzu", Transport::Polling, Some(sid)),
            ("?sid=XAYXX0Hg5vcERbzu&transport=%70olling&EIO=4", Transport::Polling, Some(sid)),
            ("?EIO=4&transport=polling&sid=", Transport::Polling, None),
        ] {
            let asked = parse(query).unwrap();
            assert_eq!(
                (asked.transport, asked.sid.as_ref().map(Sid::as_str)),
                (transport, session)
            );
        }
    }

    #[test]
    fn refuses_with_the_numbers_of_the_reference_server() {
        for (query, error) in [
            ("", EngineError::UnknownTransport),
            ("?EIO=4", EngineError::UnknownTransport),
            ("?EIO=4&transport=webtransport", EngineError::UnknownTransport),
            ("?EIO=4&transport=%zz", EngineError::UnknownTransport),
            ("?EIO=4&transport=polling&sid=short", EngineError::UnknownSession),
            ("?EIO=4&transport=polling&sid=%00%ff%zz", EngineError::UnknownSession),
            ("?transport=polling", EngineError::UnsupportedVersion),
            ("?EIO=3&transport=websocket", EngineError::UnsupportedVersion),
            ("?EIO=3&transport=polling&sid=XAYXX0Hg5vcERbzu", EngineError::BadRequest),
            ("?EIO=4&transport=polling&transport=websocket", EngineError::BadRequest),
        ] {
            assert_eq!(parse(query), Err(error), "{query}");
        }
    }

    #[test]
    fn a_transport_that_is_not_allowed_is_unknown() {
        let uri = "/socket.io/?EIO=4&transport=websocket".parse().unwrap();
        let refused = Asked::parse(&uri, &[Transport::Polling]);
        assert_eq!(refused, Err(EngineError::UnknownTransport));
    }
}
