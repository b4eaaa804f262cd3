use serde::Serialize;

use crate::CloseCode;

/// Builds [`Rule`] and its table from one list, so that a rule without a sentence or a section cannot exist.
macro_rules! rules {
    ($($name:ident, $section:expr, $close:expr, $sentence:literal;)*) => {
        /// A rule that bytes on the wire can break, or a bound of this decoder that they exceed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(clippy::doc_markdown, reason = "the sentences are for readers of the live view, which knows no Markdown")]
        pub enum Rule {
            $(#[doc = $sentence] $name,)*
        }

        impl Rule {
            /// Every rule, grouped by standard.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What is demanded, and what follows when it is not done. One or two sentences.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// Where the rule is written.
            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section,)* }
            }

            /// The close code with which a WebSocket endpoint answers, where the standards name one.
            pub const fn close_code(self) -> Option<CloseCode> {
                match self { $(Self::$name => $close,)* }
            }
        }
    };
}

const PROTOCOL: Option<CloseCode> = Some(CloseCode::PROTOCOL_ERROR);
const PAYLOAD: Option<CloseCode> = Some(CloseCode::INVALID_PAYLOAD);
const LIMIT: &str = "this decoder's limits";
const EIO_PACKET: &str = "Engine.IO protocol 4, Packet encoding";
const EIO_HEARTBEAT: &str = "Engine.IO protocol 4, Heartbeat";
const EIO_UPGRADE: &str = "Engine.IO protocol 4, Upgrade";
const EIO_HANDSHAKE: &str = "Engine.IO protocol 4, Handshake";
const EIO_QUERY: &str = "Engine.IO protocol 4, Query parameters";
const SIO_PACKET: &str = "Socket.IO protocol 5, Packet encoding";
const SIO_CONNECT: &str = "Socket.IO protocol 5, Connection to a namespace";
const SIO_DATA: &str = "Socket.IO protocol 5, Sending and receiving data";
const SIO_ACK: &str = "Socket.IO protocol 5, Acknowledgement";
const SIO_DISCONNECT: &str = "Socket.IO protocol 5, Disconnection from a namespace";

