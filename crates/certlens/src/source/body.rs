//! What stands between BEGIN and END: headers, base64, and whatever fell in between.

use super::base64::{self, Characters};
use super::glyph;
use super::lead::Lead;
use super::repair::{Mended, RepairKind};

/// What was between the lines of armour.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) characters: Characters,
    pub(super) headers: Vec<(String, String)>,
    /// Characters that do not belong: how many good ones come before, where it is, how long.
    strays: Vec<(usize, usize, usize)>,
    line: Line,
}

/// What has been seen of the line that is being read.
#[derive(Debug, Default)]
struct Line {
    is_fresh: bool,
    has_content: bool,
    after: After,
    blank: Option<usize>,
}

/// What comes before on the same line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum After {
    #[default]
    Nothing,
    /// The BEGIN line, a header or a comment.
    Armour,
    /// An escape that stands for a line end.
    Escape,
}

/// Reads the body that follows a BEGIN line.
pub(super) fn read(text: &[u8], start: usize, end: usize, lead: &Lead, mended: &mut Mended) -> Body {
    let line = Line { after: After::Armour, ..Line::default() };
    read_lines(text, start, end, lead, line, mended)
}

/// Reads a body whose BEGIN line is missing.
pub(super) fn read_from_line_start(text: &[u8], start: usize, end: usize, mended: &mut Mended) -> Body {
    let line = Line { is_fresh: true, ..Line::default() };
    read_lines(text, start, end, &Lead::default(), line, mended)
}

fn read_lines(text: &[u8], start: usize, end: usize, lead: &Lead, line: Line, mended: &mut Mended) -> Body {
    let capacity = end.saturating_sub(start);
    let mut body = Body { characters: Characters::with_capacity(capacity), line, ..Body::default() };
    let text = text.get(..end).unwrap_or(text);
    let mut at = start;
    while at < text.len() {
        if body.line.is_fresh {
            body.line = Line::default();
            at = body.open_line(text, at, lead, mended);
            continue;
        }
        at = body.step(text, at, mended);
    }
    body.settle_strays(mended);
    body
}

impl Body {
    /// True if base64 and the END line are on one line.
    pub(super) const fn shares_last_line(&self) -> bool {
        self.line.has_content
    }

