use serde::Serialize;

/// The number at the start of a Close frame's payload that says why (RFC 6455 section 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CloseCode(pub u16);

/// Who may put a close code into a Close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaySend {
    /// Client and server.
    Either,
    /// Only the client.
    Client,
    /// Only the server.
    Server,
    /// Nobody: a program reports it to itself, or it is not assigned.
    Nobody,
}

/// A row of the table of close codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CloseMeaning {
    /// First code that the row is about.
    pub first: u16,
    /// Last code that the row is about; the same as `first` but for ranges.
    pub last: u16,
    /// Name in the IANA registry, or the range's name in RFC 6455.
    pub name: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// Who may put it into a Close frame.
    pub may_send: MaySend,
    /// Where that is written.
    pub section: &'static str,
}

const fn row(
    (first, last): (u16, u16),
    name: &'static str,
    may_send: MaySend,
    section: &'static str,
    meaning: &'static str,
) -> CloseMeaning {
    CloseMeaning { first, last, name, meaning, may_send, section }
}

const RFC: &str = "RFC 6455 section 7.4.1";
const RANGES: &str = "RFC 6455 section 7.4.2";
const IANA: &str = "IANA WebSocket Close Code Number Registry";

impl CloseCode {
    /// 1000: the purpose of the connection has been fulfilled.
    pub const NORMAL: Self = Self(1000);
    /// 1001: the server shuts down, or the browser leaves the page.
    pub const GOING_AWAY: Self = Self(1001);
    /// 1002: the peer broke a rule of RFC 6455.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// 1003: a kind of data that the endpoint cannot accept.
    pub const UNSUPPORTED_DATA: Self = Self(1003);
    /// 1005: what a program reports when a Close frame held no code. Never sent.
    pub const NO_STATUS: Self = Self(1005);
    /// 1006: what a program reports when no Close frame came. Never sent.
    pub const ABNORMAL: Self = Self(1006);
    /// 1007: a message's data does not fit its type, such as bad UTF-8 in a text message.
    pub const INVALID_PAYLOAD: Self = Self(1007);
    /// 1008: the endpoint's own policy was violated.
    pub const POLICY_VIOLATION: Self = Self(1008);
    /// 1009: a message is too big to process.
    pub const MESSAGE_TOO_BIG: Self = Self(1009);
    /// 1010: the client needs an extension that the server did not accept.
    pub const MANDATORY_EXTENSION: Self = Self(1010);
    /// 1011: the server met a condition that it did not expect.
    pub const INTERNAL_ERROR: Self = Self(1011);
    /// 1012: the service restarts.
    pub const SERVICE_RESTART: Self = Self(1012);
    /// 1013: the service is overloaded.
    pub const TRY_AGAIN_LATER: Self = Self(1013);
    /// 1014: a gateway got an invalid answer from the server behind it.
    pub const BAD_GATEWAY: Self = Self(1014);
    /// 1015: what a program reports when TLS failed. Never sent.
    pub const TLS_HANDSHAKE: Self = Self(1015);