rules! {
    NotHttp, "RFC 9112 section 2.1", None, "These bytes do not begin an HTTP/1.1 message. Nothing on this side can be read from here on.";
    RequestLine, "RFC 9112 section 3", None, "A request line is a method, one space, a target, one space and the HTTP version.";
    StatusLine, "RFC 9112 section 4", None, "A status line is the HTTP version, one space, three digits, one space and an optional reason.";
    HttpVersion, "RFC 9112 section 2.3", None, "The version must be HTTP/1.1 (or HTTP/1.0) here, in capitals and single digits.";
    BareLineFeed, "RFC 9112 section 2.2", None, "A line ends with CR and LF. A lone LF is tolerated by some receivers and refused by others.";
    FieldLine, "RFC 9112 section 5", None, "A field line is a name, a colon and a value. This line has no colon.";
    FieldName, "RFC 9112 section 5.1", None, "A field name is made of letters, digits and a few signs, with no space before the colon.";
    FieldValue, "RFC 9110 section 5.5", None, "A field value must not hold control characters other than tabs.";
    FoldedLine, "RFC 9112 section 5.2", None, "A value must not be carried on in a next line that begins with a space. Receivers refuse or join it.";
    HeadTooLong, LIMIT, None, "The head is longer than this decoder keeps. Nothing on this side can be read from here on.";
    TooManyFieldLines, LIMIT, None, "The head has more field lines than this decoder annotates. The rest counts, but has no fields.";
    HostMissing, "RFC 9112 section 3.2", None, "An HTTP/1.1 request must hold exactly one Host field. Servers answer 400.";
    ContentLength, "RFC 9112 section 6.3", None, "Content-Length must be one decimal number. Where the body ends cannot be known, so nothing on this side can be read from here on.";
    LengthAndChunked, "RFC 9112 section 6.1", None, "A message must not hold both Content-Length and Transfer-Encoding. Transfer-Encoding wins, and the pair is a known attack.";
    TransferEncoding, "RFC 9112 section 6.3", None, "The last transfer coding of a request must be chunked. Where the body ends cannot be known, so nothing on this side can be read from here on.";
    ChunkSize, "RFC 9112 section 7.1", None, "A chunk begins with its size in hexadecimal digits. Where the next one begins cannot be known, so nothing on this side can be read from here on.";
    ChunkEnd, "RFC 9112 section 7.1", None, "A chunk's data must be followed by CR and LF. Nothing on this side can be read from here on.";
    ChunkLineTooLong, LIMIT, None, "The chunk's first line is longer than this decoder keeps. Nothing on this side can be read from here on.";
    TooManyRequests, LIMIT, None, "More requests wait for a response than this decoder remembers. Later responses are read without their request.";
    UnknownProtocol, "RFC 9110 section 7.8", None, "The connection switched to a protocol that this decoder does not read.";
    Truncated, "RFC 9112 section 8", None, "The stream ended in the middle of this.";

    HandshakeMethod, "RFC 6455 section 4.1", None, "The opening handshake must be a GET request of HTTP/1.1 or later.";
    UpgradeMissing, "RFC 6455 section 4.1", None, "The opening handshake must hold an Upgrade field with the word websocket. Without it this is an ordinary request.";
    ConnectionMissing, "RFC 6455 section 4.1", None, "The opening handshake must hold a Connection field with the word Upgrade.";
    KeyMissing, "RFC 6455 section 4.1", None, "The opening handshake must hold exactly one Sec-WebSocket-Key.";
    KeyLength, "RFC 6455 section 4.1", None, "Sec-WebSocket-Key must be 16 random bytes in Base64.";
    VersionNot13, "RFC 6455 section 4.1", None, "Sec-WebSocket-Version must be 13. Servers answer 426 and name the version that they speak.";
    SwitchNotAsked, "RFC 9110 section 7.8", None, "A server must not switch to a protocol that the request did not ask for.";
    ResponseUpgrade, "RFC 6455 section 4.1", None, "The 101 response must hold an Upgrade field with the value websocket. Clients fail the connection.";
    ResponseConnection, "RFC 6455 section 4.1", None, "The 101 response must hold a Connection field with the word Upgrade. Clients fail the connection.";
    AcceptMissing, "RFC 6455 section 4.1", None, "The 101 response must hold Sec-WebSocket-Accept. Clients fail the connection.";
    AcceptWrong, "RFC 6455 section 4.1", None, "Sec-WebSocket-Accept is not the answer to this request's key. Clients fail the connection.";
    ExtensionNotOffered, "RFC 6455 section 4.1", None, "The server chose an extension that the client did not offer. Clients fail the connection.";
    SubprotocolNotOffered, "RFC 6455 section 4.1", None, "The server chose a subprotocol that the client did not offer. Clients fail the connection.";
    SentBeforeSwitch, LIMIT, None, "The client sent more after its handshake than this decoder holds back until the answer. Nothing on this side can be read from here on.";

    ReservedBit, "RFC 6455 section 5.2", PROTOCOL, "A reserved bit must be 0 unless a negotiated extension gives it a meaning.";
    CompressedBitPlace, "RFC 7692 section 6.1", PROTOCOL, "RSV1 may be set only on the first frame of a compressed message, never on a continuation or a control frame.";
    ReservedOpcode, "RFC 6455 section 5.2", PROTOCOL, "This opcode is kept for later standards. The receiver must fail the connection.";
    ClientMustMask, "RFC 6455 section 5.1", PROTOCOL, "A client must mask every frame. The server must close the connection.";
    ServerMustNotMask, "RFC 6455 section 5.1", PROTOCOL, "A server must not mask. The client must close the connection.";
    FragmentedControl, "RFC 6455 section 5.5", PROTOCOL, "A control frame must not be fragmented: its FIN must be 1.";
    ControlTooLong, "RFC 6455 section 5.5", PROTOCOL, "A control frame's payload must be 125 bytes or less.";
    LengthNotShortest, "RFC 6455 section 5.2", PROTOCOL, "The payload length must be written in the shortest form that holds it.";
    LengthTooLarge, "RFC 6455 section 5.2", PROTOCOL, "The most significant bit of a 64-bit length must be 0. No such payload can end, so nothing on this side can be read from here on.";
    NothingToContinue, "RFC 6455 section 5.4", PROTOCOL, "A continuation frame needs a message that an earlier frame began without FIN.";
    MessageInterrupted, "RFC 6455 section 5.4", PROTOCOL, "A new message began before the last one was finished. The fragments of the old one are dropped.";
    TextNotUtf8, "RFC 6455 section 8.1", PAYLOAD, "A text message must be valid UTF-8 as a whole.";
    ClosePayload, "RFC 6455 section 5.5.1", PROTOCOL, "A Close frame's payload is empty, or begins with a close code of two bytes. One byte is neither.";
    CloseCodeIllegal, "RFC 6455 section 7.4", PROTOCOL, "This close code must not be sent in a Close frame.";
    CloseCodeSide, "RFC 6455 section 7.4.1", None, "This close code is meant for the other side to send.";
    CloseReasonNotUtf8, "RFC 6455 section 5.5.1", PAYLOAD, "A close reason must be valid UTF-8.";
    FrameAfterClose, "RFC 6455 section 5.5.1", None, "After its Close frame a side must send no more frames.";
    FrameTooLong, LIMIT, Some(CloseCode::MESSAGE_TOO_BIG), "The frame's payload is longer than this decoder keeps. It was counted and dropped.";
    MessageTooLong, LIMIT, Some(CloseCode::MESSAGE_TOO_BIG), "The message is longer, or in more fragments, than this decoder puts together. It was counted and dropped; its frames were shown.";

    EventNotUtf8, "HTML section 9.2.5", None, "An event stream must be UTF-8. Receivers put U+FFFD in place of what is not.";
    EventTooLong, LIMIT, None, "The event is longer than this decoder keeps. It was counted and dropped.";
    EventUnfinished, "HTML section 9.2.6", None, "The stream ended before the empty line that ends an event, so the event is never dispatched.";

    EngineVersion, EIO_QUERY, None, "This decoder reads version 4 of Engine.IO. The query parameter EIO names another.";
    EngineTransport, EIO_QUERY, None, "The query must name a transport: polling or websocket.";
    EnginePacketEmpty, EIO_PACKET, None, "A packet has at least its type, one digit from 0 to 6.";
    EnginePacketType, EIO_PACKET, None, "A packet begins with its type, one digit from 0 to 6.";
    EngineOpen, EIO_HANDSHAKE, None, "An open packet holds a JSON object with sid, upgrades, pingInterval, pingTimeout and maxPayload.";
    EngineOpenSide, EIO_HANDSHAKE, None, "Only the server sends open packets.";
    EnginePingSide, EIO_HEARTBEAT, None, "Since version 4 only the server sends heartbeats. The one ping of a client is its probe, 2probe.";
    EnginePongSide, EIO_HEARTBEAT, None, "Since version 4 only the client answers heartbeats. The one pong of a server answers the probe, 3probe.";
    EngineUpgradeSide, EIO_UPGRADE, None, "Only the client sends upgrade packets.";
    EngineNoopSide, EIO_UPGRADE, None, "Only the server sends noop packets.";
    EngineBase64, EIO_PACKET, None, "Binary data in a polling payload is the letter b and Base64.";
    EnginePayloadNotUtf8, EIO_PACKET, None, "A polling payload is UTF-8 text.";
    EnginePayloadTooLong, LIMIT, None, "The polling payload is longer than this decoder keeps. It was counted and dropped; its bytes were shown as a body.";
    EngineTooManyPackets, LIMIT, None, "The polling payload holds more packets than this decoder reads. The rest is dropped.";

    SocketPacketType, SIO_PACKET, None, "A Socket.IO packet begins with its type, one digit from 0 to 6.";
    SocketAttachments, SIO_PACKET, None, "A binary packet's type is followed by the number of its attachments and a hyphen.";
    SocketAckId, SIO_ACK, None, "An acknowledgment id must be a whole number that fits in 53 bits, as JavaScript counts no further.";
    SocketAckIdMissing, SIO_ACK, None, "An acknowledgement must carry the id of the event that it answers.";
    SocketPayloadMissing, SIO_DATA, None, "Events, acknowledgements and connect errors must carry a payload.";
    SocketPayloadJson, SIO_PACKET, None, "The payload must be valid JSON.";
    SocketPayloadConnect, SIO_CONNECT, None, "The payload of CONNECT is a JSON object or nothing; that of CONNECT_ERROR is an object.";
    SocketPayloadDisconnect, SIO_DISCONNECT, None, "DISCONNECT carries no payload.";
    SocketPayloadEvent, SIO_DATA, None, "The payload of an event must be an array that is not empty. Receivers close the connection.";
    SocketPayloadAck, SIO_ACK, None, "The payload of an acknowledgement must be an array.";
    SocketEventName, SIO_DATA, None, "An event's name is a string (or number) other than the reserved connect, connect_error, disconnect, disconnecting, newListener and removeListener.";
    SocketPlaceholders, SIO_PACKET, None, "The placeholders of a binary packet must be numbered from 0 to one less than its attachments.";
    SocketAttachmentUnexpected, SIO_PACKET, None, "Binary data must follow a binary packet that announced it.";
    SocketAttachmentMissing, SIO_PACKET, None, "A binary packet's attachments must all follow before the next packet.";
    SocketTooDeep, LIMIT, None, "The payload is nested deeper than this decoder looks. Receivers that recurse can die of it.";
}
