//! What some bytes are, by their first few; nothing here reads further.

use super::archive::Format;

/// What decoded bytes seem to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One DER SEQUENCE, or one that is cut off or has something after it.
    Der,
    /// A Java key store.
    JavaKeyStore,
    /// `openssh-key-v1`.
    OpensshKey,
    /// Files in one, perhaps compressed.
    Archive(Format),
    /// A text with a BEGIN line.
    Pem,
}

/// What `bytes` begin like, if that is anything worth unwrapping.
pub(super) fn recognise(bytes: &[u8]) -> Option<Shape> {
    match bytes {
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Some(Shape::JavaKeyStore),
        _ if bytes.starts_with(b"openssh-key-v1\0") => Some(Shape::OpensshKey),
        _ if let Some(format) = Format::of(bytes) => Some(Shape::Archive(format)),
        _ if !is_printable(bytes) && (is_sequence(bytes) || is_whole_element(bytes)) => Some(Shape::Der),
        _ if has_armour(bytes) => Some(Shape::Pem),
        _ => None,
    }
}

/// "0A1B…" is a text, not a SEQUENCE of 65 bytes.
fn is_printable(bytes: &[u8]) -> bool {
    bytes.iter().take(16).all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\r' | b'\n'))
}

/// A SEQUENCE whose first element is one that certificates, requests, lists, keys or envelopes begin with.
fn is_sequence(bytes: &[u8]) -> bool {
    let Some((header, _)) = sequence(bytes) else { return false };
    match bytes.get(header..) {
        // An INTEGER that opens a structure is a version: one byte. A public key's modulus is long.
        Some([0x02, length, ..]) => *length == 1 || *length >= 0x80 || *length >= 16,
        // OCSPResponse opens with ENUMERATED, TBSCertificate with [0].
        Some([0x30 | 0x06 | 0x0a | 0x31 | 0xa0, ..]) => true,
        _ => false,
    }
}

/// One constructed element of any tag that is neither shorter nor longer than `bytes`.
fn is_whole_element(bytes: &[u8]) -> bool {
    let Some((tag, rest)) = bytes.split_first() else { return false };
    let is_high = tag & 0x1f == 0x1f;
    let skipped =
        if is_high { rest.iter().take(4).take_while(|byte| *byte & 0x80 != 0).count() + 1 } else { 0 };
    let Some((length, rest)) = rest.get(skipped..).and_then(<[u8]>::split_first) else { return false };
    let count = usize::from(length & 0x7f);
    let content = match (length & 0x80 != 0, rest.split_at_checked(count)) {
        (false, _) => (count == rest.len()).then_some(count),
        (true, Some((digits, content))) if (1..=4).contains(&count) => {
            let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
            (length == content.len()).then_some(length)
        }
        (true, _) => None,
    };
    tag & 0x20 != 0 && content.is_some_and(|content| content >= 3)
}

/// Lengths of the header and of the whole of the SEQUENCE that `bytes` begin with; it may be longer than they are.
pub(super) fn sequence(bytes: &[u8]) -> Option<(usize, usize)> {
    match bytes {
        [0x30, short @ 0x0e..=0x7f, ..] => Some((2, 2 + usize::from(*short))),
        [0x30, 0x80, ..] => Some((2, bytes.len())),
        [0x30, count @ 0x81..=0x88, rest @ ..] => {
            let count = usize::from(count & 0x7f);
            let digits = rest.get(..count)?.iter();
            let length = digits.fold(0_u64, |length, digit| length << 8 | u64::from(*digit));
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            Some((2 + count, length.saturating_add(2 + count)))
        }
        _ => None,
    }
}

/// True for a BEGIN or END line near the beginning, after whatever people put before it.
fn has_armour(bytes: &[u8]) -> bool {
    bytes
        .windows(10)
        .take(4096)
        .any(|w| w.starts_with(b"---") && (w.ends_with(b"BEGIN") || w.ends_with(b"BEGIN ")))
        || bytes.windows(11).take(4096).any(|w| w == b"-----BEGIN ")
}

/// True if this DER may be a private key or hold one: PKCS #1, PKCS #8, SEC 1, PKCS #12, encrypted or not.
pub(super) fn may_be_private(bytes: &[u8]) -> bool {
    if matches!(recognise(bytes), Some(Shape::JavaKeyStore | Shape::OpensshKey)) {
        return true;
    }
    let Some((header, _)) = sequence(bytes) else { return false };
    match bytes.get(header..) {
        Some([0x02, 0x01, 0..=3, ..]) => true,
        // EncryptedPrivateKeyInfo: an AlgorithmIdentifier of PKCS #5 or PKCS #12 comes first.
        Some(rest @ [0x30, ..]) => {
            let inner = sequence(rest).map_or(2, |(header, _)| header);
            let oid = rest.get(inner..).unwrap_or_default();
            [
                [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05],
                [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c],
            ]
            .iter()
            .any(|prefix| oid.get(2..).is_some_and(|arcs| arcs.starts_with(prefix)))
        }
        _ => false,
    }
}

/// The objects that stand one after another in `bytes`: the last takes what is left over.
pub(super) fn objects(bytes: &[u8]) -> Vec<core::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some((_, len)) = bytes.get(start..).and_then(sequence) {
        let end = start.saturating_add(len);
        if !bytes.get(end..).is_some_and(is_sequence) {
            break;
        }
        found.push(start..end);
        start = end;
    }
    found.push(start..bytes.len());
    found
}
