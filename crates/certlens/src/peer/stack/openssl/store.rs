//! `load_key_certs_crls` of `apps/lib/apps.c`: the `openssl` program asks `OSSL_STORE`, which tries its decoders at one place of
//! the file after the other until something of the wanted kind comes out (`file_load_file` of
//! `providers/implementations/storemgmt/file_store.c`), so that blocks which cannot be read are passed over.

use super::pem::{Block, Blocks};
use super::raised::{NOT_STORED, Queue, Raised};

/// `ERR_NUM_ERRORS` less one: the queue keeps the newest entries.
const MOST_ERRORS: usize = 15;
/// `HEADER_SIZE` of `crypto/asn1/a_d2i_fp.c`: what is read before it is looked at.
const HEADER: usize = 8;

/// What comes of a block.
pub(super) enum Decoded<T> {
    /// What is wanted.
    Wanted(T),
    /// Something else that the store can hold.
    Other,
    /// Nothing, since no decoder goes by its label (`pem_name_map`).
    Unnamed,
    /// Nothing, and this is raised.
    Failed(Queue),
}

/// The first of what is wanted. `none` is what `OSSL_DECODER_from_bio` raises where nothing was.
pub(super) fn load<T>(
    file: &[u8],
    none: Raised,
    decode: impl Fn(&Block<'_>) -> Decoded<T>,
    from_der: impl Fn(&[u8]) -> Option<T>,
) -> Result<T, Queue> {
    let mut raised = Queue::new();
    let mut rest = file;
    loop {
        let (before, mark) = (raised.last().copied(), raised.len());
        let mut blocks = Blocks::new(rest);
        let block = blocks.read().map_or(Decoded::Unnamed, |block| decode(&block));
        let is_at_end = match block {
            Decoded::Wanted(wanted) => return Ok(wanted),
            Decoded::Other => {
                rest = blocks.rest();
                if is_exhausted(file, rest) {
                    break;
                }
                continue;
            }
            Decoded::Failed(queue) => {
                raised.extend(queue);
                rest = blocks.rest();
                is_exhausted(file, rest)
            }
            Decoded::Unnamed => {
                let (element, after) = element(rest);
                let is_at_end = after.is_none();
                if let Some(element) = element {
                    if let Some(wanted) = from_der(element) {
                        return Ok(wanted);
                    }
                    raised.push(NOT_STORED);
                }
                rest = after.unwrap_or_default();
                is_at_end
            }
        };
        if raised.last().copied() == before {
            raised.push(none);
        }
        if is_at_end {
            if raised.last() == Some(&none) {
                raised.truncate(mark);
            }
            break;
        }
        // Only the newest entries matter, and a file may raise as many as it has octets.
        let surplus = raised.len().saturating_sub(2 * MOST_ERRORS);
        raised.drain(..surplus);
    }
    let surplus = raised.len().saturating_sub(MOST_ERRORS);
    Err(raised.split_off(surplus))
}

/// Whether reading a line met the end of the file, which it does where no newline ends the last one.
fn is_exhausted(file: &[u8], rest: &[u8]) -> bool {
    rest.is_empty() && !file.ends_with(b"\n")
}

/// `asn1_d2i_read_bio`: the element that the octets would be, if they can be one, and what is left; `None` where reading met the
/// end of the file.
fn element(octets: &[u8]) -> (Option<&[u8]>, Option<&[u8]>) {
    let left = octets.get(HEADER..);
    let Some(length) = length(octets.get(..HEADER).unwrap_or(octets)) else { return (None, left) };
    match octets.split_at_checked(length) {
        Some((element, _)) if length < HEADER => (Some(element), left),
        Some((element, after)) => (Some(element), Some(after)),
        None => (None, None),
    }
}

/// Octets of an element of definite length, by its header.
fn length(header: &[u8]) -> Option<usize> {
    let (first, mut rest) = header.split_first()?;
    if first & 0x1f == 0x1f {
        let number = rest.iter().position(|octet| octet & 0x80 == 0)?;
        rest = rest.get(number + 1..)?;
    }
    let (first, rest) = rest.split_first()?;
    let count = usize::from(first & 0x7f);
    let (octets, content) = if first & 0x80 == 0 {
        (0, count)
    } else {
        let octets = rest.get(..count).filter(|octets| !octets.is_empty())?;
        (count, octets.iter().fold(0usize, |length, octet| length << 8 | usize::from(*octet)))
    };
    (header.len() - rest.len() + octets).checked_add(content)
}

#[cfg(test)]
mod tests {
    use super::{Decoded, load};
    use crate::peer::stack::openssl::raised::{NOT_DECODED, NOT_STORED};

    #[test]
    fn passes_over_what_cannot_be_read() {
        let block = |body: &str| format!("-----BEGIN A-----\n{body}\n-----END A-----\n");
        let read = |file: &str| {
            load(
                file.as_bytes(),
                NOT_DECODED,
                |block| {
                    if block.bytes.is_empty() {
                        Decoded::Unnamed
                    } else {
                        Decoded::Wanted(block.bytes.to_vec())
                    }
                },
                |_| None,
            )
        };
        assert_eq!(read(&(block(&"*".repeat(64)) + &block("AQID"))), Ok(vec![1, 2, 3]));
        // Two hyphens announce an element of 47 octets.
        assert_eq!(read(&("--".to_owned() + &"x".repeat(64))), Err(vec![NOT_STORED]));
        assert_eq!(read(""), Err(Vec::new()));
    }
}
