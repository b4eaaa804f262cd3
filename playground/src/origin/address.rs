//! How a page and a server are named in headers.

use std::{fmt, net::IpAddr, str::FromStr};

use http::uri::Authority;

/// Scheme, host and port of a page (RFC 6454 section 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    pub(super) host: Host,
    port: Option<u16>,
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| {
            format!("`{text}` is not an origin; expected scheme://host or scheme://host:port, such as https://book.example")
        })
    }
}

impl Origin {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let well_formed = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        if scheme.is_empty() || !scheme.chars().all(well_formed) {
            return None;
        }
        let authority: Authority = authority.parse().ok()?;
        let default_port = match scheme.as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        Some(Self {
            scheme,
            host: Host::of(&authority)?,
            port: authority.port_u16().or(default_port),
        })
    }

    /// A page that came over HTTP, unlike an extension's or an app's.
    pub(super) fn is_web(&self) -> bool {
        self.scheme == "http" || self.scheme == "https"
    }
}

/// A host without its port, in lower case, IPv6 without brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

impl FromStr for Host {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let authority =
            text.parse().ok().filter(|authority: &Authority| authority.port().is_none());
        authority.as_ref().and_then(Self::of).ok_or_else(|| {
            format!("`{text}` is not a host name; expected a name without scheme and port, such as classroom.example")
        })
    }
}

impl Host {
    pub(super) fn of(authority: &Authority) -> Option<Self> {
        // `user@host` is legal in a URL, but no browser sends it in Host or Origin.
        if authority.as_str().contains('@') {
            return None;
        }
        let name = authority.host().to_ascii_lowercase();
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(&name);
        let name = name.strip_suffix('.').unwrap_or(name);
        (!name.is_empty()).then(|| Self(name.to_owned()))
    }

    pub(super) fn ip(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// This machine: "localhost" and all under it (RFC 6761 section 6.3), 127.0.0.0/8 and `::1`.
    pub(super) fn is_loopback(&self) -> bool {
        let named = self.0 == "localhost" || self.0.ends_with(".localhost");
        named || self.ip().is_some_and(|ip| ip.to_canonical().is_loopback())
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
