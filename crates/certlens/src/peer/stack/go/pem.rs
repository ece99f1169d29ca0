//! `encoding/pem`: what Go takes for a block, and what it passes over without a word.

use crate::peer::stack::base64::gathered;
use crate::peer::substring::find;
use zeroize::Zeroizing;

/// A block that Go decodes. Its bytes may be a key, and are wiped.
pub(super) struct Block {
    pub(super) label: String,
    pub(super) has_headers: bool,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

const START: &[u8] = b"\n-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";

/// `pem.Decode`, called until it finds nothing more.
///
/// Each byte is looked at a bounded number of times: the next END line is searched for only once it lies behind, and a body
/// is read up to its first dash.
pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut reader = Reader { text, at: 0, end_line: None };
    core::iter::from_fn(|| reader.next()).collect()
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    /// Where the newline before the next END line stands.
    end_line: Option<usize>,
}

impl Reader<'_> {
    /// The next block that decodes. `pem.Decode` of encoding/pem.
    fn next(&mut self) -> Option<Block> {
        loop {
            let bare_start = START.get(1..)?;
            self.at += if self.rest().starts_with(bare_start) {
                bare_start.len()
            } else {
                find(self.rest(), START)? + START.len()
            };
            let line = self.line();
            let Some(label) = line.strip_suffix(DASHES).map(<[u8]>::to_vec) else { continue };
            let has_headers = self.skip_headers()?;
            if let Some(bytes) = self.body(&label, has_headers)? {
                return Some(Block {
                    label: String::from_utf8_lossy(&label).into_owned(),
                    has_headers,
                    bytes,
                });
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// `getLine`: the first line without its end and the blanks before that; reading goes on after it.
    fn line(&mut self) -> Vec<u8> {
        let (line, length) = first_line(self.rest());
        let line = line.to_vec();
        self.at += length;
        line
    }

    /// Lines with a colon are headers; `None` if the text ends among them.
    fn skip_headers(&mut self) -> Option<bool> {
        let mut found = false;
        loop {
            if self.rest().is_empty() {
                return None;
            }
            let (line, length) = first_line(self.rest());
            if !line.contains(&b':') {
                return Some(found);
            }
            self.at += length;
            found = true;
        }
    }

    /// The decoded body, if the END line has the same label and nothing after it, and the body is base64; otherwise reading
    /// goes on where the body began. `None` where there is no END line any more.
    fn body(&mut self, label: &[u8], has_headers: bool) -> Option<Option<Zeroizing<Vec<u8>>>> {
        let bare_end = END.get(1..)?;
        let is_empty = !has_headers && self.rest().starts_with(bare_end);
        let (end, trailer) = if is_empty {
            (self.at, self.at + bare_end.len())
        } else {
            let end = self.find_end()?;
            (end, end + END.len())
        };
        let trailer = self.text.get(trailer..).unwrap_or_default();
        let after_label = trailer.strip_prefix(label).and_then(|rest| rest.strip_prefix(DASHES));
        let Some(after_label) = after_label else { return Some(None) };
        let (line, length) = first_line(after_label);
        let body = self.text.get(self.at..end).unwrap_or_default();
        if !line.is_empty() || body.contains(&b'-') {
            return Some(None);
        }
        let digits = gathered(body, |octet| !b" \t\r\n".contains(&octet));
        // Bits that say nothing are passed over, padding must be there (base64.StdEncoding, not strict).
        let Ok(bytes) = data_encoding::BASE64_MIME_PERMISSIVE.decode(&digits) else { return Some(None) };
        self.at = self.text.len() - after_label.len() + length;
        Some(Some(Zeroizing::new(bytes)))
    }

    /// `pem.Decode`: the END line that ends the block.
    fn find_end(&mut self) -> Option<usize> {
        if self.end_line.is_none_or(|known| known < self.at) {
            self.end_line = Some(self.at + find(self.rest(), END)?);
        }
        self.end_line
    }
}

/// The first line without its end and the blanks before that, and its length with both.
fn first_line(text: &[u8]) -> (&[u8], usize) {
    let (line, length) = match text.iter().position(|byte| *byte == b'\n') {
        Some(at) => (text.get(..at).unwrap_or_default(), at + 1),
        None => (text, text.len()),
    };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let blanks = line.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (line.get(..line.len() - blanks).unwrap_or_default(), length)
}
