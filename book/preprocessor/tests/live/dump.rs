//! Bytes that lessons show: what stands in the page, and what is refused.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::sandbox::{CONVERSATION, Sandbox};
use pretty_assertions::assert_eq;

/// All values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    html.split(before.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The one problem of a conversation, after the name of its file.
fn problem(conversation: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.file("book/conversations/hello.toml", conversation);
    let problems = sandbox.problems(&[("a.md", "\n{{#conversation hello}}\n")]);
    let before = "book/src/a.md:2: conversation book/conversations/hello.toml:";
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].strip_prefix(before).expect("chapter, conversation and line").to_owned()
}

#[test]
fn a_frame_names_its_bits_and_takes_its_mask_off() {
    let html = Sandbox::new().render_one("{{#wire 81 85 37fa213d 7f9f4d5158}}\n").unwrap();
    for part in [
        "data-from=\"client\" data-kind=\"frame\"",
        "byte 0: FIN 1, RSV1 0, RSV2 0, RSV3 0, opcode 0001; byte 1: MASK 1, Payload len 0000101",
        "= payload</th><td>48</td><td>65</td><td>6c</td><td>6c</td><td>6f</td>",
        "<code class=\"field-value\">Hello</code>",
        "https://www.rfc-editor.org/rfc/rfc6455#section-5.3",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(html.matches("<article").count(), 1, "the message says nothing new");
}

#[test]
fn packets_are_read_from_a_frame_layer_by_layer() {
    let hex =
        "42/chat,7[\"hi\"]".bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let html = Sandbox::new()
        .render_one(&format!("{{{{#wire 810f{hex} from=server as=packets}}}}\n"))
        .unwrap();
    assert_eq!(values(&html, "data-kind"), ["frame", "engine_io", "socket_io"]);
    assert!(html.contains("<code class=\"field-value\">/chat</code>"), "{html}");
}

#[test]
fn http_is_read_line_by_line() {
    let hex = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        .bytes()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let html = Sandbox::new().render_one(&format!("{{{{#wire {hex} as=http}}}}\n")).unwrap();
    assert!(html.contains("data-kind=\"request_head\""), "{html}");
    assert!(html.contains("<th scope=\"row\">Host</th>"), "{html}");
}

#[test]
fn text_in_bytes_becomes_neither_markup_nor_directive() {
    // <b>{{#demo echo}}
    let html = Sandbox::new()
        .render_one("{{#wire 81 11 3c623e7b7b2364656d6f206563686f7d7d from=server}}\n")
        .unwrap();
    assert!(html.contains(">&#60;b&#62;&#123;&#123;#demo echo}}<"), "{html}");
    assert!(!html.contains("{{"), "{html}");
}

#[test]
fn a_conversation_shows_each_unit_with_what_was_read_from_it() {
    let html = Sandbox::new().render_one("{{#conversation hello}}\n").unwrap();
    let ids = values(&html, "id");
    let units: Vec<&str> =
        ["request-1", "response-1", "frame-1", "message-1", "frame-2", "message-2"].into();
    for unit in &units {
        assert!(ids.contains(&format!("hello-{unit}").as_str()), "{unit} in {ids:?}");
    }
    assert_eq!(html.matches("<article").count(), units.len());
    assert_eq!(html.matches("<details open>").count(), 1, "only the first is open");
    assert!(html.contains("The client <em>asks</em>. &lt;script&gt;"), "{html}");
    for id in ["request-1-sec-websocket-key", "frame-1-masking-key", "frame-2-fin"] {
        let id = format!("hello-{id}");
        assert!(ids.contains(&id.as_str()), "{id} in {ids:?}");
        assert!(html.contains(&format!("<a href=\"#{id}\">")), "{id} has no link");
    }
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    // A message stands inside its frame.
    let frame = html.split("id=\"hello-frame-1\"").nth(1).unwrap();
    let inside = frame.find("hello-message-1").unwrap();
    assert!(inside < frame.find("hello-frame-2").unwrap());
}

#[test]
fn the_pcap_holds_every_byte_with_sound_checksums() {
    let html = Sandbox::new().render_one("{{#conversation hello}}\n").unwrap();
    let data = values(&html, "href")
        .into_iter()
        .find_map(|href| href.strip_prefix("data:application/vnd.tcpdump.pcap;base64,"));
    let file = STANDARD.decode(data.unwrap()).unwrap();
    let mut packets = &file[24..];
    let mut streams = [Vec::new(), Vec::new()];
    let mut flags = Vec::new();
    while !packets.is_empty() {
        let length = u32::from_le_bytes(packets[8..12].try_into().unwrap()) as usize;
        let (packet, rest) = packets[16..].split_at(length);
        packets = rest;
        let (ip, tcp) = packet.split_at(20);
        assert_eq!(sum(ip, 0), 0xffff);
        // The sum of TCP covers the addresses, the protocol's number and the length, too.
        let pseudo = sum(&ip[12..20], 0) + 6 + u32::try_from(tcp.len()).unwrap();
        assert_eq!(sum(tcp, pseudo), 0xffff);
        flags.push(tcp[13]);
        let data = &tcp[usize::from(tcp[12] >> 4) * 4..];
        streams[usize::from(tcp[0..2] == [0, 80])].extend_from_slice(data);
    }
    assert!(streams[0].starts_with(b"GET / HTTP/1.1\r\n") && streams[0].ends_with(b"\x4d\x51\x58"));
    assert!(streams[1].starts_with(b"HTTP/1.1 101") && streams[1].ends_with(b"\x81\x05Hello"));
    let (syn, fin, psh, ack) = (0x02, 0x01, 0x08, 0x10);
    let data = psh | ack;
    let expected = [syn, syn | ack, ack, data, data, data, data, fin | ack, fin | ack, ack];
    assert_eq!(flags, expected);
}

/// The Internet checksum's sum, before it is inverted (RFC 1071).
fn sum(bytes: &[u8], start: u32) -> u32 {
    let words = bytes.chunks(2).map(|pair| match *pair {
        [high, low] => u32::from(high) << 8 | u32::from(low),
        [high] => u32::from(high) << 8,
        _ => 0,
    });
    let mut sum = words.fold(start, |sum, word| sum + word);
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum
}

#[test]
fn close_codes_are_the_table_of_wire() {
    let html = Sandbox::new().render_one("{{#close-codes}}\n").unwrap();
    for row in wire::CloseCode::TABLE {
        assert!(html.contains(row.meaning.split('\'').next().unwrap()), "{row:?}");
    }
    assert_eq!(html.matches("<tr>").count(), wire::CloseCode::TABLE.len() + 1);
    assert!(html.contains("<caption>"), "{html}");
}

#[test]
fn bytes_that_break_a_rule_must_be_meant() {
    let told = |words: &str| {
        let problems = Sandbox::new().problems(&[("a.md", &format!("\n{{{{#wire {words}}}}}\n"))]);
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].strip_prefix("book/src/a.md:2: ").expect("chapter and line").to_owned()
    };
    assert!(told("").contains("no bytes: expected hexadecimal digits"));
    assert!(told("81 0x").contains("`0x` is no byte: expected two hexadecimal digits"));
    assert!(told("81 05 4").contains("`4` is no byte"));
    assert!(told("81 00 from=servant").contains("Did you mean `server`?"));
    let unmasked = told("81 00 from=client");
    assert!(unmasked.contains("RFC 6455 section 5.1") && unmasked.contains("`malformed=true`"));
    assert!(told("81 05 48 from=server").contains("The stream ended in the middle of this."));
    let meant = Sandbox::new().render_one("{{#wire 81 00 from=client malformed=true}}\n").unwrap();
    assert!(meant.contains("Rule broken") && meant.contains("close code 1002"), "{meant}");
}