    /// Every 16-bit code, in order, without gaps: RFC 6455 section 7.4 and the IANA registry.
    pub const TABLE: &'static [CloseMeaning] = &[
        row((0, 999), "Not used", MaySend::Nobody, RANGES, "Codes below 1000 are not used."),
        row(
            (1000, 1000),
            "Normal Closure",
            MaySend::Either,
            RFC,
            "The connection has done what it was for.",
        ),
        row(
            (1001, 1001),
            "Going Away",
            MaySend::Either,
            RFC,
            "A server shuts down, or a browser leaves the page.",
        ),
        row(
            (1002, 1002),
            "Protocol error",
            MaySend::Either,
            RFC,
            "The other side broke a rule of the protocol.",
        ),
        row(
            (1003, 1003),
            "Unsupported Data",
            MaySend::Either,
            RFC,
            "The other side sent a kind of data that cannot be accepted, such as binary to a text-only endpoint.",
        ),
        row(
            (1004, 1004),
            "Reserved",
            MaySend::Nobody,
            RFC,
            "Kept back; a meaning might be defined later.",
        ),
        row(
            (1005, 1005),
            "No Status Rcvd",
            MaySend::Nobody,
            RFC,
            "A program reports it when a Close frame held no code; it must never be sent.",
        ),
        row(
            (1006, 1006),
            "Abnormal Closure",
            MaySend::Nobody,
            RFC,
            "A program reports it when the connection ended without a Close frame; it must never be sent.",
        ),
        row(
            (1007, 1007),
            "Invalid frame payload data",
            MaySend::Either,
            RFC,
            "A message's data does not fit its type, such as bad UTF-8 in a text message.",
        ),
        row(
            (1008, 1008),
            "Policy Violation",
            MaySend::Either,
            RFC,
            "A message breaks the endpoint's own policy; used when no other code fits.",
        ),
        row(
            (1009, 1009),
            "Message Too Big",
            MaySend::Either,
            RFC,
            "A message is too big to process.",
        ),
        row(
            (1010, 1010),
            "Mandatory Ext.",
            MaySend::Client,
            RFC,
            "The client needs an extension that the server did not accept; the reason should list it.",
        ),
        row(
            (1011, 1011),
            "Internal Error",
            MaySend::Server,
            RFC,
            "The server met a condition that it did not expect.",
        ),
        row(
            (1012, 1012),
            "Service Restart",
            MaySend::Server,
            IANA,
            "The service restarts; a client may reconnect after a random delay of 5 to 30 seconds.",
        ),
        row(
            (1013, 1013),
            "Try Again Later",
            MaySend::Server,
            IANA,
            "The service is overloaded; a client should reconnect later, or elsewhere.",
        ),
        row(
            (1014, 1014),
            "Bad Gateway",
            MaySend::Server,
            IANA,
            "A gateway or proxy got an invalid answer from the server behind it.",
        ),
        row(
            (1015, 1015),
            "TLS handshake",
            MaySend::Nobody,
            RFC,
            "A program reports it when the TLS handshake failed; it must never be sent.",
        ),
        row(
            (1016, 2999),
            "Unassigned",
            MaySend::Nobody,
            RANGES,
            "Kept for the protocol, its later versions and its extensions.",
        ),
        row(
            (3000, 3000),
            "Unauthorized",
            MaySend::Either,
            IANA,
            "The endpoint must be authorized first, as with HTTP 401.",
        ),
        row(
            (3001, 3002),
            "Registered with IANA",
            MaySend::Either,
            RANGES,
            "For libraries, frameworks and applications that register the code.",
        ),
        row(
            (3003, 3003),
            "Forbidden",
            MaySend::Either,
            IANA,
            "The endpoint is authorized but lacks the permission, as with HTTP 403.",
        ),
        row(
            (3004, 3007),
            "Registered with IANA",
            MaySend::Either,
            RANGES,
            "For libraries, frameworks and applications that register the code.",
        ),
        row(
            (3008, 3008),
            "Timeout",
            MaySend::Either,
            IANA,
            "The endpoint took too long to answer, as with HTTP 408.",
        ),
        row(
            (3009, 3999),
            "Registered with IANA",
            MaySend::Either,
            RANGES,
            "For libraries, frameworks and applications that register the code.",
        ),
        row(
            (4000, 4999),
            "Private use",
            MaySend::Either,
            RANGES,
            "For applications, by agreement between both sides.",
        ),
        row(
            (5000, u16::MAX),
            "Not defined",
            MaySend::Nobody,
            RANGES,
            "RFC 6455 defines no codes from 5000 on.",
        ),
    ];

    /// The code at the start of a Close frame's payload, if there is one.
    pub(crate) fn of(payload: &[u8]) -> Option<Self> {
        payload.first_chunk().map(|bytes| Self(u16::from_be_bytes(*bytes)))
    }

    /// What the code means, who may send it, and where that is written.
    pub fn meaning(self) -> &'static CloseMeaning {
        let after = Self::TABLE.partition_point(|row| row.last < self.0);
        // The table has no gaps and ends at `u16::MAX`, so `after` is always a row.
        &Self::TABLE[after.min(Self::TABLE.len() - 1)]
    }
}