    /// Skips what a line begins with; the whole line if it is a header or a comment.
    fn open_line(&mut self, text: &[u8], start: usize, lead: &Lead, mended: &mut Mended) -> usize {
        let blanks = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
        };
        let mut at = start + blanks(start);
        let is_empty = matches!(text.get(at), Some(b'\r' | b'\n'));
        if at > start && is_empty {
            mended.note(RepairKind::TrailingBlanks, start, at);
        } else if at > start {
            mended.note(RepairKind::Indentation, start, at);
        }
        let prefix = lead.len_at(text.get(at..).unwrap_or_default());
        if prefix > 0 {
            let after = at + prefix;
            mended.note(RepairKind::LinePrefix, at, after);
            at = after + blanks(after);
        }
        let rest = text.get(at..).unwrap_or_default();
        let code = code_before_quote(rest);
        if code > 0 {
            mended.note(RepairKind::Quotes, at, at + code);
            return at + code;
        }
        let len = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let line = rest.get(..len).unwrap_or_default();
        if self.characters.len() == 0
            && let Some(header) = header(line)
        {
            if !is_encryption(&header.0) {
                mended.note(RepairKind::Headers, at, at + len);
            }
            self.headers.push(header);
            self.line.has_content = true;
            self.line.after = After::Armour;
            return at + len;
        }
        if matches!(line, [b'#' | b';', ..] | [b'/', b'/', b' ', ..] | [b'<', b'!', ..]) {
            mended.note(RepairKind::CommentInBody, at, at + len);
            self.line.has_content = true;
            self.line.after = After::Armour;
            return at + len;
        }
        at
    }

    /// Reads one character, or as many of the alphabet as follow one another.
    fn step(&mut self, text: &[u8], at: usize, mended: &mut Mended) -> usize {
        let glyph = glyph::first(text.get(at..).unwrap_or_default());
        if base64::is_digit(glyph.meant) || glyph.meant == b'=' {
            return self.content(text, at, glyph, mended);
        }
        let end = at + glyph.len.max(1);
        match glyph.meant {
            b'\r' | b'\n' if glyph.repair.is_some() => {
                mended.note(glyph.repair.unwrap_or(RepairKind::LiteralNewline), at, end);
                self.line = Line { after: After::Escape, ..Line::default() };
            }
            b'\r' | b'\n' => return self.newline(text, at, mended),
            b' ' | b'\t' => match glyph.repair {
                Some(repair) => mended.note(repair, at, end),
                None => self.line.blank = Some(self.line.blank.unwrap_or(at)),
            },
            b'"' | b'\'' | b'`' => {
                mended.note(glyph.repair.unwrap_or(RepairKind::Quotes), at, end);
                if self.line.has_content || self.line.after != After::Nothing {
                    return self.skip_code(text, end);
                }
            }
            b',' | b'\\' if matches!(text.get(end), None | Some(b'\r' | b'\n')) => {
                mended.note(RepairKind::Quotes, at, end);
            }
            _ => self.strays.push((self.characters.len(), at, end - at)),
        }
        end
    }

    fn content(&mut self, text: &[u8], at: usize, glyph: glyph::Glyph, mended: &mut Mended) -> usize {
        if let Some(blank) = self.line.blank.take().filter(|_| self.line.has_content) {
            mended.note(RepairKind::BlanksInBody, blank, at);
        }
        if self.line.after == After::Armour && !self.line.has_content {
            mended.note(RepairKind::OneLine, at, at + glyph.len);
        }
        self.line.has_content = true;
        if glyph.meant == b'=' {
            if let Some(repair) = glyph.repair {
                mended.note(repair, at, at + glyph.len);
            }
            self.characters.pad(at, glyph.len);
            return at + glyph.len;
        }
        if self.characters.is_padded() {
            self.strays.push((self.characters.len(), at, glyph.len));
            return at + glyph.len;
        }
        if glyph.len == 1 {
            return self.characters.extend(text, at, text.len());
        }
        if let Some(repair) = glyph.repair {
            mended.note(repair, at, at + glyph.len);
        }
        self.characters.push(glyph.meant, at, glyph.len);
        at + glyph.len
    }

    fn newline(&mut self, text: &[u8], at: usize, mended: &mut Mended) -> usize {
        if let Some(blank) = self.line.blank {
            mended.note(RepairKind::TrailingBlanks, blank, at);
        }
        let is_empty = !self.line.has_content && self.line.after == After::Nothing;
        if is_empty && (self.characters.len() > 0 || self.headers.is_empty()) {
            mended.note(RepairKind::BlankLine, at, at + 1);
        }
        let pair = text.get(at..).is_some_and(|rest| rest.starts_with(b"\r\n"));
        let end = if pair { at + 2 } else { at + 1 };
        if pair {
            mended.note(RepairKind::CarriageReturnLineFeed, at, end);
        } else if text.get(at) == Some(&b'\r') {
            mended.note(RepairKind::CarriageReturn, at, end);
        }
        self.line = Line { is_fresh: true, ..Line::default() };
        end
    }

    /// From a closing quotation mark to the next opening one, or to the end of the line, before which other keys may stand.
    fn skip_code(&mut self, text: &[u8], at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default();
        let line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let len = rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'`') || line_end(byte));
        let mut end = at + len.unwrap_or(rest.len());
        let mut is_quote = matches!(text.get(end), Some(b'"' | b'\'' | b'`'));
        if is_quote && opens_key(text.get(end..).unwrap_or_default()) {
            is_quote = false;
            end = at + rest.iter().position(line_end).unwrap_or(rest.len());
        }
        self.line.has_content = !is_quote && self.line.has_content;
        self.line.after = if is_quote { After::Nothing } else { After::Escape };
        self.line.blank = None;
        if is_quote { end + 1 } else { end }
    }

    /// Decides whether the strays came in addition to the base64 or in place of some of it.
    fn settle_strays(&mut self, mended: &mut Mended) {
        let left_out = self.characters.settle_alphabet(mended);
        for (before, _, _) in &mut self.strays {
            *before -= left_out.partition_point(|number| *number < *before);
        }
        let inside = self.strays.iter().take_while(|(before, _, _)| *before < self.characters.len()).count();
        let present = self.characters.len() + self.characters.pads();
        let replaced = !present.is_multiple_of(4) && (present + inside).is_multiple_of(4);
        let kind = if replaced { RepairKind::LostCharacter } else { RepairKind::StrayCharacter };
        for (_, at, len) in &self.strays {
            mended.note(kind, *at, at + len);
        }
        if let Some((before, _, _)) = self.strays.first().filter(|_| replaced) {
            self.characters.truncate(before - before % 4);
        }
    }
}