#[test]
fn a_conversation_with_a_mistake_fails_with_file_and_line() {
    assert!(problem("[[feed]]\nfrom = \"cleint\"\n").starts_with("2: unknown variant `cleint`"));
    assert!(problem("\n[[fed]]\n").starts_with("2: unknown field `fed`"));
    let both = "[[feed]]\nfrom = \"client\"\ntext = \"a\"\nhex = \"61\"\n";
    assert!(problem(both).starts_with("1: a feed without bytes, or with two kinds of them"));
    let last = CONVERSATION.lines().count() - 2;
    let broken = CONVERSATION.replace("81 05 48", "83 05 48");
    let told = problem(&broken);
    assert!(
        told.starts_with(&format!("{last}: these bytes break a rule (RFC 6455 section 5.2)")),
        "{told}"
    );
    assert!(told.ends_with("If that is meant, say `malformed = true`."), "{told}");
    let left = CONVERSATION.replace("81 05 48", "81 06 48");
    assert_eq!(problem(&left), format!("{last}: 7 bytes are left that are no whole unit"));
    let missing = Sandbox::new().problems(&[("a.md", "{{#conversation helo}}\n")]);
    assert!(
        missing[0].starts_with(
            "book/src/a.md:1: conversation book/conversations/helo.toml cannot be read"
        )
    );
    assert!(missing[0].ends_with("Did you mean `hello`? Expected one of `hello`."));
    let outside = Sandbox::new().problems(&[("a.md", "{{#conversation ../hello}}\n")]);
    assert!(outside[0].contains("expected the name of a file in book/conversations"));
    let meant = broken + "malformed = true\n";
    let sandbox = Sandbox::new();
    sandbox.file("book/conversations/hello.toml", &meant);
    assert!(sandbox.render_one("{{#conversation hello}}\n").unwrap().contains("Rule broken"));
}
