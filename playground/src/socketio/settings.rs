use std::{fmt, str::FromStr, time::Duration};

use clap::{Args, Parser, ValueEnum};

use crate::config::seconds;

/// What may be set about the Socket.IO server. Each is a flag; its help states the reason for the default.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Socket.IO")]
pub struct SocketIoSettings {
    /// Path of the Socket.IO server and of the client's files. Official clients ask for this one unless told otherwise
    #[arg(long = "socketio-path", value_name = "PATH", default_value = "/socket.io")]
    pub path: SocketIoPath,
    /// Time between two pings of the server: the reference server's, which keeps most proxies from closing
    #[arg(long = "socketio-ping-interval", value_name = "SECONDS", value_parser = seconds, default_value = "25")]
    pub ping_interval: Duration,
    /// Time that a client has to answer a ping before its session ends: the reference server's, for slow phones
    #[arg(long = "socketio-ping-timeout", value_name = "SECONDS", value_parser = seconds, default_value = "20")]
    pub ping_timeout: Duration,
    /// Time that a session may go without joining a namespace: the reference server's
    #[arg(long = "socketio-connect-timeout", value_name = "SECONDS", value_parser = seconds, default_value = "45")]
    pub connect_timeout: Duration,
    /// Largest request body, frame and message taken, in bytes; as large as that of a plain WebSocket, so that both lanes
    /// of a comparison carry the same
    #[arg(long = "socketio-max-payload", value_name = "BYTES", default_value_t = 65_536)]
    pub max_payload: usize,
    /// Transports that clients may use
    #[arg(
        long = "socketio-transports",
        value_name = "NAMES",
        value_delimiter = ',',
        default_value = "polling,websocket"
    )]
    pub transports: Vec<Transport>,
    /// Sessions in all; more get 503. One that polls outlives its TCP connections, so their bound does not help
    #[arg(long = "socketio-sessions", value_name = "COUNT", default_value_t = 1_000)]
    pub sessions: usize,
    /// Sessions of one address; more get 503. A whole class can share one address behind a router: 40 readers with 15
    /// sessions each
    #[arg(long = "socketio-sessions-per-address", value_name = "COUNT", default_value_t = 600)]
    pub sessions_per_address: usize,
    /// Serve what the public test suites of Engine.IO 4 and Socket.IO 5 need, with their times and payload, instead of
    /// the demos' namespaces
    #[arg(long = "socketio-suite", conflicts_with_all = SUITE_SETS)]
    pub suite: bool,
}

/// What `--socketio-suite` decides.
const SUITE_SETS: [&str; 6] =
    ["path", "ping_interval", "ping_timeout", "connect_timeout", "max_payload", "transports"];

/// A way to carry Engine.IO packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Transport {
    /// HTTP requests, some of which wait for news.
    Polling,
    /// One WebSocket.
    Websocket,
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Polling => "polling",
            Self::Websocket => "websocket",
        })
    }
}

/// A path like `/socket.io`, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketIoPath(String);

impl SocketIoPath {
    /// `/socket.io`
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SocketIoPath {
    /// `socket.io`
    pub(crate) fn first_part(&self) -> &str {
        self.0.split('/').nth(1).unwrap_or_default()
    }
}

impl fmt::Display for SocketIoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for SocketIoPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        let part =
            |part: &str| !part.is_empty() && part.chars().all(plain) && !matches!(part, "." | "..");
        match path.strip_prefix('/') {
            Some(parts) if parts.split('/').all(part) => Ok(Self(path.to_owned())),
            _ => Err("expected a path such as /socket.io: a slash, then letters, digits, `-`, `.`, `_` or `~`".into()),
        }
    }
}

impl Default for SocketIoSettings {
    /// The defaults of the flags, so that they are written down once.
    fn default() -> Self {
        #[derive(Parser)]
        struct Flags {
            #[command(flatten)]
            socketio: SocketIoSettings,
        }
        Flags::parse_from(["playground"]).socketio
    }
}

impl SocketIoSettings {
    /// Settings that cannot work together, in a sentence.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        if self.sessions == 0 || self.sessions_per_address == 0 {
            Some("--socketio-sessions and --socketio-sessions-per-address must be at least 1.")
        } else if self.max_payload < 125 {
            Some("--socketio-max-payload must be at least 125, so that control frames fit.")
        } else if self.transports.is_empty() {
            Some("--socketio-transports needs polling, websocket, or both.")
        } else {
            None
        }
    }

    /// With the values that `--socketio-suite` decides: those that the public suites expect.
    pub(crate) fn in_force(&self) -> Self {
        if !self.suite {
            return self.clone();
        }
        Self {
            suite: true,
            sessions: self.sessions,
            sessions_per_address: self.sessions_per_address,
            ping_interval: Duration::from_millis(300),
            ping_timeout: Duration::from_millis(200),
            connect_timeout: Duration::from_secs(1),
            max_payload: 1_000_000,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_do_not_contradict_each_other() {
        assert_eq!(SocketIoSettings::default().contradiction(), None);
    }

    #[test]
    fn what_cannot_work_is_refused() {
        let refuses = |change: fn(&mut SocketIoSettings), flag: &str| {
            let mut settings = SocketIoSettings::default();
            change(&mut settings);
            let sentence = settings.contradiction().unwrap_or_default();
            assert!(sentence.contains(flag), "{sentence}");
        };
        refuses(|it| it.sessions = 0, "--socketio-sessions");
        refuses(|it| it.sessions_per_address = 0, "--socketio-sessions-per-address");
        refuses(|it| it.max_payload = 124, "--socketio-max-payload");
        refuses(|it| it.transports.clear(), "--socketio-transports");
    }

    #[test]
    fn a_path_is_plain_and_loses_its_last_slash() {
        for (text, path) in [("/socket.io", "/socket.io"), ("/io/", "/io"), ("/a/b", "/a/b")] {
            assert_eq!(text.parse::<SocketIoPath>().unwrap().as_str(), path);
        }
        for text in ["", "/", "socket.io", "//", "/a//b", "/../a", "/{x}", "/a?b", "/a b", "/é"] {
            assert!(text.parse::<SocketIoPath>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_suite_has_its_own_times_and_keeps_the_bounds() {
        let settings = SocketIoSettings { suite: true, sessions: 7, ..SocketIoSettings::default() };
        let settings = settings.in_force();
        assert_eq!((settings.sessions, settings.max_payload), (7, 1_000_000));
        assert_eq!(settings.ping_interval, Duration::from_millis(300));
    }
}
