//! Each rule for frames, broken once; and what follows is still read.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Client, Feed, MASK, Server, assert_tiles, decode_frames, frame, rules};
use wire::{Direction, FrameHeader, Kind, OpCode, Rule, Upgrade, limits, websocket::LengthForm};

/// Decodes frames, then a sound text frame of the same side, which must still be read.
fn broken(upgrade: Upgrade, direction: Direction, bytes: Vec<u8>) -> Vec<Rule> {
    let feeds = [(direction, bytes), frame(direction, OpCode::Text, b"still here")];
    let units = decode_frames(upgrade, &feeds);
    assert_tiles(&feeds, &units);
    assert_eq!(units.last().unwrap().bytes, b"still here");
    rules(&units)
}

fn plain(direction: Direction, bytes: Vec<u8>) -> Vec<Rule> {
    broken(Upgrade::default(), direction, bytes)
}

fn from_server(opcode: OpCode, change: impl FnOnce(&mut FrameHeader), payload: &[u8]) -> Vec<u8> {
    let mut header = FrameHeader::new(opcode, None, payload.len() as u64);
    change(&mut header);
    header.frame(payload)
}

#[test]
fn masking_belongs_to_the_client() {
    assert_eq!(plain(Client, vec![0x81, 0x02, b'h', b'i']), [Rule::ClientMustMask]);
    let masked = FrameHeader::new(OpCode::Text, Some(MASK), 2).frame(b"hi");
    assert_eq!(plain(Server, masked), [Rule::ServerMustNotMask]);
}

#[test]
fn reserved_bits_need_an_extension() {
    let rsv1 = |header: &mut FrameHeader| header.rsv1 = true;
    assert_eq!(plain(Server, from_server(OpCode::Text, rsv1, b"x")), [Rule::ReservedBit]);
    let rsv3 = |header: &mut FrameHeader| header.rsv3 = true;
    let deflate = Upgrade { deflate: true, ..Upgrade::default() };
    assert_eq!(broken(deflate, Server, from_server(OpCode::Text, rsv3, b"x")), [Rule::ReservedBit]);
    assert_eq!(
        broken(deflate, Server, from_server(OpCode::Text, rsv1, b"\xf2\x48\xcd\xc9\xc9\x07\x00")),
        []
    );
    assert_eq!(
        broken(deflate, Server, from_server(OpCode::Ping, rsv1, b"")),
        [Rule::CompressedBitPlace]
    );
}

#[test]
fn a_compressed_message_is_not_inflated() {
    // RFC 7692 section 7.2.3.1: "Hello", compressed.
    let bytes = vec![0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00];
    let units = decode_frames(Upgrade { deflate: true, ..Upgrade::default() }, &[(Server, bytes)]);
    assert_eq!(rules(&units), []);
    assert_eq!(units[1].kind, Kind::Message { opcode: OpCode::Text, frames: 1, compressed: true });
    assert_eq!(units[1].summary(), "compressed message, not inflated, 7 bytes");
}

#[test]
fn opcodes_and_control_frames() {
    assert_eq!(
        plain(Server, from_server(OpCode::Reserved(3), |_| {}, b"x")),
        [Rule::ReservedOpcode]
    );
    assert_eq!(
        plain(Server, from_server(OpCode::Ping, |header| header.fin = false, b"")),
        [Rule::FragmentedControl]
    );
    assert_eq!(plain(Server, from_server(OpCode::Ping, |_| {}, &[0; 126])), [Rule::ControlTooLong]);
}

#[test]
fn lengths_take_their_shortest_form() {
    let sixteen = |header: &mut FrameHeader| header.length_form = LengthForm::Sixteen;
    assert_eq!(
        plain(Server, from_server(OpCode::Binary, sixteen, b"abc")),
        [Rule::LengthNotShortest]
    );
    let sixty_four = |header: &mut FrameHeader| header.length_form = LengthForm::SixtyFour;
    assert_eq!(
        plain(Server, from_server(OpCode::Binary, sixty_four, &[1; 300])),
        [Rule::LengthNotShortest]
    );
}

#[test]
fn a_length_of_64_bits_loses_the_rest() {
    let feeds = [(Server, vec![0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 1, b'x', b'y'])];
    let units = decode_frames(Upgrade::default(), &feeds);
    assert_eq!(rules(&units), [Rule::LengthTooLarge, Rule::LengthTooLarge]);
    assert_eq!(units[1].bytes, b"xy");
    assert_tiles(&feeds, &units);
}

#[test]
fn fragments_follow_their_order() {
    assert_eq!(
        plain(Server, from_server(OpCode::Continuation, |_| {}, b"x")),
        [Rule::NothingToContinue]
    );
    let mut bytes = from_server(OpCode::Text, |header| header.fin = false, b"old");
    bytes.extend(from_server(OpCode::Binary, |_| {}, b"new"));
    assert_eq!(plain(Server, bytes), [Rule::MessageInterrupted]);
}

