//! What may be set, and the default of each setting.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, Parser};

use crate::origin::{Host, Origin};

pub(crate) use crate::socketio::SocketIoSettings;

/// Everything that a [`Server`](crate::Server) needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Origins that may connect besides those allowed by default.
    pub allow_origins: Vec<Origin>,
    /// Host names that this server answers to, besides loopback names, IP addresses and the hosts of `allow_origins`.
    pub allow_hosts: Vec<Host>,
    /// Serve the book from this folder instead of the built-in one.
    pub book: Option<PathBuf>,
    /// Bounds on what clients may make the server hold.
    pub limits: Limits,
    /// The Socket.IO server.
    pub socketio: SocketIoSettings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4000)),
            allow_origins: Vec::new(),
            allow_hosts: Vec::new(),
            book: None,
            limits: Limits::default(),
            socketio: SocketIoSettings::default(),
        }
    }
}

/// Bounds on what clients may make the server hold. Each is a flag; its help states the reason for the default.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Open TCP connections in all; more get 503. Stays under the 1,024 file descriptors that a process usually has
    #[arg(long, value_name = "COUNT", default_value_t = 900)]
    pub connections: usize,
    /// Open TCP connections of one address; more get 503. A whole class can share one address behind a router: 40
    /// readers with 15 connections each
    #[arg(long, value_name = "COUNT", default_value_t = 600)]
    pub connections_per_address: usize,
    /// Time for a request head, for a request body, and between two requests on one connection
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "10")]
    pub header_seconds: Duration,
    /// Largest WebSocket message taken, in bytes; a larger one is answered with close code 1009
    #[arg(long, value_name = "BYTES", default_value_t = 65_536)]
    pub message_bytes: usize,
    /// A WebSocket peer that was silent for this long gets a ping
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "20")]
    pub ping_seconds: Duration,
    /// A WebSocket peer that was silent for this long, pings included, is closed; so is any peer that takes no bytes
    /// for this long
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    pub idle_seconds: Duration,
    /// Broadcast rooms with someone in them
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub rooms: usize,
    /// Members of one room: a class with two panes each and some to spare
    #[arg(long, value_name = "COUNT", default_value_t = 200)]
    pub members_per_room: usize,
    /// A room member that stays behind for this long is closed with 1013
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "10")]
    pub behind_seconds: Duration,
    /// Races kept; when all places are taken the oldest finished race makes room. One race holds at most 2 MiB
    #[arg(long, value_name = "COUNT", default_value_t = 64)]
    pub races: usize,
    /// How long a race is kept
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "600")]
    pub race_seconds: Duration,
    /// Firehoses that run at one time. One holds at most 2 MiB
    #[arg(long, value_name = "COUNT", default_value_t = 64)]
    pub hoses: usize,
    /// How long a firehose runs: a few experiments, and the time to think between them
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "600")]
    pub hose_seconds: Duration,
    /// How long a long poll waits for news
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "20")]
    pub long_poll_seconds: Duration,
    /// How long the raw client of /ws/raw holds a connection: a few experiments, and the time to think between them
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "300")]
    pub raw_seconds: Duration,
    /// Restaurant orders kept
    #[arg(long, value_name = "COUNT", default_value_t = 1_000)]
    pub orders: usize,
    /// How long an order is kept
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "300")]
    pub order_seconds: Duration,
    /// The shortest time the kitchen takes; the longest is twice that
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "3")]
    pub cooking_seconds: Duration,
}

impl Default for Limits {
    /// The defaults of the flags, so that they are written down once.
    fn default() -> Self {
        #[derive(Parser)]
        struct Flags {
            #[command(flatten)]
            limits: Limits,
        }
        Flags::parse_from(["playground"]).limits
    }
}

impl Limits {
    /// Settings that cannot work together, in a sentence.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        if self.connections == 0 || self.connections_per_address == 0 {
            Some("--connections and --connections-per-address must be at least 1.")
        } else if self.message_bytes < 125 {
            Some("--message-bytes must be at least 125, so that control frames fit.")
        } else if self.ping_seconds >= self.idle_seconds {
            Some(
                "--ping-seconds must be less than --idle-seconds: a peer needs time to answer a ping.",
            )
        } else {
            None
        }
    }
}

/// The longest duration a flag takes: a day. Nothing here should outlive it.
const MOST_SECONDS: f64 = 86_400.0;

/// For clap: a time in seconds, fractions allowed.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| format!("`{text}` is not a number of seconds"))?;
    if number > 0.0 && number <= MOST_SECONDS {
        Ok(Duration::from_secs_f64(number))
    } else {
        Err(format!("expected more than 0 and at most {MOST_SECONDS} seconds"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_do_not_contradict_each_other() {
        assert_eq!(Limits::default().contradiction(), None);
    }

    #[test]
    fn seconds_are_positive_finite_and_at_most_a_day() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for absurd in ["0", "-1", "NaN", "inf", "86401", "ten", ""] {
            assert!(seconds(absurd).is_err(), "{absurd}");
        }
    }

    #[test]
    fn a_ping_interval_as_long_as_the_idle_timeout_is_a_contradiction() {
        let limits = Limits { ping_seconds: Duration::from_mins(1), ..Limits::default() };
        assert!(limits.contradiction().is_some());
    }
}
