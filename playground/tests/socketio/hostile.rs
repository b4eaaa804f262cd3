//! What nobody well-meaning sends.
