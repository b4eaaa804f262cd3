//! RFC 6455's own examples, and its tables.

mod common;

use common::{Client, MASK, Server, assert_tiles, decode, decode_frames, handshake, rules, value};
use wire::websocket::{LengthForm, MaySend, accept_hash};
use wire::{CloseCode, FrameHeader, Kind, Layer, OpCode, Upgrade, accept_key};

#[test]
fn answers_the_sample_key_of_section_1_3() {
    let hash = [
        0xb3, 0x7a, 0x4f, 0x2c, 0xc0, 0x62, 0x4f, 0x16, 0x90, 0xf6, 0x46, 0x06, 0xcf, 0x38, 0x59,
        0x45, 0xb2, 0xbe, 0xc4, 0xea,
    ];
    assert_eq!(accept_hash("dGhlIHNhbXBsZSBub25jZQ=="), hash);
    assert_eq!(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

#[test]
fn explains_the_sample_handshake_step_by_step() {
    let units = decode(&handshake("/chat"));
    assert_eq!(rules(&units), []);
    let [request, response] = &units[..] else { panic!("{units:?}") };
    assert_eq!(value(request, &["request-line", "request-target", "path"]), "/chat");
    let key = request
        .fields
        .iter()
        .find(|field| field.display(&request.bytes).starts_with("Sec-WebSocket-Key"))
        .unwrap();
    let nonce = &key.children[1].children[0];
    assert_eq!(nonce.display(&request.bytes), "746865".to_owned() + "2073616d706c65206e6f6e6365");
    assert_eq!(
        response.kind,
        Kind::ResponseHead { status: 101, reason: "Switching Protocols".to_owned() }
    );
    let accept = &response.fields[3].children[1];
    let steps: Vec<_> =
        accept.children.iter().map(|step| step.display(&response.bytes).into_owned()).collect();
    assert_eq!(
        steps,
        [
            "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
            "b37a4f2cc0624f1690f64606cf385945b2bec4ea",
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ]
    );
}

#[test]
fn single_frame_unmasked_text_of_section_5_7() {
    let units = decode_frames(Upgrade::default(), &[(Server, b"\x81\x05Hello".to_vec())]);
    assert_eq!(rules(&units), []);
    let [frame, message] = &units[..] else { panic!("{units:?}") };
    let fields: Vec<_> = frame
        .fields
        .iter()
        .map(|field| (field.name, field.display(&frame.bytes).into_owned()))
        .collect();
    let expected = [
        ("FIN", "1"),
        ("RSV1", "0"),
        ("RSV2", "0"),
        ("RSV3", "0"),
        ("opcode", "text"),
        ("MASK", "0"),
        ("Payload len", "5"),
        ("Payload Data", "Hello"),
    ];
    assert_eq!(fields, expected.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(message.bytes, b"Hello");
    assert_eq!((message.span.start, message.span.end), (2, 7));
}

#[test]
fn single_frame_masked_text_of_section_5_7() {
    let bytes = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
    let units = decode_frames(Upgrade::default(), &[(Client, bytes.to_vec())]);
    assert_eq!(rules(&units), []);
    assert_eq!(value(&units[0], &["Masking-key"]), "37fa213d");
    assert_eq!(value(&units[0], &["Payload Data"]), "Hello");
    assert_eq!(units[1].bytes, b"Hello");
}

#[test]
fn fragmented_text_of_section_5_7() {
    let feeds = [(Server, b"\x01\x03Hel\x80\x02lo".to_vec())];
    let units = decode_frames(Upgrade::default(), &feeds);
    assert_eq!(rules(&units), []);
    let [first, second, message] = &units[..] else { panic!("{units:?}") };
    assert!(
        matches!(&first.kind, Kind::Frame { header } if !header.fin && header.opcode == OpCode::Text)
    );
    assert!(
        matches!(&second.kind, Kind::Frame { header } if header.fin && header.opcode == OpCode::Continuation)
    );
    assert_eq!(message.kind, Kind::Message { opcode: OpCode::Text, frames: 2, compressed: false });
    assert_eq!(message.bytes, b"Hello");
    let sources: Vec<_> = message.sources.iter().map(|span| (span.start, span.end)).collect();
    assert_eq!(sources, [(2, 5), (7, 9)]);
    assert_tiles(&feeds, &units);
}

#[test]
fn ping_and_masked_pong_of_section_5_7() {
    let pong = [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
    let units = decode_frames(
        Upgrade::default(),
        &[(Server, b"\x89\x05Hello".to_vec()), (Client, pong.to_vec())],
    );
    assert_eq!(rules(&units), []);
    assert_eq!(value(&units[0], &["opcode"]), "ping");
    assert_eq!(value(&units[1], &["opcode"]), "pong");
    assert_eq!(value(&units[1], &["Payload Data"]), "48656c6c6f");
}

#[test]
fn longer_binary_frames_of_section_5_7() {
    for (head, size, form) in [
        (vec![0x82, 0x7e, 0x01, 0x00], 256, LengthForm::Sixteen),
        (vec![0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0], 65536, LengthForm::SixtyFour),
    ] {
        let (header, bytes) = FrameHeader::parse(&head).unwrap().unwrap();
        assert_eq!((header.payload_length, header.length_form, bytes), (size, form, head.len()));
        let mut stream = head;
        stream.resize(stream.len() + usize::try_from(size).unwrap(), 7);
        let units = decode_frames(Upgrade::default(), &[(Server, stream)]);
        assert_eq!(rules(&units), []);
        assert_eq!(value(&units[0], &["Extended payload length"]), size.to_string());
    }
}

#[test]
fn a_header_needs_all_its_bytes() {
    let mut whole = Vec::new();
    FrameHeader::new(OpCode::Text, Some(MASK), 65536).encode(&mut whole);
    assert_eq!(whole.len(), FrameHeader::MAX_BYTES);
    for cut in 0..whole.len() {
        assert_eq!(FrameHeader::parse(&whole[..cut]), Ok(None));
    }
}

#[test]
fn close_codes_have_no_gaps_and_say_who_may_send() {
    let mut next = 0;
    for row in CloseCode::TABLE {
        assert_eq!(u32::from(row.first), next);
        next = u32::from(row.last) + 1;
    }
    assert_eq!(next, 65536);
    for (code, may_send) in [
        (999, MaySend::Nobody),
        (1000, MaySend::Either),
        (1004, MaySend::Nobody),
        (1005, MaySend::Nobody),
        (1006, MaySend::Nobody),
        (1010, MaySend::Client),
        (1012, MaySend::Server),
        (1013, MaySend::Server),
        (1014, MaySend::Server),
        (1015, MaySend::Nobody),
        (1016, MaySend::Nobody),
        (2999, MaySend::Nobody),
        (3000, MaySend::Either),
        (3999, MaySend::Either),
        (4000, MaySend::Either),
        (4999, MaySend::Either),
        (5000, MaySend::Nobody),
    ] {
        assert_eq!(CloseCode(code).meaning().may_send, may_send, "{code}");
    }
    assert_eq!(CloseCode(1014).meaning().name, "Bad Gateway");
}

#[test]
fn a_close_frame_shows_code_and_reason() {
    let units =
        decode_frames(Upgrade::default(), &[common::frame(Client, OpCode::Close, b"\x03\xe9bye")]);
    assert_eq!(rules(&units), []);
    assert_eq!(units[0].layer, Layer::Wire);
    assert_eq!(value(&units[0], &["Payload Data", "status code"]), "1001");
    assert_eq!(value(&units[0], &["Payload Data", "reason"]), "bye");
}
