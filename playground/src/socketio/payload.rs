//! The arguments of an event: any number, of any type, binary too.

use rmpv::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeTuple};

/// As many as came, in order. A `Vec` would be one argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arguments(pub(super) Vec<Value>);

impl Serialize for Arguments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(self.0.len())?;
        for argument in &self.0 {
            tuple.serialize_element(argument)?;
        }
        tuple.end()
    }
}

impl<'de> Deserialize<'de> for Arguments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Vec<Value>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the arguments of an event")
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Value>, A::Error> {
                let mut arguments = Vec::new();
                while let Some(argument) = seq.next_element()? {
                    arguments.push(argument);
                }
                Ok(arguments)
            }
        }
        deserializer.deserialize_tuple(usize::MAX, Visitor).map(Self)
    }
}