/// How much of a line is code before a quotation mark: `+ @`, `b`, `. `.
fn code_before_quote(line: &[u8]) -> usize {
    /// `+ $@` and blanks are as much as there is.
    const LONGEST: usize = 16;
    // Few lines of base64 begin like that, so that of nearly all of them no more than this is looked at.
    if !matches!(
        line.first(),
        Some(b'+' | b'&' | b'.' | b',' | b'(' | b'<' | b'$' | b'@' | b'b' | b'r' | b'f' | b'u' | b'L')
    ) {
        return 0;
    }
    let quote = line.iter().take(LONGEST + 1).position(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let code = quote.and_then(|quote| line.get(..quote)).unwrap_or_default();
    let operators = code
        .iter()
        .take_while(|byte| {
            matches!(byte, b'+' | b'&' | b'.' | b',' | b'(' | b'<' | b'$' | b'@' | b' ' | b'\t')
        })
        .count();
    // A word before the mark is one of its kind: `b`, `r`, `u8`.
    let is_code =
        matches!(code.get(operators..), Some([] | [b'b' | b'r' | b'f' | b'u' | b'L'] | [b'u', b'8']));
    if is_code { code.len() } else { 0 }
}

/// `"stream": …`, of what a log says beside the line.
fn opens_key(rest: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let Some((quote, rest)) = rest.split_first() else { return false };
    let close = rest.iter().take(LONGEST).position(|byte| byte == quote);
    let after = close.and_then(|close| rest.get(close + 1..)).unwrap_or_default();
    after.trim_ascii_start().first() == Some(&b':')
}

/// `Proc-Type` and `DEK-Info`, which belong to an encrypted key of the old kind.
pub(super) fn is_encryption(name: &str) -> bool {
    name.eq_ignore_ascii_case("Proc-Type") || name.eq_ignore_ascii_case("DEK-Info")
}

/// A header field of RFC 1421.
fn header(line: &[u8]) -> Option<(String, String)> {
    let (name, value) = core::str::from_utf8(line).ok()?.split_once(':')?;
    let named = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b' '));
    named.then(|| (name.trim().to_owned(), value.trim().to_owned()))
}

/// Where a body that has no END line ends.
pub(super) fn end(text: &[u8], start: usize, limit: usize, lead: &Lead) -> usize {
    let text = text.get(..limit).unwrap_or(text);
    let mut end = one_line_end(text, start);
    let mut width = if end > start { None } else { Some(0) };
    while let Some(line) = line_at(text, end).filter(|_| width.is_some()) {
        let (range, content) = line;
        let content = content.trim_ascii();
        let content = content.get(lead.len_at(content)..).unwrap_or_default();
        let content = content.trim_ascii_start();
        let is_header = width == Some(0) && header(content).is_some();
        let digits = base64_width(content);
        if !is_header && !content.is_empty() && digits.is_none() {
            break;
        }
        if let Some((digits, is_last)) = digits {
            let first = width.filter(|width| *width > 0).unwrap_or(digits);
            width = (digits >= first && !is_last).then_some(first);
        }
        end = range.end;
    }
    end
}

/// Where a body that has no BEGIN line starts.
pub(super) fn start(text: &[u8], floor: usize, end: usize) -> usize {
    let mut start = end;
    let mut width = 0;
    loop {
        let before = text.get(floor..start).unwrap_or_default();
        let ends = [b"\r\n".as_slice(), b"\n", b"\r"];
        let trimmed = ends.iter().find_map(|end| before.strip_suffix(*end)).unwrap_or(before);
        let line = trimmed.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
        let content = trimmed.get(line..).unwrap_or_default();
        let stops = match base64_width(content.trim_ascii()) {
            Some((digits, _)) if digits >= width => {
                width = if start == end { 0 } else { digits };
                false
            }
            Some(_) => true,
            None => !content.trim_ascii().is_empty(),
        };
        if stops || before.is_empty() {
            let blank =
                text.get(start..end).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace());
            return start + blank.count();
        }
        start = floor + line;
    }
}

/// The range of the line after the break at `at`, and what is on it.
fn line_at(text: &[u8], at: usize) -> Option<(core::ops::Range<usize>, &[u8])> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let skip = rest.iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let skip = if rest.starts_with(b"\r\n") { 2 } else { skip.min(1) };
    let line = rest.get(skip..)?;
    let len = line.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(line.len());
    Some((at..at + skip + len, line.get(..len)?))
}

/// How much of the rest of a BEGIN line is base64, blanks and escapes.
fn one_line_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut end = start;
    while let Some(glyph) = text.get(at..).filter(|rest| !rest.is_empty()).map(glyph::first) {
        match glyph.meant {
            b'\r' | b'\n' if glyph.repair.is_none() => break,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            meant if base64::is_digit(meant) || meant == b'=' => end = at + glyph.len,
            _ => break,
        }
        at += glyph.len;
    }
    end
}

/// How many characters of base64 a line has, if it has nothing else, and whether it ends in padding.
fn base64_width(line: &[u8]) -> Option<(usize, bool)> {
    let quoted = line.trim_ascii();
    let line = quoted.strip_prefix(b"\"").unwrap_or(quoted);
    let line = line.strip_suffix(b"\\").unwrap_or(line);
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    let line = line.strip_suffix(b"\\n").unwrap_or(line);
    let digits = line.iter().take_while(|byte| base64::is_digit(**byte)).count();
    let pads = line.iter().skip(digits).take_while(|byte| **byte == b'=').count();
    (digits > 0 && digits + pads == line.len()).then_some((digits, pads > 0))
}