#[test]
fn text_is_utf8_as_a_whole() {
    assert_eq!(plain(Server, from_server(OpCode::Text, |_| {}, b"a\xff")), [Rule::TextNotUtf8]);
    // A character may be cut by a fragment's end.
    let mut cut =
        from_server(OpCode::Text, |header| header.fin = false, "€".as_bytes().split_at(1).0);
    cut.extend(from_server(OpCode::Continuation, |_| {}, "€".as_bytes().split_at(1).1));
    assert_eq!(plain(Server, cut), []);
}

#[test]
fn close_frames_have_a_sound_payload() {
    let close = |direction, payload: &[u8]| {
        rules(&decode_frames(Upgrade::default(), &[frame(direction, OpCode::Close, payload)]))
    };
    assert_eq!(close(Server, b""), []);
    assert_eq!(close(Server, b"\x03\xe8"), []);
    assert_eq!(close(Server, b"\x03"), [Rule::ClosePayload]);
    for code in [0_u16, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] {
        assert_eq!(close(Client, &code.to_be_bytes()), [Rule::CloseCodeIllegal], "{code}");
    }
    assert_eq!(close(Server, &1010_u16.to_be_bytes()), [Rule::CloseCodeSide]);
    assert_eq!(close(Client, &1010_u16.to_be_bytes()), []);
    assert_eq!(close(Server, b"\x03\xe8\xff"), [Rule::CloseReasonNotUtf8]);
}

#[test]
fn the_answer_to_a_close_echoes_its_code_whoever_may_begin_with_it() {
    let (asked, other) = (1011_u16.to_be_bytes(), 1012_u16.to_be_bytes());
    let begun = frame(Server, OpCode::Close, &asked);
    for (answer, broken) in [(asked, vec![]), (other, vec![Rule::CloseCodeSide])] {
        let feeds = [begun.clone(), frame(Client, OpCode::Close, &answer)];
        assert_eq!(rules(&decode_frames(Upgrade::default(), &feeds)), broken);
    }
    let alone = [frame(Client, OpCode::Close, &asked)];
    assert_eq!(rules(&decode_frames(Upgrade::default(), &alone)), [Rule::CloseCodeSide]);
    let illegal = 1005_u16.to_be_bytes();
    let feeds = [frame(Server, OpCode::Close, &illegal), frame(Client, OpCode::Close, &illegal)];
    assert_eq!(
        rules(&decode_frames(Upgrade::default(), &feeds)),
        [Rule::CloseCodeIllegal, Rule::CloseCodeIllegal]
    );
}

#[test]
fn nothing_follows_a_close_frame() {
    let feeds = [frame(Server, OpCode::Close, b"\x03\xe8"), frame(Server, OpCode::Text, b"late")];
    assert_eq!(rules(&decode_frames(Upgrade::default(), &feeds)), [Rule::FrameAfterClose]);
}

#[test]
fn several_rules_broken_by_one_frame_are_all_named() {
    let units = decode_frames(Upgrade::default(), &[(Client, vec![0x39, 0x00])]);
    assert_eq!(rules(&units), [Rule::ReservedBit, Rule::FragmentedControl, Rule::ClientMustMask]);
}

#[test]
fn a_payload_beyond_the_bound_is_counted_and_reading_goes_on() {
    let size = usize::try_from(limits::MAX_FRAME_PAYLOAD).unwrap() + 1;
    let feeds: [Feed; 2] =
        [frame(Server, OpCode::Binary, &vec![0; size]), frame(Server, OpCode::Text, b"after")];
    let units = decode_frames(Upgrade::default(), &feeds);
    assert_eq!(units[1].kind, Kind::Malformed { rule: Rule::FrameTooLong, dropped: size as u64 });
    assert_eq!(units.last().unwrap().bytes, b"after");
    assert_tiles(&feeds, &units);
}

#[test]
fn a_message_beyond_the_bound_is_counted_and_reading_goes_on() {
    let half = vec![b'x'; limits::MAX_MESSAGE_BYTES / 2 + 1];
    let mut bytes = from_server(OpCode::Text, |header| header.fin = false, &half);
    bytes.extend(from_server(OpCode::Continuation, |header| header.fin = false, &half));
    bytes.extend(from_server(OpCode::Continuation, |_| {}, b"end"));
    assert_eq!(plain(Server, bytes), [Rule::MessageTooLong]);
}

#[test]
fn a_row_of_empty_fragments_is_bounded() {
    let mut bytes = from_server(OpCode::Text, |header| header.fin = false, b"");
    for _ in 0..limits::MAX_FRAGMENTS {
        bytes.extend([0x00, 0x00]);
    }
    bytes.extend([0x80, 0x00]);
    assert_eq!(plain(Server, bytes), [Rule::MessageTooLong]);
}

#[test]
fn a_frame_that_never_comes_whole_is_shown_at_the_end() {
    let feeds = [(Server, vec![0x81, 0x05, b'H'])];
    let units = decode_frames(Upgrade::default(), &feeds);
    assert_eq!(rules(&units), [Rule::Truncated]);
    assert_tiles(&feeds, &units);
}

#[test]
fn every_rule_has_a_sentence_and_a_section() {
    for rule in Rule::ALL {
        assert!(rule.sentence().ends_with('.') && !rule.section().is_empty(), "{rule:?}");
    }
}
