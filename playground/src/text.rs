//! Rules for short texts that people choose and other people see: names and dishes.

const MOST_ROOM_NAME: usize = 32;
/// What [`is_room_name`] asks for, in a sentence.
pub(crate) const ROOM_NAME_RULE: &str =
    "A room's name has 1 to 32 characters, each a lower-case letter a-z, a digit or a hyphen.";

pub(crate) fn is_room_name(name: &str) -> bool {
    let valid = |c: u8| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=MOST_ROOM_NAME).contains(&name.len()) && name.bytes().all(valid)
}

/// `text` trimmed, if it has 1 to `most` characters and all of them print.
///
/// Refused are control characters, line separators, and the invisible characters that turn writing around or hide in
/// it (Unicode UAX 9 and zero-width ones): with them one reader could pretend to be another.
pub(crate) fn printable(text: &str, most: usize) -> Option<&str> {
    let text = text.trim();
    let length = text.chars().count();
    ((1..=most).contains(&length) && text.chars().all(prints)).then_some(text)
}

fn prints(character: char) -> bool {
    let hidden = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    !character.is_control() && !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_names_are_short_and_simple() {
        for name in ["a", "lobby", "class-7b", &"x".repeat(32)] {
            assert!(is_room_name(name), "{name}");
        }
        for name in ["", "Lobby", "a b", "a_b", "ä", "../etc", &"x".repeat(33)] {
            assert!(!is_room_name(name), "{name}");
        }
    }

    #[test]
    fn accepts_any_writing_and_trims_it() {
        assert_eq!(printable(" Ada Lovelace ", 24), Some("Ada Lovelace"));
        assert_eq!(printable("Zoë 李 🙂", 24), Some("Zoë 李 🙂"));
    }

    #[test]
    fn counts_characters_and_not_bytes() {
        assert!(printable(&"é".repeat(24), 24).is_some());
        assert!(printable(&"é".repeat(25), 24).is_none());
    }

    #[test]
    fn refuses_what_cannot_be_seen() {
        for hidden in ["", "   ", "a\nb", "a\u{0}", "\u{202e}evil", "a\u{200b}b", "\u{1b}[31m"] {
            assert_eq!(printable(hidden, 24), None, "{hidden:?}");
        }
    }
}
