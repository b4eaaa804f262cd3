//! JSON with the places of its parts. Nothing here recurses over the text.

use std::{fmt, ops::Range};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::limits::MAX_JSON_FIELDS;

/// A JSON text: its outermost value, and where the parts of that stand. At most [`MAX_JSON_FIELDS`] parts are kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Object(Vec<(String, Range<usize>)>),
    Array(Vec<Range<usize>>),
    Text(String),
    Number,
    Other,
}

impl Json {
    /// `None` if `text` is not valid JSON.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let place = |value: &RawValue| {
            // Both point into `text`, so the difference is the value's place in it.
            let start = (value.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            start..start + value.get().len()
        };
        match text.trim_start().bytes().next()? {
            b'{' => {
                let Members(members) = serde_json::from_str(text).ok()?;
                Some(Self::Object(
                    members.into_iter().map(|(key, value)| (key, place(value))).collect(),
                ))
            }
            b'[' => {
                let Elements(elements) = serde_json::from_str(text).ok()?;
                Some(Self::Array(elements.into_iter().map(place).collect()))
            }
            b'"' => serde_json::from_str(text).ok().map(Self::Text),
            first => {
                let _: IgnoredAny = serde_json::from_str(text).ok()?;
                Some(if first == b'-' || first.is_ascii_digit() {
                    Self::Number
                } else {
                    Self::Other
                })
            }
        }
    }
}

/// How deep arrays and objects are nested in valid JSON.
pub(crate) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = text.bytes();
    let mut in_string = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Members<'a>(Vec<(String, &'a RawValue)>);
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while members.len() < MAX_JSON_FIELDS {
                    let Some(member) = map.next_entry()? else { return Ok(Members(members)) };
                    members.push(member);
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while elements.len() < MAX_JSON_FIELDS {
                    let Some(element) = seq.next_element()? else { return Ok(Elements(elements)) };
                    elements.push(element);
                }
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_elements_and_members() {
        assert_eq!(Json::parse(r#"["hey", 1]"#), Some(Json::Array(vec![1..6, 8..9])));
        assert_eq!(
            Json::parse(r#"{"a\n":[2]}"#),
            Some(Json::Object(vec![("a\n".to_owned(), 7..10)]))
        );
        assert_eq!(Json::parse("[1"), None);
        assert_eq!(Json::parse("[1] x"), None);
    }

    #[test]
    fn a_million_levels_do_not_overflow_the_stack() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(depth(&deep), 1_000_000);
        let Some(Json::Array(elements)) = Json::parse(&deep) else { panic!("not an array") };
        assert_eq!(elements.first(), Some(&(1..1_999_999)));
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(depth(r#"["[[\"[[", {}]"#), 2);
    }
}
