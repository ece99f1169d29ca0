//! gzip (RFC 1952): one compressed file.

use super::{Allowance, Contents, inflate, size_at, u16_at, u32_at};

/// What `bytes` hold, under no path of its own. Several members in a row are not read: their checksum is not the first one's.
pub(super) fn read(bytes: &[u8], left: &mut Allowance) -> Contents {
    match left.take_file().then(|| member(bytes, left)).flatten() {
        Some(content) => Contents { files: vec![(String::new(), content)], is_partial: false },
        None => Contents { is_partial: true, ..Contents::default() },
    }
}

fn member(bytes: &[u8], left: &mut Allowance) -> Option<Vec<u8>> {
    let trailer = bytes.len().checked_sub(8)?;
    let body = bytes.get(header(bytes)?..trailer)?;
    inflate(body, size_at(bytes, trailer + 4)?, u32_at(bytes, trailer)?, left)
}

/// Length of the header (§2.3).
fn header(bytes: &[u8]) -> Option<usize> {
    const CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & EXTRA != 0 {
        at += 2 + u16_at(bytes, at)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if flags & CHECKSUM != 0 {
        at += 2;
    }
    Some(at)
}
