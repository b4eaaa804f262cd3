//! The secret that names what a page watches.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};

/// 128 random bits, made by a page: who knows them may see the exchanges that carry them.
///
/// It has no `Display`, and `Debug` does not show it, so that no log ever holds one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct TapToken(pub(crate) u128);

/// What is wrong with a token, for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAToken;

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "A tap token is exactly 32 lowercase hexadecimal digits: 128 random bits, made by the page",
        )
    }
}

impl FromStr for TapToken {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.as_bytes().iter().all(digit) {
            return Err(NotAToken);
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| NotAToken)
    }
}

impl TryFrom<String> for TapToken {
    type Error = NotAToken;

    fn try_from(text: String) -> Result<Self, NotAToken> {
        text.parse()
    }
}

impl Serialize for TapToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:032x}", self.0))
    }
}

impl fmt::Debug for TapToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TapToken(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_32_lowercase_hexadecimal_digits() {
        let text = "00ff00112233445566778899aabbccde";
        let token: TapToken = text.parse().unwrap();
        assert_eq!(serde_json::to_string(&token).unwrap(), format!("\"{text}\""));
        for wrong in [
            "",
            "00",
            &text[1..],
            &format!("{text}0"),
            &text.to_uppercase(),
            "+0ff00112233445566778899aabbccde",
        ] {
            assert_eq!(wrong.parse::<TapToken>(), Err(NotAToken), "{wrong}");
        }
    }

    #[test]
    fn debug_hides_it() {
        assert_eq!(format!("{:?}", TapToken(0xdead_beef)), "TapToken(hidden)");
    }
}
