//! The frame header against tungstenite's, on random headers and random bytes.

use std::io::Cursor;

use proptest::prelude::*;
use tungstenite::protocol::frame::{
    FrameHeader as Theirs,
    coding::{Control, Data, OpCode as TheirOpCode},
};
use wire::{FrameHeader, OpCode, apply_mask, websocket::LengthForm};

fn their_opcode(opcode: OpCode) -> TheirOpCode {
    match opcode {
        OpCode::Continuation => TheirOpCode::Data(Data::Continue),
        OpCode::Text => TheirOpCode::Data(Data::Text),
        OpCode::Binary => TheirOpCode::Data(Data::Binary),
        OpCode::Close => TheirOpCode::Control(Control::Close),
        OpCode::Ping => TheirOpCode::Control(Control::Ping),
        OpCode::Pong => TheirOpCode::Control(Control::Pong),
        OpCode::Reserved(bits @ 0..=7) => TheirOpCode::Data(Data::Reserved(bits)),
        OpCode::Reserved(bits) => TheirOpCode::Control(Control::Reserved(bits)),
    }
}

fn any_length() -> impl Strategy<Value = u64> {
    prop_oneof![0..=130_u64, 65_500..=65_600_u64, 0..=u64::MAX >> 1]
}

fn any_header() -> impl Strategy<Value = FrameHeader> {
    (any::<[bool; 4]>(), 0..16_u8, any::<Option<[u8; 4]>>(), any_length()).prop_map(
        |([fin, rsv1, rsv2, rsv3], bits, mask, length)| FrameHeader {
            fin,
            rsv1,
            rsv2,
            rsv3,
            ..FrameHeader::new(OpCode::from_bits(bits), mask, length)
        },
    )
}

proptest! {
    #[test]
    fn encodes_what_tungstenite_encodes(header in any_header()) {
        let theirs = Theirs {
            is_final: header.fin,
            rsv1: header.rsv1,
            rsv2: header.rsv2,
            rsv3: header.rsv3,
            opcode: their_opcode(header.opcode),
            mask: header.mask,
        };
        let (mut ours, mut expected) = (Vec::new(), Vec::new());
        header.encode(&mut ours);
        theirs.format(header.payload_length, &mut expected).unwrap();
        prop_assert_eq!(&ours, &expected);
        prop_assert_eq!(FrameHeader::parse(&ours), Ok(Some((header, ours.len()))));
    }

    #[test]
    fn parses_what_tungstenite_parses(mut bytes in proptest::collection::vec(any::<u8>(), 0..20), long in 0..4_u8) {
        // Half of the time one of the longer forms, which random bytes rarely take.
        if let (Some(second), 2..) = (bytes.get_mut(1), long) {
            *second = (*second & 0x80) | (124 + long);
        }
        let mut cursor = Cursor::new(&bytes);
        let ours = FrameHeader::parse(&bytes);
        match Theirs::parse(&mut cursor) {
            Ok(None) => prop_assert!(matches!(ours, Ok(None)) || ours.is_err()),
            Ok(Some((theirs, length))) => {
                // tungstenite leaves the forbidden most significant bit of the length to its size limit.
                let Ok(ours) = ours else {
                    prop_assert!(length >> 63 == 1);
                    return Ok(());
                };
                let (header, size) = ours.unwrap();
                prop_assert_eq!(size as u64, cursor.position());
                prop_assert_eq!(header.payload_length, length);
                prop_assert_eq!(header.mask, theirs.mask);
                prop_assert_eq!(their_opcode(header.opcode), theirs.opcode);
                prop_assert_eq!(
                    [header.fin, header.rsv1, header.rsv2, header.rsv3],
                    [theirs.is_final, theirs.rsv1, theirs.rsv2, theirs.rsv3]
                );
            }
            // The one thing that tungstenite refuses here is a reserved opcode, which we name instead.
            Err(_) => {
                let reserved = |header: FrameHeader| matches!(header.opcode, OpCode::Reserved(_));
                prop_assert!(!matches!(ours, Ok(Some((header, _))) if !reserved(header)));
            }
        }
    }

    #[test]
    fn masking_twice_gives_the_payload_back(payload in proptest::collection::vec(any::<u8>(), 0..40), key in any::<[u8; 4]>()) {
        let mut masked = payload.clone();
        apply_mask(&mut masked, key);
        for (index, byte) in masked.iter().enumerate() {
            prop_assert_eq!(*byte, payload[index] ^ key[index % 4]);
        }
        apply_mask(&mut masked, key);
        prop_assert_eq!(masked, payload);
    }

    #[test]
    fn every_length_form_is_read_back(header in any_header(), form in 0..3_u8) {
        let (length_form, most) = match form {
            0 => (LengthForm::Seven, 125),
            1 => (LengthForm::Sixteen, 0xFFFF),
            _ => (LengthForm::SixtyFour, u64::MAX >> 1),
        };
        let header = FrameHeader { length_form, payload_length: header.payload_length.min(most), ..header };
        let mut bytes = Vec::new();
        header.encode(&mut bytes);
        prop_assert_eq!(FrameHeader::parse(&bytes), Ok(Some((header, bytes.len()))));
    }
}
