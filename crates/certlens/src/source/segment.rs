//! Cuts a text into documents of YAML or JSON and everything else.

use core::ops::Range;
use std::collections::HashMap;

/// A stretch of whole lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Region {
    /// It may be a document: to be tried as one.
    Structured(Range<usize>),
    /// It is not.
    Plain(Range<usize>),
}

/// U+FEFF; it may stand before the first key.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The regions of `text`, in order and without gaps but for fences and document markers.
pub(crate) fn regions(text: &[u8]) -> Vec<Region> {
    let mut cutter = Cutter::default();
    let mut ends = JsonEnds::default();
    let mut at = 0;
    while at < text.len() {
        let unmarked = text.get(at..).map(|rest| rest.strip_prefix(MARK).unwrap_or(rest)).unwrap_or_default();
        if cutter.may_open_json(unmarked)
            && let Some(close) = ends.of(text, text.len() - unmarked.len())
        {
            if is_torn(text, at..close) {
                cutter.begin(at, State::Armoured);
            } else {
                cutter.close(at);
                cutter.found.push(Region::Structured(at..close));
                cutter.start = close;
                at = close;
                continue;
            }
        }
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or_default();
        cutter.line(line.strip_prefix(MARK).unwrap_or(line), at, end);
        at = end;
    }
    cutter.close(text.len());
    cutter.found
}

#[derive(Debug, Default)]
struct Cutter {
    found: Vec<Region>,
    start: usize,
    state: State,
    /// The line before was blank, or there was none in this region.
    was_blank: bool,
    has_api_version: bool,
}

/// What the lines since the last cut are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Plain,
    Structured,
    /// Between a BEGIN line and its END line.
    Armoured,
}

impl Cutter {
    fn close(&mut self, at: usize) {
        if at > self.start {
            let range = self.start..at;
            let is_structured = self.state == State::Structured;
            self.found.push(if is_structured { Region::Structured(range) } else { Region::Plain(range) });
        }
        self.start = at;
        self.state = State::Plain;
        self.has_api_version = false;
        self.was_blank = false;
    }

    fn begin(&mut self, at: usize, state: State) {
        self.close(at);
        self.state = state;
    }

    fn may_open_json(&self, line: &[u8]) -> bool {
        matches!(line.first(), Some(b'{' | b'[')) && self.state == State::Plain
    }

    fn line(&mut self, line: &[u8], at: usize, end: usize) {
        let content = line.trim_ascii();
        let is_first = at == self.start;
        // Three dots within a block say that somebody left something out.
        let is_elision = content == b"...";
        if self.state == State::Armoured && ((is_document_marker(line) && !is_elision) || starts_object(line))
        {
            // The END line is missing.
            self.close(at);
        }
        if self.state == State::Armoured {
            if has(content, b"END ") {
                self.close(end);
            }
        } else if content.starts_with(b"```") || content.starts_with(b"~~~") || is_document_marker(line) {
            self.close(at);
            self.start = end;
        } else if content.is_empty() {
            self.was_blank = true;
            return;
        } else if is_armour(line) {
            if self.state == State::Structured || is_first {
                self.close(at);
            }
            if !has(content, b"END ") {
                self.state = State::Armoured;
            }
        } else if self.state == State::Structured {
            if starts_object(line) && self.has_api_version {
                self.begin(at, State::Structured);
            } else if !belongs(line) {
                self.close(at);
            }
        } else if starts_object(line) || ((is_first || self.was_blank) && is_key(content)) {
            self.begin(at, State::Structured);
        }
        self.has_api_version |= starts_object(line);
        self.was_blank = false;
    }
}

fn line_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |len| at + len + 1)
}

/// True for JSON on one line that opens a block which JSON on the lines after it goes on with, as logs of containers have it.
fn is_torn(text: &[u8], json: Range<usize>) -> bool {
    const LONGEST: usize = 4096;
    let line = text.get(json.clone()).filter(|line| line.len() <= LONGEST).unwrap_or_default();
    let rest = text.get(json.end..).unwrap_or_default();
    let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
    // Base64 has no dashes, so that this is one look at each byte.
    let says = |word: &[u8]| line.split(|byte| *byte == b'-').any(|part| part.starts_with(word));
    next == Some(&b'{') && says(b"BEGIN ") && !line.contains(&b'\n') && !says(b"END ")
}

/// `---`, alone or before a comment or a value, and `...`.
fn is_document_marker(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line == b"---" || line == b"..." || line.starts_with(b"--- #") || line.starts_with(b"%YAML")
}

