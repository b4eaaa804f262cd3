//! Bytes, annotated.
