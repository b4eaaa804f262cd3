//! The opening handshake as a page wants it, with any fault.

use std::net::SocketAddr;

use serde::Deserialize;

/// The only resource that the raw client ever asks for.
const PATH: &str = "/ws/echo";
/// The example of RFC 6455 section 1.3.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
/// A header's value may have this size: ten times a key.
const MOST_VALUE_BYTES: usize = 256;

/// What is left out is as in a correct handshake; what is null is not sent.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wish {
    upgrade: bool,
    connection: bool,
    version: Option<String>,
    key: Option<String>,
    origin: Option<String>,
}

impl Default for Wish {
    fn default() -> Self {
        let (version, key) = (Some("13".to_owned()), Some(KEY.to_owned()));
        Self { upgrade: true, connection: true, version, key, origin: None }
    }
}

impl Wish {
    /// The request, or what is wrong with the wish.
    pub(super) fn request(&self, host: SocketAddr, token: Option<&str>) -> Result<String, String> {
        let target = match token {
            // Anything else could end the request line and begin a header.
            Some(token) if !token.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                return Err("A tap token is 32 hexadecimal digits.".to_owned());
            }
            Some(token) => format!("{PATH}?tap={token}"),
            None => PATH.to_owned(),
        };
        let mut request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n");
        let headers = [
            ("Upgrade", self.upgrade.then_some("websocket")),
            ("Connection", self.connection.then_some("Upgrade")),
            ("Sec-WebSocket-Version", self.version.as_deref()),
            ("Sec-WebSocket-Key", self.key.as_deref()),
            ("Origin", self.origin.as_deref()),
        ];
        for (name, value) in headers {
            let Some(value) = value else { continue };
            let printable = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
            if !printable || value.len() > MOST_VALUE_BYTES {
                return Err(format!(
                    "{name}: expected up to {MOST_VALUE_BYTES} printable ASCII characters."
                ));
            }
            request.extend([name, ": ", value, "\r\n"]);
        }
        Ok(request + "\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(json: &str, token: Option<&str>) -> Result<String, String> {
        let wish: Wish = serde_json::from_str(json).unwrap();
        wish.request(SocketAddr::from(([127, 0, 0, 1], 4000)), token)
    }

    #[test]
    fn nothing_can_stand_in_a_value_that_ends_a_line() {
        for json in [
            r#"{"key":"a\r\nHost: evil.example"}"#,
            r#"{"origin":"a\nb"}"#,
            r#"{"version":"13\u0000"}"#,
            r#"{"version":"é"}"#,
        ] {
            assert!(request(json, None).is_err(), "{json}");
        }
        assert!(request("{}", Some("a HTTP/1.1\r\nHost: evil.example")).is_err());
        assert!(request(&format!(r#"{{"key":"{}"}}"#, "k".repeat(257)), None).is_err());
    }

    #[test]
    fn what_is_null_is_not_sent() {
        let json = r#"{"upgrade":false,"connection":false,"version":null,"key":null}"#;
        let bare = "GET /ws/echo HTTP/1.1\r\nHost: 127.0.0.1:4000\r\n\r\n";
        assert_eq!(request(json, None).unwrap(), bare);
    }
}