/// BEGIN at the beginning of a line, but for what programs put before every line.
fn is_armour(line: &[u8]) -> bool {
    let prefix = line
        .iter()
        .take_while(|byte| matches!(byte, b'>' | b'|' | b'+' | b'-' | b'*' | b'#' | b'"' | b'\''))
        .count();
    let rest = line.get(prefix..).unwrap_or_default();
    let gap = usize::from(prefix > 0 && rest.first() == Some(&b' '));
    let more = rest.iter().skip(gap).take_while(|byte| matches!(byte, b'-' | b'"')).count();
    let rest = rest.get(gap + more..).unwrap_or_default();
    prefix + more >= 3 && (rest.starts_with(b"BEGIN ") || rest.starts_with(b"BEGIN%"))
}

/// A line by which only a Kubernetes object begins.
fn starts_object(line: &[u8]) -> bool {
    line.starts_with(b"apiVersion:")
}

/// `key:` followed by a blank or nothing, or a list item that may hold one.
fn is_key(content: &[u8]) -> bool {
    let content = content.strip_prefix(b"- ").unwrap_or(content);
    let key = content.iter().position(|byte| *byte == b':');
    key.is_some_and(|end| {
        let key = content.get(..end).unwrap_or_default();
        let word = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b'"' | b'\'')
        };
        let after = content.get(end + 1);
        !key.is_empty() && key.iter().all(word) && after.is_none_or(u8::is_ascii_whitespace)
    })
}

/// True if a document of block style can go on with this line.
fn belongs(line: &[u8]) -> bool {
    let is_inside = matches!(line.first(), Some(b' ' | b'\t' | b'#' | b'}' | b']' | b'?' | b'"' | b'\''));
    is_inside || is_key(line.trim_ascii()) || line.starts_with(b"- ") || line.trim_ascii() == b"-"
}

fn has(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// Where the JSON texts end that begin at the brackets that were looked at; none for one that does not end.
#[derive(Debug, Default)]
struct JsonEnds(HashMap<usize, Option<usize>>);

impl JsonEnds {
    /// Where the JSON text ends that begins with the bracket at `start`.
    fn of(&mut self, text: &[u8], start: usize) -> Option<usize> {
        match self.0.get(&start) {
            Some(known) => *known,
            None => self.look(text, start),
        }
    }

    /// A look that goes to the end of the text in vain settles every bracket that it did not take for part of a string. What it
    /// did is settled by one more, as a backslash counts inside strings and outside: so all of them together are linear.
    fn look(&mut self, text: &[u8], start: usize) -> Option<usize> {
        let mut open: Vec<usize> = Vec::new();
        let mut is_string = false;
        let mut is_escaped = false;
        for (at, byte) in text.iter().enumerate().skip(start) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_string = !is_string,
                b'{' | b'[' if !is_string => open.push(at),
                b'}' | b']' if !is_string => {
                    let opening = open.pop()?;
                    if open.is_empty() {
                        return Some(at + 1);
                    }
                    self.settle(text, opening, Some(at + 1));
                }
                _ => {}
            }
        }
        for opening in open {
            self.settle(text, opening, None);
        }
        None
    }

    /// Only a bracket that a line begins with, or that stands right behind a JSON text, is ever asked about.
    fn settle(&mut self, text: &[u8], opening: usize, end: Option<usize>) {
        let before = text.get(..opening).unwrap_or_default();
        let before = before.strip_suffix(MARK).unwrap_or(before);
        if before.last().is_none_or(|byte| matches!(byte, b'\n' | b'}' | b']')) {
            self.0.insert(opening, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Region, regions};

    /// The stretches that may be documents.
    fn structured(text: &str) -> Vec<&str> {
        let regions = regions(text.as_bytes());
        regions
            .into_iter()
            .filter_map(|region| match region {
                Region::Structured(range) => text.get(range),
                Region::Plain(_) => None,
            })
            .collect()
    }

    #[test]
    fn json_is_found_behind_brackets_that_never_close() {
        let json = r#"{"a": [
{"b": "{\"c\": []}"}
]}"#;
        for before in [
            "",
            "[note: he said \"look here\n",
            "[note\n{ and another\n",
            "{ \\\" and \"\n[\n",
            "\u{feff}[\n",
            "[1] is closed\n\n[2 is not\n",
        ] {
            let text = format!("{before}{json}\nafter [it\n{json}\n");
            let found = structured(&text);
            assert_eq!(found.iter().filter(|found| **found == json).count(), 2, "{text}: {found:?}");
        }
    }
}
