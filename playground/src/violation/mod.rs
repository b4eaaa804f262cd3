//! `/ws/violation/{rule}`: a server that breaks one rule, to see what its client does.
//!
//! ```text
//! Client                                   Server
//!   | GET, Upgrade: websocket                |
//!   |--------------------------------------->|
//!   |            101 (its accept value wrong)|
//!   |<---------------------------------------|
//!   |    the frame that breaks the rule      |
//!   |<---------------------------------------|
//!   |    a correct text frame: "Still here?" |
//!   |<---------------------------------------|
//!   | whatever the client answers            |
//!   |--------------------------------------->|  not understood; the tap shows it
//!   |                                    FIN |
//!   |<---------------------------------------|
//! ```

mod rule;

use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use rule::{VIOLATIONS, Violation};

use crate::{error::Refusal, websocket::Handshake};

/// `GET /ws/violation/{rule}`
pub(crate) async fn connect(handshake: Handshake, Path(name): Path<String>) -> Response {
    let Some(violation) = Violation::named(&name) else {
        let names: Vec<&str> = VIOLATIONS.iter().map(|violation| violation.name).collect();
        let sentence = format!("No rule is called so. This server breaks: {}.", names.join(", "));
        return Refusal::not_found(sentence).into_response();
    };
    let handshake =
        if violation.is_in_handshake() { handshake.with_wrong_accept() } else { handshake };
    handshake.accept_and_say(violation.bytes())
}

/// What a reader is told of a violation.
#[derive(Serialize)]
pub(crate) struct Description {
    rule: &'static str,
    title: &'static str,
    section: &'static str,
    /// What is sent, in words.
    sent: &'static str,
    /// The frame that breaks the rule, in hexadecimal digits.
    bytes: String,
    /// The text of the correct message that follows it.
    then: Option<&'static str>,
    /// What the standard says that a client then does.
    demands: &'static str,
    /// The code with which a client would say why, where the standard names one.
    close_code: Option<u16>,
}

/// `GET /violations.json`
pub(crate) async fn list() -> Json<Vec<Description>> {
    Json(VIOLATIONS.iter().map(Description::of).collect())
}

impl Description {
    fn of(violation: &Violation) -> Self {
        Self {
            rule: violation.name,
            title: violation.title,
            section: violation.breaks.section(),
            sent: violation.sent,
            bytes: hex(&violation.frame()),
            then: violation.then(),
            demands: violation.demands,
            close_code: violation.breaks.close_code().map(|code| code.0),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
