//! OpenSSL's PEM reader (`PEM_read_bio_ex` of `crypto/pem/pem_lib.c`), line by line.

use data_encoding::BASE64_MIME_PERMISSIVE;
use zeroize::Zeroizing;

use super::raised::{
    BAD_BASE64, BAD_END_LINE, NO_END_LINE, NO_START_LINE, NOT_DEK_INFO, NOT_ENCRYPTED, NOT_PROC_TYPE, Raised,
};

/// `LINESIZE` less one: a longer line is read in pieces.
const LINE: usize = 254;
const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const TAIL: &[u8] = b"-----";

/// What stands between a BEGIN line and its END line. It may be a private key and is wiped.
pub(in crate::peer::stack) struct Block<'a> {
    pub(in crate::peer::stack) label: &'a [u8],
    pub(in crate::peer::stack) bytes: Zeroizing<Vec<u8>>,
    /// The text before an empty line within the block, without blanks.
    header: Zeroizing<Vec<u8>>,
    /// How long it is with its line ends.
    header_length: usize,
}

/// `strlen("Proc-Type:")`: to `pem2der_decode` a header that is no longer is none.
const SHORT_HEADER: usize = 10;

impl Block<'_> {
    /// `PEM_get_EVP_CIPHER_INFO`: a header can only say that the block is encrypted, and by what.
    pub(in crate::peer::stack) fn check_header(&self) -> Result<(), Raised> {
        if self.header.is_empty() {
            return Ok(());
        }
        let kind = self.header.strip_prefix(b"Proc-Type:").ok_or(NOT_PROC_TYPE)?;
        let rest = kind.strip_prefix(b"4,ENCRYPTED").ok_or(NOT_ENCRYPTED)?;
        if rest.starts_with(b"DEK-Info:") { Ok(()) } else { Err(NOT_DEK_INFO) }
    }

    /// The same as the decoders of OpenSSL 3 have it, for keys and for whatever the `openssl` program loads (`pem2der_decode`).
    pub(in crate::peer::stack) fn check_decoded_header(&self) -> Result<(), Raised> {
        if self.header_length <= SHORT_HEADER { Ok(()) } else { self.check_header() }
    }

    pub(in crate::peer::stack) fn is_encrypted(&self) -> bool {
        !self.header.is_empty() && self.check_header().is_ok()
    }
}

/// Header and data of a block.
type Parts = [Zeroizing<Vec<u8>>; 2];

/// Reads one block after the other.
#[derive(Clone, Copy)]
pub(in crate::peer::stack) struct Blocks<'a> {
    rest: &'a [u8],
    /// Whether lines of any length may follow the empty line that ends a header, and further empty ones.
    is_lenient: bool,
}

impl<'a> Blocks<'a> {
    pub(in crate::peer::stack) fn new(file: &'a [u8]) -> Self {
        Self { rest: file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file), is_lenient: false }
    }

    /// As in the forks of OpenSSL from before 3.0, to which a byte order mark is part of the first line. BoringSSL's does not mind how
    /// the data after a header stand in their lines.
    pub(in crate::peer::stack) const fn before_3(file: &'a [u8]) -> Self {
        Self { rest: file, is_lenient: true }
    }

    /// What has not been read.
    pub(in crate::peer::stack) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// `BIO_gets`, then `sanitize_line`: the next line without what is blank at its end, and whether it was cut off.
    fn line(&mut self) -> Option<(&'a [u8], bool)> {
        let longest = self.rest.get(..LINE).unwrap_or(self.rest);
        let end = longest.iter().position(|byte| *byte == b'\n');
        let (line, rest) = self.rest.split_at_checked(end.map_or(longest.len(), |end| end + 1))?;
        if line.is_empty() {
            return None;
        }
        self.rest = rest;
        // As a signed `char`: what is not ASCII counts as blank too.
        let blank = line.iter().rev().take_while(|byte| !(b'!'..=0x7f).contains(*byte)).count();
        Some((line.get(..line.len() - blank)?, end.is_none() && !rest.is_empty()))
    }

    /// The next block; `NO_START_LINE` where there is none.
    pub(in crate::peer::stack) fn read(&mut self) -> Result<Block<'a>, Raised> {
        let label = loop {
            let (line, _) = self.line().ok_or(NO_START_LINE)?;
            if let Some(label) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(TAIL)) {
                break label;
            }
        };
        let ([header, body], header_length) = self.header_and_data(label)?;
        // A hyphen ends the data, so that a second BEGIN line does too.
        let body = body.split(|byte| *byte == b'-').next().unwrap_or_default();
        let bytes = BASE64_MIME_PERMISSIVE.decode(body).map(Zeroizing::new).map_err(|_| BAD_BASE64)?;
        Ok(Block { label, bytes, header, header_length })
    }

    /// `get_header_and_data`: up to the END line, which has to name the same label. What stands before the first empty line is
    /// the header.
    fn header_and_data(&mut self, label: &[u8]) -> Result<(Parts, usize), Raised> {
        let mut header = None;
        let (mut length, mut header_length) = (0, 0);
        let mut data = Zeroizing::new(Vec::with_capacity(self.rest.len()));
        let (mut was_cut, mut is_short) = (false, false);
        loop {
            let (line, is_cut) = self.line().ok_or(NO_END_LINE)?;
            if let Some(rest) = line.strip_prefix(END) {
                let closes = rest.strip_prefix(label) == Some(TAIL);
                let read = ([header.unwrap_or_default(), data], header_length);
                return if closes { Ok(read) } else { Err(BAD_END_LINE) };
            }
            if line.is_empty() && was_cut {
                continue;
            }
            was_cut = is_cut;
            if line.is_empty() {
                if header.is_some() && self.is_lenient {
                    continue;
                }
                if header.is_some() {
                    return Err(BAD_END_LINE);
                }
                header = Some(data.clone());
                header_length = length;
                data.clear();
                continue;
            }
            if is_short {
                return Err(BAD_END_LINE);
            }
            length += line.len() + 1;
            is_short = header.is_some() && line.len() < 64 && !self.is_lenient;
            data.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_header_stands_in_full_lines_to_openssl_alone() {
        let full = "QUJD".repeat(16);
        let cases = [
            (format!("{full}\nQUJD\n"), true, true),
            (format!("\n{full}\nQUJD\n"), true, true),
            (format!("\nQUJD\n{full}\n"), false, true),
            (format!("\n\n{full}\n"), false, true),
            (format!("\n{full}\n\nQUJD\n\n"), false, true),
        ];
        for (body, strict, lenient) in cases {
            let file = format!("-----BEGIN X-----\n{body}-----END X-----\n");
            let octets = body.bytes().filter(|octet| *octet != b'\n').count() / 4 * 3;
            let read = |mut blocks: Blocks<'_>| blocks.read().is_ok_and(|block| block.bytes.len() == octets);
            assert_eq!(read(Blocks::new(file.as_bytes())), strict, "{body:?}");
            assert_eq!(read(Blocks::before_3(file.as_bytes())), lenient, "{body:?}");
        }
    }
}
