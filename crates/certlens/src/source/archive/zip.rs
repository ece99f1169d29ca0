//! zip (APPNOTE.TXT), as far as file managers write it: stored or deflated, below 4 GB, not encrypted.

use super::{Allowance, Contents, crc32, inflate, size_at, u16_at, u32_at};

/// The end record, a comment of at most 65,535 bytes after it (§4.3.16).
const LONGEST_END: usize = 22 + 65_535;

/// An entry of the central directory (§4.3.12).
struct Entry<'a> {
    is_encrypted: bool,
    method: usize,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    local: usize,
    path: &'a [u8],
}

/// The files of the central directory: what it does not list, unpackers do not see either.
pub(super) fn read(bytes: &[u8], left: &mut Allowance) -> Contents {
    let mut contents = Contents::default();
    let Some((count, mut at)) = directory(bytes) else { return Contents { is_partial: true, ..contents } };
    for _ in 0..count {
        let Some((entry, next)) = entry(bytes, at) else {
            contents.is_partial = true;
            break;
        };
        at = next;
        if entry.path.ends_with(b"/") {
            continue;
        }
        match left.take_file().then(|| content(bytes, &entry, left)).flatten() {
            Some(content) => {
                contents.files.push((String::from_utf8_lossy(entry.path).into_owned(), content));
            }
            None => contents.is_partial = true,
        }
    }
    contents
}

/// Whether the central directory lists a file that is encrypted (§4.4.4, bit 0).
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let Some((count, mut at)) = directory(bytes) else { return false };
    for _ in 0..count {
        let Some((entry, next)) = entry(bytes, at) else { return false };
        if entry.is_encrypted {
            return true;
        }
        at = next;
    }
    false
}

/// How many entries the central directory has, and where it begins.
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    let from = bytes.len().saturating_sub(LONGEST_END);
    let end = bytes.get(from..)?.windows(4).rposition(|window| window == b"PK\x05\x06")? + from;
    Some((u16_at(bytes, end + 10)?, size_at(bytes, end + 16)?))
}

fn entry(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let header = bytes.get(at..)?;
    let name = 46 + u16_at(header, 28)?;
    let path = header.strip_prefix(b"PK\x01\x02").and_then(|_| header.get(46..name))?;
    let entry = Entry {
        is_encrypted: u16_at(header, 8)? & 1 != 0,
        method: u16_at(header, 10)?,
        checksum: u32_at(header, 16)?,
        packed: size_at(header, 20)?,
        unpacked: size_at(header, 24)?,
        local: size_at(header, 42)?,
        path,
    };
    Some((entry, at + name + u16_at(header, 30)? + u16_at(header, 32)?))
}

fn content(bytes: &[u8], entry: &Entry<'_>, left: &mut Allowance) -> Option<Vec<u8>> {
    if entry.is_encrypted {
        return None;
    }
    let header = bytes.get(entry.local..)?.strip_prefix(b"PK\x03\x04")?;
    // The local header has lengths of its own (§4.3.7); four bytes of it are gone.
    let packed = header.get(26 + u16_at(header, 22)? + u16_at(header, 24)?..)?.get(..entry.packed)?;
    match entry.method {
        0 => {
            let is_whole = left.take_bytes(packed.len()) && crc32(packed) == entry.checksum;
            is_whole.then(|| packed.to_vec())
        }
        8 => inflate(packed, entry.unpacked, entry.checksum, left),
        _ => None,
    }
}
