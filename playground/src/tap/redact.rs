//! Secrets that never leave the server.

use wire::{Direction, Framing, Kind, Layer, Span, Unit};

/// Fields whose values say who somebody is. Lower case.
const SECRET: [&str; 4] = ["authorization", "cookie", "proxy-authorization", "set-cookie"];

/// Overwrites secrets in the units of one exchange, in their order.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    /// Where the secrets of the last head of each direction stood: remarks on it come after it, and show its bytes again.
    secrets: Vec<(Direction, Span)>,
}

impl Redactor {
    /// Overwrites secret values in `unit` with `*`. The names of their fields, each once.
    pub(super) fn redact(&mut self, unit: &mut Unit) -> Vec<&'static str> {
        let mut names = Vec::new();
        match (unit.layer, &unit.kind) {
            (Layer::Wire, Kind::RequestHead { .. } | Kind::ResponseHead { .. }) => {
                self.secrets.retain(|(direction, _)| *direction != unit.direction);
                self.fields(unit, &mut names);
            }
            // Trailer fields are not split, and a head that was cut off or could not be read has no fields.
            (
                Layer::Wire,
                Kind::Malformed { .. } | Kind::Body { framing: Framing::LastChunk, .. },
            ) => lines(&mut unit.bytes, &mut names),
            (Layer::Remark, _) => self.remark(unit),
            _ => {}
        }
        names
    }

    fn fields(&mut self, unit: &mut Unit, names: &mut Vec<&'static str>) {
        for line in &unit.fields {
            let [name, value] = &line.children[..] else { continue };
            let Some(secret) = secret(name.bytes(&unit.bytes)) else { continue };
            let place = value.span.clone();
            if let Some(bytes) = unit.bytes.get_mut(place.clone()) {
                bytes.fill(b'*');
            }
            let start = unit.span.start + place.start as u64;
            let span = Span { start, end: start + place.len() as u64 };
            self.secrets.push((unit.direction, span));
            note(names, secret);
        }
    }

    fn remark(&self, unit: &mut Unit) {
        let touches = |(direction, secret): &(Direction, Span)| {
            *direction == unit.direction
                && secret.start < unit.span.end
                && unit.span.start < secret.end
        };
        if self.secrets.iter().any(touches) {
            unit.bytes.fill(b'*');
        }
    }
}

/// Overwrites the values of secret field lines in bytes that nobody has split.
fn lines(bytes: &mut [u8], names: &mut Vec<&'static str>) {
    for line in bytes.split_mut(|&byte| byte == b'\n') {
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { continue };
        if let Some(secret) = secret(&line[..colon]) {
            let end = line.len() - usize::from(line.ends_with(b"\r"));
            line[colon + 1..end.max(colon + 1)].fill(b'*');
            note(names, secret);
        }
    }
}

fn secret(name: &[u8]) -> Option<&'static str> {
    let name = name.trim_ascii();
    SECRET.into_iter().find(|secret| name.eq_ignore_ascii_case(secret.as_bytes()))
}

fn note(names: &mut Vec<&'static str>, name: &'static str) {
    if !names.contains(&name) {
        names.push(name);
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Conversation,
        Direction::{ClientToServer, ServerToClient},
    };

    use super::*;

    /// Everything that would be told of `bytes`, as JSON, and the names of what was redacted.
    fn told(direction: Direction, bytes: &[u8]) -> (String, Vec<&'static str>) {
        let (mut conversation, mut redactor) = (Conversation::new(), Redactor::default());
        let mut units = conversation.feed(direction, bytes);
        units.extend(conversation.finish(direction));
        let names = units.iter_mut().flat_map(|unit| redactor.redact(unit)).collect();
        let length: usize = units
            .iter()
            .filter(|unit| unit.layer == Layer::Wire)
            .map(|unit| unit.bytes.len())
            .sum();
        assert_eq!(length, bytes.len(), "as many bytes as there were");
        (serde_json::to_string(&units).unwrap(), names)
    }

    fn hex(text: &str) -> String {
        text.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    #[test]
    fn secrets_are_overwritten_in_requests_and_responses() {
        let request = b"GET / HTTP/1.1\r\nHost: a\r\nCOOKIE:  id=SECRET \r\nauthorization: Basic SECRET\r\nProxy-Authorization: SECRET\r\n\r\n";
        let (json, names) = told(ClientToServer, request);
        assert_eq!(names, ["cookie", "authorization", "proxy-authorization"]);
        assert!(!json.contains("SECRET") && !json.contains(&hex("SECRET")), "{json}");
        let (json, names) = told(
            ServerToClient,
            b"HTTP/1.1 204 No Content\r\nSet-Cookie: SECRET\r\nset-cookie: SECRET\r\n\r\n",
        );
        assert_eq!(names, ["set-cookie"]);
        assert!(!json.contains("SECRET") && !json.contains(&hex("SECRET")), "{json}");
    }

    #[test]
    fn heads_that_break_rules_or_off_hide_nothing() {
        for head in [
            "GET / HTTP/1.1\r\nHost: a\r\nCookie: SECRET\r\nX: ",
            "GET / HTTP/1.1\nHost: a\nCookie: SECRET\n\n",
            "GET / HTTP/1.1\r\nHost: a\r\nCookie: \u{1}SECRET\r\n\r\n",
            "\u{1}nonsense\r\nCookie: SECRET\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nCookie: SECRET\r\n\r\n",
        ] {
            let (json, names) = told(ClientToServer, head.as_bytes());
            assert!(!json.contains("SECRET") && !json.contains(&hex("SECRET")), "{head:?} {json}");
            assert_eq!(names, ["cookie"], "{head:?}");
        }
    }

    #[test]
    fn other_fields_stay() {
        let (json, names) =
            told(ClientToServer, b"GET /?cookie=1 HTTP/1.1\r\nHost: a\r\nX-Cookie: shown\r\n\r\n");
        assert_eq!(names, [""; 0]);
        assert!(json.contains("shown"));
    }
}
