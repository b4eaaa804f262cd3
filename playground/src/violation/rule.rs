//! The rules that can be broken, and the bytes that break them.

use wire::{FrameHeader, OpCode, Rule, websocket::LengthForm};

/// A way to break one rule of RFC 6455.
pub(super) struct Violation {
    /// In the path.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// Which rule that is: the decoder knows its section, and the close code that answers it.
    pub(super) breaks: Rule,
    /// What the server sends, in words.
    pub(super) sent: &'static str,
    /// What the standard says that a client then does.
    pub(super) demands: &'static str,
    /// The bytes that break the rule; empty if the 101 response does.
    frame: fn() -> Vec<u8>,
}

/// The masking key of the example in RFC 6455 section 5.7.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
/// The text in the broken frames.
const TEXT: &[u8] = b"Hi";
/// Follows the broken frame, correctly: who shows it has kept going.
const STILL_HERE: &str = "Still here?";

const MUST_FAIL: &str = "The client must fail the connection.";
const NOT_SAID: &str = "It is forbidden; no consequence is named. A client may drop the connection, and should say why in \
                        a Close frame (section 10.7).";

/// In the order in which a reader meets them.
pub(super) const VIOLATIONS: &[Violation] = &[
    Violation {
        name: "wrong-accept",
        title: "A wrong accept value",
        breaks: Rule::AcceptWrong,
        sent: "A 101 response whose Sec-WebSocket-Accept answers another key",
        demands: "The client must fail the connection: it never opens.",
        frame: Vec::new,
    },
    Violation {
        name: "masked-frame",
        title: "A masked frame",
        breaks: Rule::ServerMustNotMask,
        sent: "A text frame “Hi” with MASK = 1 and a masking key",
        demands: "The client must close the connection, and may say 1002.",
        frame: || FrameHeader { mask: Some(MASK), ..text() }.frame(TEXT),
    },
    Violation {
        name: "reserved-opcode",
        title: "A reserved opcode",
        breaks: Rule::ReservedOpcode,
        sent: "A frame “Hi” with opcode 0x3, which nobody has defined",
        demands: MUST_FAIL,
        frame: || FrameHeader { opcode: OpCode::Reserved(3), ..text() }.frame(TEXT),
    },
    Violation {
        name: "rsv1",
        title: "A reserved bit",
        breaks: Rule::ReservedBit,
        sent: "A text frame “Hi” with RSV1 = 1, although no extension was agreed on",
        demands: MUST_FAIL,
        frame: || FrameHeader { rsv1: true, ..text() }.frame(TEXT),
    },
    Violation {
        name: "long-form",
        title: "A length in a longer form than needed",
        breaks: Rule::LengthNotShortest,
        sent: "A text frame “Hi” whose length 2 is written in 16 bits",
        demands: NOT_SAID,
        frame: || FrameHeader { length_form: LengthForm::Sixteen, ..text() }.frame(TEXT),
    },
    Violation {
        name: "bad-utf8",
        title: "Text that is not UTF-8",
        breaks: Rule::TextNotUtf8,
        sent: "A text frame with the bytes c3 28: the start of a character, then none of its rest",
        demands: MUST_FAIL,
        frame: || text().frame(b"\xc3\x28"),
    },
    Violation {
        name: "lone-continuation",
        title: "A continuation of nothing",
        breaks: Rule::NothingToContinue,
        sent: "A continuation frame “Hi”, although no message was begun",
        demands: NOT_SAID,
        frame: || FrameHeader { opcode: OpCode::Continuation, ..text() }.frame(TEXT),
    },
    Violation {
        name: "fragmented-ping",
        title: "A fragmented ping",
        breaks: Rule::FragmentedControl,
        sent: "A Ping frame “Hi” with FIN = 0",
        demands: NOT_SAID,
        frame: || FrameHeader { fin: false, opcode: OpCode::Ping, ..text() }.frame(TEXT),
    },
    Violation {
        name: "long-ping",
        title: "A ping that is too long",
        breaks: Rule::ControlTooLong,
        sent: "A Ping frame with 126 bytes, one more than a control frame may carry",
        demands: NOT_SAID,
        frame: || FrameHeader::new(OpCode::Ping, None, 126).frame(&[b'.'; 126]),
    },
    Violation {
        name: "close-1005",
        title: "Close code 1005 on the wire",
        breaks: Rule::CloseCodeIllegal,
        sent: "A Close frame with the code 1005, which only means “there was none”",
        demands: NOT_SAID,
        frame: || FrameHeader::new(OpCode::Close, None, 2).frame(&1005_u16.to_be_bytes()),
    },
];

impl Violation {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        VIOLATIONS.iter().find(|violation| violation.name == name)
    }

    /// Whether the 101 response breaks the rule, before any frame.
    pub(super) fn is_in_handshake(&self) -> bool {
        self.breaks == Rule::AcceptWrong
    }

    /// The bytes that break the rule.
    pub(super) fn frame(&self) -> Vec<u8> {
        (self.frame)()
    }

    /// The correct text message that follows. After a Close frame nothing may, which is another rule.
    pub(super) fn then(&self) -> Option<&'static str> {
        (!self.is_in_handshake() && self.breaks != Rule::CloseCodeIllegal).then_some(STILL_HERE)
    }

    /// All that the server sends after the 101.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let then = self.then().map(|text| {
            FrameHeader::new(OpCode::Text, None, text.len() as u64).frame(text.as_bytes())
        });
        [self.frame(), then.unwrap_or_default()].concat()
    }
}

/// The header of a correct frame with [`TEXT`].
fn text() -> FrameHeader {
    FrameHeader::new(OpCode::Text, None, TEXT.len() as u64)
}
