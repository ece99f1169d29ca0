//! tar: ustar with the long names of pax (IEEE 1003.1) and of GNU.

use core::ops::Range;

use super::{Allowance, Contents};

const BLOCK: usize = 512;

/// True for a first header whose checksum is right.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar") && bytes.get(..BLOCK).is_some_and(has_checksum)
}

/// The regular files. Folders, links and devices have no content, so nothing of them is missed.
pub(super) fn read(bytes: &[u8], left: &mut Allowance) -> Contents {
    let mut contents = Contents::default();
    let mut long_name = None;
    let mut at = 0;
    loop {
        // An archive ends in blocks of zeros; one that ends before them was cut off.
        let Some(header) = bytes.get(at..at + BLOCK) else {
            contents.is_partial = true;
            break;
        };
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        let content = has_checksum(header).then(|| content(bytes, header, at + BLOCK)).flatten();
        let Some((content, next)) = content else {
            contents.is_partial = true;
            break;
        };
        at = next;
        match header.get(156) {
            Some(b'x') => long_name = pax_path(content),
            Some(b'L') => long_name = Some(text(content)),
            Some(b'0' | 0 | b'7') => {
                let path = long_name.take().unwrap_or_else(|| name(header));
                if left.take_file() && left.take_bytes(content.len()) {
                    contents.files.push((path, content.to_vec()));
                } else {
                    contents.is_partial = true;
                }
            }
            // Links, devices, folders, queues, and what holds for the archive as a whole.
            Some(b'1'..=b'6' | b'g' | b'K' | b'V') => long_name = None,
            _ => contents.is_partial = true,
        }
    }
    contents
}

/// The sum of all bytes of a header, those of the sum itself counted as blanks.
fn has_checksum(header: &[u8]) -> bool {
    let at: Range<usize> = 148..156;
    let byte =
        |(index, byte): (usize, &u8)| if at.contains(&index) { u64::from(b' ') } else { u64::from(*byte) };
    let sum: u64 = header.iter().enumerate().map(byte).sum();
    header.get(at.clone()).and_then(octal) == Some(sum)
}

/// What follows a header, and where the next one is.
fn content<'a>(bytes: &'a [u8], header: &[u8], start: usize) -> Option<(&'a [u8], usize)> {
    let size = usize::try_from(octal(header.get(124..136)?)?).ok()?;
    let content = bytes.get(start..start.checked_add(size)?)?;
    Some((content, start + size.next_multiple_of(BLOCK)))
}

/// Octal digits, blanks around them.
fn octal(field: &[u8]) -> Option<u64> {
    let field = core::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    u64::from_str_radix(field, 8).ok()
}

fn name(header: &[u8]) -> String {
    let field = |range: Range<usize>| header.get(range).map(text).unwrap_or_default();
    let prefix = if header.get(257..263) == Some(b"ustar\0") { field(345..500) } else { String::new() };
    if prefix.is_empty() { field(0..100) } else { format!("{prefix}/{}", field(0..100)) }
}

/// Up to the first NUL.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
}

/// The record `LENGTH path=NAME` of an extended header.
fn pax_path(content: &[u8]) -> Option<String> {
    content.split(|byte| *byte == b'\n').find_map(|record| {
        let blank = record.iter().position(|byte| *byte == b' ')?;
        record.get(blank + 1..)?.strip_prefix(b"path=").map(text)
    })
}
