/// Masks or unmasks `payload` in place: byte `i` becomes itself XOR byte `i mod 4` of the key, so doing it twice
/// gives the payload back (RFC 6455 section 5.3).
pub fn apply_mask(payload: &mut [u8], key: [u8; 4]) {
    let mut words = payload.chunks_exact_mut(4);
    for word in &mut words {
        for (byte, key) in word.iter_mut().zip(key) {
            *byte ^= key;
        }
    }
    for (byte, key) in words.into_remainder().iter_mut().zip(key) {
        *byte ^= key;
    }
}
